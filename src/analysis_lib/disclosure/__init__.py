"""Nothing small leaves unprotected: the rules, the attack that tests them, and secondary suppression.

Pure functions on counts; they never read a file, draw or print.
"""
