"""The questions of each chapter: verified figures in, values and charts out. One module a chapter."""
