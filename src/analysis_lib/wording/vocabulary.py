"""The words that a person may not type of the data: number words before what is counted, and words that compare."""

from __future__ import annotations

import re

from analysis_lib.values.units import COUNTED

NUMBERS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
NUMBER = rf"(?:{'|'.join(NUMBERS)}|hundreds?|thousands?|millions?|billions?|dozens?)"
THINGS = "|".join(
    [
        *COUNTED,
        *"boroughs wards areas places neighbourhoods hours days nights weeks months years times pounds percent".split(),
        *"women men girls boys residents adults survivors perpetrators officers schools services organisations".split(),
        *"groups categories themes records homicides arrests reports convictions hospitals".split(),
        "per cent",
        "percentage points",
    ]
)
PARTS = "half|halves|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?"
FIGURES = re.compile(
    "|".join(
        [
            rf"\b{NUMBER}(?:[- ]{NUMBER})*\s+(?:[a-z-]+\s+){{0,2}}?(?:{THINGS})\b",  # five boroughs
            rf"\b(?:a|one|{NUMBER})[ -](?:{PARTS})\s+of\b",  # two thirds of
            rf"\b(?:almost|over|about|nearly|under) (?:half|a (?:{PARTS}))\b",
            rf"\b(?:one|{NUMBER})\s+(?:in|out of)(?: every)?\s+{NUMBER}\b",  # one in five
            r"\b(?:twice|thrice) as\b|\b(?:doubl|tripl|trebl|halv)(?:ed|ing)\b|\b\w+fold\b",
        ]
    ),
    re.IGNORECASE,
)

ROSE = frozenset("rose risen increased grew grown climbed soared surged escalated".split())
FELL = frozenset("fell fallen decreased shrank shrunk dropped declined plummeted reduced".split())
MORE = "higher|lower|more|fewer|less|greater|larger|smaller|above|below|better|worse"
CLAIMS = re.compile(
    "|".join(
        [
            rf"\b(?:{'|'.join(sorted(ROSE | FELL))})\b",
            rf"\b(?:is|are|was|were|remain(?:s|ed)?|ha(?:s|ve) been)\s+(?:\w+ly |much |far |well )?(?:{MORE})\b",
            r"\b(?:higher|lower|more|fewer) than (?:the |in |any )?(?:london|england|average|other|previous|last)",
            r"\bthe (?:second |third |fourth |fifth )?(?:highest|lowest|worst|best)\b",
            r"\bamong the (?:highest|lowest|worst)\b",
            r"\b(?:the|a) (?:vast |large |clear )?majority\b|\bpredominantly\b",
            r"\b(?:over|under)-?represented\b|\bdisproportionately\b",
        ]
    ),
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:if|whether|where|when|unless|cannot|nothing)\b", re.IGNORECASE
)  # before a claim: none is made
DENIED = re.compile(r"\b(?:no|not|none|nothing|neither|cannot|never|without)\b", re.IGNORECASE)


def directions(text: str) -> set[str]:
    """The directions that the words of a text claim: "rose", "fell".

    >>> sorted(directions("It rose, then fell.")), directions("It went on.")
    (['fell', 'rose'], set())
    """
    words = set(re.findall(r"[a-z]+", text.lower()))
    return {name for name, claimed in (("rose", ROSE), ("fell", FELL)) if words & claimed}
