"""The one error a reader is meant to see."""


class AssessmentError(ValueError):
    """Something the analyst can put right: it names the place, the rule and the remedy.

    The command line prints its text and stops with exit status 1; nothing else is printed,
    because a stack of program lines helps nobody who only typed a borough's name wrongly.

    >>> str(AssessmentError("There is no borough called Haverring. Did you mean Havering?"))
    'There is no borough called Haverring. Did you mean Havering?'
    """
