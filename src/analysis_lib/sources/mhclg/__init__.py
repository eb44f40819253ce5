"""Ministry of Housing, Communities and Local Government: one module for each publication."""
