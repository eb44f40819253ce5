"""From chapters to report: papermill runs them, they are assembled once, and nbconvert sets HTML and PDF.

Nothing here computes a figure: the report prints what the executed chapters hold (``exhibits.contract``).
"""
