"""The checking sheet as CSV, its answers empty."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ingest.audit.claims import Item, band
from ingest.audit.questions import QUESTIONS

_SHOWN = (
    "number claim url title date outlet passage wording kind chain speaker entity entity_name act certainty"
    " polarity confidence band seed stratum stratum_claims stratum_drawn weight"
).split()
COLUMNS = (*_SHOWN, *(question.column for question in QUESTIONS), "note")
"""All columns. Scored are the answers with `stratum` and `stratum_claims`, by `outlet`, `kind` and `band`."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SPACE = re.compile(r"\s+")


def rows(items: Iterable[Item], seed: int) -> Iterator[list[str]]:
    """Give the rows of a sheet, header first, with empty answers."""
    yield list(COLUMNS)
    for number, item in enumerate(items, 1):
        yield _row(item, number, seed)


def write(items: Iterable[Item], seed: int) -> bytes:
    """Write a sheet, for spreadsheets: what they would take for a formula gets an apostrophe before it."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows(items, seed))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _row(item: Item, number: int, seed: int) -> list[str]:
    drawn = item.drawn
    weight = (Decimal(drawn.of) / drawn.drawn).quantize(Decimal("0.0001")).normalize()
    shown = (
        number,
        item.claim,
        item.url,
        item.title,
        item.date,
        item.outlet,
        marked(item),
        item.wording,
        item.kind,
        item.chain,
        item.speaker,
        item.entity,
        item.label,
        item.act,
        item.certainty,
        item.polarity,
        item.confidence,
        band(item.confidence),
        seed,
        drawn.stratum,
        drawn.of,
        drawn.drawn,
        f"{weight:f}",
    )
    return [*(_cell(str(value)) for value in shown), *("" for _ in QUESTIONS), ""]


def marked(item: Item) -> str:
    """Return the passage in one line, with the wording between ⟦ and ⟧."""
    text = item.passage
    for mark in reversed(item.marks):
        if mark.kind == "wording":
            span = mark.span
            text = f"{text[: span.start]}⟦{span.of(text)}⟧{text[span.end :]}"
    return text


def _cell(text: str) -> str:
    text = _SPACE.sub(" ", text).strip()
    return f"'{text}" if text.startswith(_FORMULA) else text
