"""The flat reading: outermost attributions with the spans as PolNeAR marks them, for scoring against it.

PolNeAR (Newell et al., LREC 2018) puts the complementiser into the content, an apposition and the comma
that closes it into the source, and counts wishes and plans.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.nesting import neighbours
from ingest.extract.tagging import Tagged
from ingest.model import FlatAttribution, Span, Spans


def flatten(tagged: Sequence[Tagged], text: str) -> tuple[FlatAttribution, ...]:
    """Return the outermost attributions in text order."""
    out = []
    for one, near in zip(tagged, neighbours(tagged), strict=True):
        if any(_inside(one, tagged[m]) for m in near):
            continue
        content = one.content
        if one.complementiser is not None:
            content = (*content[:-1], Span(one.complementiser.start, content[-1].end))
        out.append(FlatAttribution(_source(one.source, text), one.cue, content, one.confidence))
    return tuple(out)


def _inside(one: Tagged, other: Tagged) -> bool:
    if one.content == other.content and one.cue != other.cue:
        return one.behind and not other.behind
    return (
        any(span.start <= one.cue[0].start and one.cue[-1].end <= span.end for span in other.content)
        if one.cue
        else False
    )


def _source(source: Spans, text: str) -> Spans:
    """Take in the comma that closes an apposition."""
    if (
        source
        and "," in text[source[0].start : source[-1].end]
        and text[source[-1].end : source[-1].end + 1] == ","
    ):
        return (*source[:-1], Span(source[-1].start, source[-1].end + 1))
    return source
