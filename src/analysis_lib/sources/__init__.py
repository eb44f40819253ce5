"""One module per publisher: a publication as it was released, in; tidy figures, out."""
