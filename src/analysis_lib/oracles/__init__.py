"""``make oracles FILE=path``: published test figures, run through the library's public functions.

A file has the columns ``id, method, inputs, expected, tolerance, source``, inputs and expected as JSON. An adapter
for each method turns a row's inputs into a call and names the keys of the answer; it computes nothing itself.
"""
