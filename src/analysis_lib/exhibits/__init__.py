"""What a chapter prints: sentences, tables and figures, each with all that must travel with it.

The output of an executed chapter holds them as plain data (see ``contract``), and the report is made from
these and nothing else.
"""

from analysis_lib.exhibits.figures import Chart, figure, figure_payload
from analysis_lib.exhibits.sentences import caution, finding, gap, key_number, points, say, sentence, support
from analysis_lib.exhibits.summary import summarise
from analysis_lib.exhibits.tables import table, table_payload

__all__ = [
    "Chart",
    "caution",
    "figure",
    "figure_payload",
    "finding",
    "gap",
    "key_number",
    "points",
    "say",
    "sentence",
    "summarise",
    "support",
    "table",
    "table_payload",
]
