"""Office for National Statistics: one module for each publication."""
