"""Metropolitan Police Service, on the London Datastore: one module for each publication."""
