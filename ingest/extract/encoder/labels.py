"""The labels that the encoder gives to words, and how a sequence of them is read as spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

SOURCE, CUE, CONTENT = "source", "cue", "content"
ROLES = (SOURCE, CUE, CONTENT)
LABELS = ("O", *(f"{prefix}-{role}" for role in ROLES for prefix in "BI"))
KINDS = ("person", "organisation", "place", "other")
KIND_LABELS = ("O", *(f"{prefix}-{kind}" for kind in KINDS for prefix in "BI"))


def spans(labels: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield (name, first, after the last) of each span in BIO labels; a stray I opens a span of its own.

    >>> list(spans(["B-cue", "I-cue", "O", "I-source", "B-source"]))
    [('cue', 0, 2), ('source', 3, 4), ('source', 4, 5)]
    """
    name, begin = "", 0
    for i, label in enumerate([*labels, "O"]):
        if name and label != f"I-{name}":
            yield name, begin, i
            name = ""
        if label != "O" and not name:
            name, begin = label[2:], i
