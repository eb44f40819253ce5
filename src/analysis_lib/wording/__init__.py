"""What a person may write in a chapter, and what only a value may say: no figure, and no finding, is typed.

Three things are refused in text cells and in the fixed part of sentences and captions: a digit; a number word before
what is counted ("two thirds of victims", "five boroughs"); and a word that claims a direction or a place of the data
("rose", "is higher", "the majority"). Headings that ask may hold the last. What is a name, a rule of method or an
explanation stands in ``notebooks/terms.toml``. The notes, titles and reasons that the library writes hold no typed
figure either; the words that they say of a direction are chosen by its code.
"""

from analysis_lib.wording.code import code_faults, note_faults
from analysis_lib.wording.texts import BRACES, Fault, faults, sentences, template_faults
from analysis_lib.wording.vocabulary import DENIED, directions

__all__ = [
    "BRACES",
    "DENIED",
    "Fault",
    "code_faults",
    "directions",
    "faults",
    "note_faults",
    "sentences",
    "template_faults",
]
