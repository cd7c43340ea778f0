"""The page of the form: each claim in its place in the article, on paper as well as on a screen.

One self-contained file: no script, nothing fetched. Marks are told apart without colour, and labelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise

from benchmarks.gold import GoldArticle, GoldClaim, GoldLink
from ingest.model import Span, Spans

_STYLE = """
body { font: 11pt/1.5 Georgia, serif; color: #111; max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1, h2, dt, legend, .kind, sub { font-family: system-ui, sans-serif; }
h1 { font-size: 1.5em; } h2 { font-size: 1.05em; margin: 0 0 .3em; }
section { break-inside: avoid; border-top: 2px solid #111; padding: .8em 0; margin-top: 1.2em; }
blockquote { margin: .5em 0; padding: .2em 1em; border-left: 3px solid #bbb; white-space: pre-line; }
mark { color: inherit; background: none; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.content { background: #fff3b0; border-bottom: 2px solid #111; }
.source { font-weight: bold; }
.cue { border: 1px solid #111; border-radius: 3px; padding: 0 .15em; }
.hedge { text-decoration: underline dotted 2px; text-underline-offset: 5px; }
.medium { font-style: italic; font-weight: bold; }
sub { white-space: nowrap; font-size: .65em; font-weight: normal; font-style: normal; color: #555; }
dl { display: grid; grid-template-columns: 9em 1fr; margin: .5em 0; } dd { margin: 0; }
dt, legend { font-size: .85em; color: #555; }
.boxes { display: flex; gap: .6em; margin: .6em 0; }
fieldset { flex: 1; border: 1px solid #999; border-radius: 3px; padding: .1em .5em .3em; }
textarea { width: 100%; height: 2.2em; box-sizing: border-box; border: 1px solid #999; }
footer, .kind { font-size: .85em; color: #555; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } .content { print-color-adjust: exact; } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(sampled: Sequence[tuple[GoldArticle, GoldClaim]], what: str, questions: Mapping[str, str]) -> str:
    """Return the page as HTML.

    Args:
        sampled: the claims, each with its article.
        what: which sample this is, in words.
        questions: what is asked of each claim, by a short name.
    """
    cards = "\n".join(
        _card(number, one, claim, questions) for number, (one, claim) in enumerate(sampled, start=1)
    )
    asked = "".join(f"<li><b>{escape(name)}</b>: {escape(text)}</li>" for name, text in questions.items())
    return f"""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>Check of the gold</title>
<style>{_STYLE}</style>
<h1>Check of the gold</h1>
<p>{escape(what)}. Read each passage and judge from its words alone; where they do not tell who is meant, open
the article. The boxes are for paper: what counts are the answers in the table (CSV) that was written beside
this page, <i>yes</i> or <i>no</i> in each column, empty where you cannot tell.</p>
<ul>{asked}</ul>
<p>Marked are the <mark class="content">content</mark>, its <mark class="source">source</mark>, the
<mark class="cue">cue</mark>, the <mark class="medium">medium</mark> and words that
<mark class="hedge">hedge or negate</mark>; numbers count the links of the chain from the article inwards.</p>
{cards}
</html>
"""


def _card(number: int, one: GoldArticle, claim: GoldClaim, questions: Mapping[str, str]) -> str:
    article = one.article
    title = escape(article.title)
    if article.url and article.url.startswith(("https://", "http://")):
        title = f'<a href="{escape(article.url)}">{title}</a>'
    details = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in _details(one, claim)
    )
    boxes = "".join(
        f"<fieldset><legend>{escape(name)}</legend>"
        '<label><input type="checkbox"> yes</label> <label><input type="checkbox"> no</label></fieldset>'
        for name in questions
    )
    return f"""<section>
<h2>{number}. {title}</h2>
<div class="kind">{escape(one.name)}, claim {escape(claim.id)}: {escape(claim.kind)}</div>
<blockquote>{passage(one, claim)}</blockquote>
<dl>{details}</dl>
<div class="boxes">{boxes}</div>
<label class="kind">comment <textarea></textarea></label>
<footer>{escape(article.publisher or article.host or "")} {escape(article.date or "")}</footer>
</section>"""


def _details(one: GoldArticle, claim: GoldClaim) -> Iterator[tuple[str, str]]:
    text = one.article.text
    yield "chain", " ← ".join(["the article", *map(_link, claim.chain)])
    yield "certainty", " or ".join(claim.certainties)
    yield "polarity", " or ".join(claim.polarities)
    for spans in claim.also:
        yield "as right", _words(spans, text)
    for spans in claim.places[1:]:
        yield "also worded at", f"character {spans[0].start}: {_words(spans, text)}"


def _link(link: GoldLink) -> str:
    name = " or ".join(link.names) or "somebody (no words for who)"
    media = " or ".join(medium or "none" for medium in link.media)
    unnamed = ", unnamed" if link.unnamed and link.names else ""
    return f"{name}{unnamed} ({link.act}{f'; medium: {media}' if link.media != (None,) else ''})"


def _words(spans: Spans, text: str) -> str:
    return " … ".join(span.of(text) for span in spans)


def passage(one: GoldArticle, claim: GoldClaim) -> str:
    """Return the paragraphs that hold the claim, and the one before, as HTML with all of it marked."""
    text = one.article.text
    marked = list(_marks(claim))
    first, last = min(span.start for span, _, _ in marked), max(span.end for span, _, _ in marked)
    start = text.rfind("\n\n", 0, max(text.rfind("\n\n", 0, first), 0)) + 1
    end = text.find("\n\n", last)
    end = len(text) if end < 0 else end
    edges = sorted({start, end, *(edge for span, _, _ in marked for edge in (span.start, span.end))})
    return "".join(_piece(text, Span(*edge), marked) for edge in pairwise(edges)).strip()


def _piece(text: str, piece: Span, marked: Sequence[tuple[Span, str, str]]) -> str:
    """Return the HTML of a stretch within which the same marks hold."""
    words = escape(piece.of(text))
    holding = [(span, kind, label) for span, kind, label in marked if span.start <= piece.start < span.end]
    if not holding:
        return words
    labels = ", ".join(label for span, _, label in holding if span.end == piece.end and label)
    kinds = " ".join(dict.fromkeys(kind for _, kind, _ in holding))
    return f'<mark class="{kinds}">{words}{f"<sub>&nbsp;{labels}</sub>" if labels else ""}</mark>'


def _marks(claim: GoldClaim) -> Iterator[tuple[Span, str, str]]:
    """Yield what is marked: its place, its class, and its label."""
    for span in claim.places[0]:
        yield span, "content", ""
    for number, link in enumerate(claim.chain, start=1):
        for kind, spans in (("source", link.source), ("cue", link.cue), ("medium", link.medium)):
            for span in spans:
                yield span, kind, f"{kind} {number}"
    for of, spans in claim.markers:
        for span in spans:
            yield span, "hedge", of
