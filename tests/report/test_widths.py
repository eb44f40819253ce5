"""Widths of columns: what may not be broken, and who gets the room that is left."""

from analysis_lib.report.widths import LONGEST_WORD, PADDING, UPRIGHT, column_widths, has_texts, hyphenated


def table(rows, *, words, heads):
    return {
        "turned": False,
        "row_head": "Kind",
        "columns": [{"head": head, "words": word} for head, word in zip(heads, words, strict=True)],
        "rows": [{"head": head, "cells": [{"text": text} for text in cells]} for head, *cells in rows],
    }


TEXTS = table(
    [("Theft", "19,505", "what is taken " * 20), ("Robbery", "1,234", "by force")],
    words=[False, True],
    heads=["Offences", "What it is"],
)
NUMBERS = table([("Theft", "19,505"), ("Robbery", "from 1,200 to 1,300")], words=[False], heads=["Offences"])


def test_a_number_is_never_broken_and_a_long_text_has_the_room_that_is_left():
    # oracle: by hand; "Offences" and "Robbery" are the longest words of their columns, 8 and 7 characters
    rows, count, text = column_widths(TEXTS)
    assert (rows, count) == (7 + PADDING, 8 + PADDING)
    assert rows + count + text == UPRIGHT


def test_an_interval_stands_in_one_line():
    assert column_widths(NUMBERS)[1] == len("from 1,200 to 1,300") + PADDING


def test_a_very_long_word_does_not_widen_its_column():
    long = table([("x", "d" * 60, "text " * 200)], words=[True, True], heads=["a", "b"])
    first, second = column_widths(long)[1:]
    assert LONGEST_WORD + PADDING <= first < second


def test_only_long_words_make_a_table_of_texts():
    assert has_texts(TEXTS)
    assert not has_texts(NUMBERS)


def test_words_are_hyphenated_only_where_they_must():
    long = table([("x", "d" * (LONGEST_WORD + 1)), ("y", "short")], words=[True], heads=["a"])
    address = table([("x", "https://www.ons.gov.uk/crime"), ("y", "short")], words=[True], heads=["a"])
    assert not hyphenated(TEXTS)
    assert hyphenated(long)
    assert not hyphenated(address)
