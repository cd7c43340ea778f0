"""The checking sheet as a page to fill in: one file, which fetches nothing and runs its own script alone."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from ingest.audit.claims import Item, Mark
from ingest.audit.questions import IS_CLAIM, LINK, QUESTIONS, Question
from ingest.audit.sheet import COLUMNS, rows
from ingest.model import Span
from ingest.text import printable

_STYLE = """
:root { color-scheme: light dark;
  --ink: #1c1c1c; --soft: #5d5d5d; --paper: #fdfdfc; --line: #d9d7d2; --claim: #fff0b3; --link: #1f5f8f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e3; --soft: #a3a09b; --paper: #161718; --line: #3a3c3f; --claim: #54480f;
    --link: #6fb1de } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem } h2 { font-size: 1.05rem; margin: 0 }
a { color: var(--link) } .soft, dt, legend { color: var(--soft); font-size: .9rem }
header { position: sticky; top: 0; background: var(--paper); border-bottom: 1px solid var(--line);
  padding: .5rem 0; display: flex; gap: 1rem; align-items: baseline; justify-content: space-between }
button { font: inherit; color: var(--paper); background: var(--link); border: 0; border-radius: 4px;
  padding: .3rem .9rem; cursor: pointer }
section { border-top: 1px solid var(--line); padding: 1rem 0; margin-top: 1.5rem; break-inside: avoid }
blockquote { font-family: Georgia, serif; margin: .5rem 0; padding-left: 1rem;
  border-left: 3px solid var(--line); white-space: pre-line; overflow-wrap: anywhere }
mark { color: inherit; background: none }
.wording { background: var(--claim); border-bottom: 2px solid currentColor }
.speaker { font-weight: bold } .cue { outline: 1px solid currentColor; border-radius: 2px }
dl { display: grid; grid-template-columns: 7rem 1fr; gap: .1rem 1rem; margin: .5rem 0 }
dd { margin: 0; overflow-wrap: anywhere }
.boxes { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem }
fieldset { border: 1px solid var(--line); border-radius: 4px; margin: 0; padding: .2rem .6rem .4rem }
label { margin-right: .8rem } input[type=text] { width: 100%; box-sizing: border-box; font: inherit;
  color: inherit; background: none; border: 1px solid var(--line); border-radius: 4px; padding: .2rem .4rem }
"""


def page(items: Sequence[Item], seed: int, name: str) -> bytes:
    """Write the page.

    Args:
        items: the claims, in the order of the sheet.
        seed: of the sample.
        name: of the sheet, without suffix.
    """
    script = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    asked = "".join(
        f"<li><b>{escape(question.name)}</b>: {escape(question.text)}</li>" for question in QUESTIONS
    )
    cards = "\n".join(_card(number, item) for number, item in enumerate(items))
    written = list(rows(items, seed))[1:]
    # A text that closes the element would end it: no `<` stands in it.
    data = json.dumps({"name": name, "columns": COLUMNS, "rows": written}, ensure_ascii=False)
    data = data.replace("<", "\\u003c")
    return f"""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<title>Check of {len(items)} claims</title>
<style>{_STYLE}</style>
<h1>Check of {len(items)} claims</h1>
<p>Read each passage and judge from the article's words alone, not from what is true; where the passage does
not tell, open the article. Leave open what you cannot tell. If it is no claim, the other questions need no
answer. The claims stand in random order: whoever checks only the first ones has checked a random sample as
well.</p>
<ul>{asked}</ul>
<p>Marked are the <mark class="wording">words of the claim</mark>, its <mark class="speaker">speaker</mark>
and the <mark class="cue">cue</mark>. Your answers stay in this browser until you save them as
<b>{escape(name)}.csv</b>; then run <code>hearsay audit score {escape(name)}.csv</code>. The table that was
written beside this page has the same columns and can be filled in instead.</p>
<form autocomplete="off">
<header><span id="count" class="soft">{len(items)} claims</span>
<button type="button" id="save">Save answers as CSV</button></header>
{cards}
</form>
<script type="application/json" id="sheet">{data}</script>
<script>{script}</script>
</html>
""".encode()


def _card(number: int, item: Item) -> str:
    details = "".join(f"<dt>{escape(name)}</dt><dd>{_shown(text)}</dd>" for name, text in _details(item))
    boxes = "".join(_boxes(number, question) for question in QUESTIONS if question is not LINK or item.entity)
    about = ", ".join(filter(None, (item.outlet, item.date[:10])))
    return f"""<section>
<h2>{number + 1}. {_address(item.url, item.title or item.url or "an article")}</h2>
<div class="soft">{_shown(about)}</div>
<blockquote>{_passage(item)}</blockquote>
<dl>{details}</dl>
<div class="boxes">{boxes}</div>
<label class="soft">note <input type="text" name="{number}-note"></label>
</section>"""


def _details(item: Item) -> Iterator[tuple[str, str]]:
    yield "chain", item.chain
    yield "act", item.act
    yield "certainty", item.certainty
    yield "polarity", item.polarity
    if item.entity:
        yield "linked to", f"{item.label} ({item.entity})" if item.label else item.entity
    yield "wording", item.kind
    yield "confidence", item.confidence


def _boxes(number: int, question: Question) -> str:
    name = f"{number}-{question.column}"
    title = escape(question.text)
    legend = escape("is it a claim" if question is IS_CLAIM else f"{question.name} right")
    return (
        f'<fieldset title="{title}"><legend>{legend}?</legend>'
        f'<label><input type="radio" name="{name}" value="yes"> yes</label>'
        f'<label><input type="radio" name="{name}" value="no"> no</label>'
        f'<label><input type="radio" name="{name}" value="" checked> open</label></fieldset>'
    )


def _address(url: str, title: str) -> str:
    if url.startswith(("https://", "http://")):
        return f'<a href="{escape(url)}" rel="noreferrer">{_shown(title)}</a>'
    return _shown(title)


def _passage(item: Item) -> str:
    """Return the passage as HTML, with everything marked that is."""
    if not item.passage:
        return _shown(item.wording) or "<i>The store does not hold the words: open the article.</i>"
    whole = len(item.passage)
    edges = sorted({0, whole, *(edge for mark in item.marks for edge in (mark.span.start, mark.span.end))})
    return "".join(_piece(item.passage, Span(*edge), item.marks) for edge in pairwise(edges)).strip()


def _piece(text: str, piece: Span, marks: Sequence[Mark]) -> str:
    words = _shown(piece.of(text))
    kinds = sorted({mark.kind for mark in marks if mark.span.start <= piece.start < mark.span.end})
    return f'<mark class="{" ".join(kinds)}">{words}</mark>' if kinds else words


def _shown(text: str) -> str:
    """Escape markup, and show what would steer the direction of writing."""
    return "\n".join(escape(printable(line)) for line in text.split("\n"))
