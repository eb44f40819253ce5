"""A community safety needs assessment, from published figures to a report.

The way through, in the order in which figures travel:

``sources``      read a publication as it was released, into ``data/raw`` and its descriptor
``contracts``    what every table of figures must look like; ``schemas`` the only validator
``prepare``      published figures to analysis tables in ``data/processed``
``catalogue``    ``load(name, assessment)``: the only door in for a chapter
``statistics``   estimates with intervals, pure functions
``measures``     what each count counts, and what it is part of
``values``       a figure that knows what it is; totals, shares, rates, changes, estimates, ratios, ranks, protection
``subjects``     the questions of each chapter
``wording``      what may be typed in a chapter, and what only a value may say; ``terms`` lists the names
``exhibits``     sentences, tables, figures; the register of every printed number
``commentary``   an analyst's paragraphs, and whether what they rest on has moved
``report``       papermill runs the chapters that changed, in warm workers; nbconvert sets HTML and PDF

``assessment`` says which area, year and periods, ``people`` which sex and ages; ``contents`` which chapters;
``__main__`` is the command line.
"""

import os as _os

# Before numpy is loaded, in workers, kernels and JupyterLab alike: one thread each for the libraries of linear algebra.
# Sums are then taken in one order everywhere, and threads that wait for each other do not use up a busy machine.
for _name in ("OMP", "OPENBLAS", "MKL"):
    _os.environ.setdefault(f"{_name}_NUM_THREADS", "1")
