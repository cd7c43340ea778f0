"""The text form of `hearsay extract`: the article with what was found in it marked, then its claims."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from rich.text import Text

from ingest.cli.screen import safe
from ingest.model import Article, Attribution, Claim, Extraction, Link, Span, Spans


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    style: str
    before: str
    after: str


_STYLES = {
    "claim": "underline",
    "speaker": "bold cyan",
    "cue": "yellow",
    "medium": "blue",
    "hedge": "bold magenta",
}
_BRACKETS = {"speaker": "{}", "cue": "<>", "medium": "()", "hedge": "~~"}

_SHOWN = 60
"""How many characters of linked words are shown."""

LEGEND = "[1: a claim]  {a speaker}  <a cue>  (a medium)  ~a hedge or negation~"


def render(extraction: Extraction, links: tuple[Link, ...], *, colour: bool) -> Text:
    """Return the article with what was found in it.

    Args:
        extraction: what was found.
        links: who the actors are.
        colour: mark by style, as on a terminal; otherwise by brackets (`LEGEND`).
    """
    result = Text()
    if colour:
        for name, style in _STYLES.items():
            result.append(name, style).append("  ")
    else:
        result.append(LEGEND)
    article = _in_colour(extraction) if colour else _in_brackets(extraction)
    result.append("\n\n").append_text(article).append("\n\n")
    qids = {link.actor: link.qid for link in links if link.qid}
    numbers = {claim.id: number for number, claim in enumerate(extraction.claims, 1)}
    for claim in extraction.claims:
        result.append_text(_listed(claim, extraction.article.text, numbers, qids))
    if not extraction.claims:
        result.append("No claims were found.\n")
    return result.append_text(_linked(extraction.article))


def _linked(article: Article) -> Text:
    """List what the article links to, with the words."""
    result = Text("\nLinks:\n" if article.sources else "")
    for source in article.sources:
        words = safe(source.of(article.text))
        shown = f"{words[:_SHOWN]}…" if len(words) > _SHOWN else words
        result.append("     ").append(shown, "underline").append(f" → {safe(source.url)}")
        result.append(f"  · {source.kind.value}, {source.standing.value}\n", "dim")
    return result


def _in_colour(extraction: Extraction) -> Text:
    """Lay styles over the escaped text, whose offsets are carried over character by character."""
    shown = [safe(character) for character in extraction.article.text]
    at = [0, *accumulate(map(len, shown))]
    result = Text("".join(shown))
    for mark in _marks(extraction):
        result.stylize(mark.style, at[mark.span.start], at[mark.span.end])
    return result


def _in_brackets(extraction: Extraction) -> Text:
    """Put brackets around what is marked: what ends at a place closes before what begins there opens."""
    text, marks = extraction.article.text, list(_marks(extraction))
    opening = deque(sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)))
    closing = deque(sorted(marks, key=lambda mark: (mark.span.end, -mark.span.start)))
    result = Text()
    previous = 0
    for place in sorted({edge for mark in marks for edge in (mark.span.start, mark.span.end)}):
        result.append(safe(text[previous:place]))
        previous = place
        while closing and closing[0].span.end == place:
            result.append(closing.popleft().after)
        while opening and opening[0].span.start == place:
            result.append(opening.popleft().before)
    return result.append(safe(text[previous:]))


def _marks(extraction: Extraction) -> Iterator[_Mark]:
    seen = set()
    for number, claim in enumerate(extraction.claims, 1):
        for occurrence in claim.occurrences:
            for span in occurrence:
                yield _Mark(span, _STYLES["claim"], f"[{number}: ", "]")
        for name, span in _details(claim):
            if (name, span) not in seen:
                seen.add((name, span))
                yield _Mark(span, _STYLES[name], _BRACKETS[name][0], _BRACKETS[name][1])


def _details(claim: Claim) -> Iterator[tuple[str, Span]]:
    groups: list[tuple[str, Spans]] = [("hedge", marker.spans) for marker in claim.cues]
    for link in claim.chain:
        groups += [("speaker", link.spans), ("cue", link.cue)]
        groups += [("medium", link.medium.spans)] if link.medium else []
    for name, spans in groups:
        for span in spans:
            yield name, span


def _listed(claim: Claim, text: str, numbers: Mapping[str, int], qids: Mapping[str, str]) -> Text:
    words = " … ".join(span.of(text) for span in claim.occurrences[0])
    state = [claim.certainty.value, *(["negated"] if claim.polarity == "negated" else []), claim.kind.value]
    line = Text(f"{numbers[claim.id]:3}  ").append(safe(words), "underline").append("\n     ")
    for depth, link in enumerate(claim.chain):
        line.append(" ← " if depth else "").append_text(_link(link, qids))
    line.append(f"  · {', '.join(state)} · {claim.confidence:.2f}\n", "dim")
    for relation in claim.relations:
        line.append(f"     {relation.type.value} claim {numbers[relation.claim]}\n", "dim")
    return line


def _link(link: Attribution, qids: Mapping[str, str]) -> Text:
    shown = Text().append(safe(link.name), _STYLES["speaker"])
    if link.actor in qids:
        shown.append(f" {qids[link.actor]}", "dim")
    if link.unnamed:
        shown.append(" (unnamed)", "dim")
    if link.spans or link.cue:
        shown.append(f" [{link.act.value}]", _STYLES["cue"])
    if link.medium:
        shown.append(f" on {safe(link.medium.name)}", _STYLES["medium"])
    return shown
