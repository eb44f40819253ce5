"""A community safety needs assessment, from published figures to a report.

The way through, in the order in which figures travel:

``sources``      read a publication as it was released, into ``data/raw`` and its descriptor
``contracts``    what every table of figures must look like; the only validator
``prepare``      published figures to analysis tables in ``data/processed``
``catalogue``    ``load(name, assessment)``: the only door in for a chapter
``statistics``   estimates with intervals, pure functions
``measures``     what each count counts, and what it is part of
``values``       a figure that knows what it is; share, change, rank
``subjects``     the questions of each chapter
``exhibits``     sentences, tables, figures; the register of every printed number
``report``       papermill runs the chapters, nbconvert sets HTML and PDF

``assessment`` says which area, year and periods; ``contents`` which chapters; ``__main__`` is the command line.
"""
