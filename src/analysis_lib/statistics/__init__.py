"""Estimates with intervals: pure functions, one subject a module. They never read a file, draw or print."""
