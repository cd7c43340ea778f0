"""The text form of `hearsay extract`: the article with what was found in it marked, then its claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.text import Text

from ingest.cli.screen import safe
from ingest.model import Attribution, Claim, Extraction, Link, Span, Spans


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
    result.append("\n\n").append_text(_marked_text(extraction, colour)).append("\n\n")
    qids = {link.actor: link.qid for link in links if link.qid}
    numbers = {claim.id: number for number, claim in enumerate(extraction.claims, 1)}
    for claim in extraction.claims:
        result.append_text(_listed(claim, extraction.article.text, numbers, qids))
    if not extraction.claims:
        result.append("No claims were found.\n")
    return result


def _marked_text(extraction: Extraction, colour: bool) -> Text:
    text = extraction.article.text
    marks = [mark for mark in _marks(extraction) if not (colour and mark.style == "")]
    result = Text()
    if colour:
        # Styles are laid over the escaped text, so offsets are carried over character by character.
        at = [0]
        for character in text:
            shown = safe(character)
            result.append(shown)
            at.append(at[-1] + len(shown))
        for mark in marks:
            result.stylize(mark.style, at[mark.span.start], at[mark.span.end])
        return result
    # At one place, what ends is closed before what begins is opened; the longer encloses the shorter.
    opened = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end))
    closed = sorted(marks, key=lambda mark: (mark.span.end, -mark.span.start))
    previous = 0
    for place in sorted({edge for mark in marks for edge in (mark.span.start, mark.span.end)}):
        result.append(safe(text[previous:place]))
        previous = place
        while closed and closed[0].span.end == place:
            result.append(closed.pop(0).after)
        while opened and opened[0].span.start == place:
            result.append(opened.pop(0).before)
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
    shown = Text(safe(link.name), "bold cyan")
    if link.actor in qids:
        shown.append(f" {qids[link.actor]}", "dim")
    if link.unnamed:
        shown.append(" (unnamed)", "dim")
    if link.spans or link.cue:
        shown.append(f" [{link.act.value}]", "yellow")
    if link.medium:
        shown.append(f" on {safe(link.medium.name)}", "blue")
    return shown
