"""A package for people: one page with plots and the main tables, which asks no network and runs no script."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest import query
from ingest.dataset import Dataset
from ingest.export import Counts
from ingest.export.statements import articles, set_aside
from ingest.package import layout
from ingest.rdf.vocabulary import HS, SCHEMA
from ingest.store import Store

_TABLES = ("outlets", "most-quoted", "chains", "unlinked-actors")
"""Questions whose answers stand on the page."""

_DAY = re.compile(r"\A([0-9]{4}-[0-9]{2}-[0-9]{2})T00:00:00Z\Z", re.ASCII)
_ROWS = 15
_BARS = 10
_BAR, _GAP, _LABEL, _WIDTH = 18, 6, 210, 660

_NOTE = (
    '<p class="note">A claim is what an article puts into somebody\'s mouth, or says itself: not what is '
    "true. Claims were found by a program, which errs; every one points to its words.</p>"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

_STYLE = """
:root { color-scheme: light dark;
  --ink: #1c1c1c; --soft: #5d5d5d; --paper: #fdfdfc; --line: #d9d7d2; --bar: #2f6f9f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e3; --soft: #a3a09b; --paper: #161718; --line: #3a3c3f; --bar: #6fb1de } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin-bottom: 0 } h2 { font-size: 1.2rem; margin-top: 2rem }
p.by, caption, .note { color: var(--soft) }
a { color: var(--bar) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem }
dd { margin: 0; overflow-wrap: anywhere }
figure { margin: 1rem 0 } figcaption { color: var(--soft); margin-bottom: .3rem }
svg { max-width: 100%; height: auto } svg text { font: 13px system-ui, sans-serif; fill: var(--ink) }
svg rect { fill: var(--bar) }
.wide { overflow-x: auto } table { border-collapse: collapse; font-size: .9rem; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0;
  border-bottom: 1px solid var(--line) }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
"""


@dataclass
class Shares:
    """How the claims of a store are divided."""

    outlets: Counter[str] = field(default_factory=Counter)
    certainties: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    hands: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)


def shares(store: Store) -> Shares:
    """Count the claims that people did not set aside, one article at a time in memory."""
    found = Shares()
    aside = set_aside(store)
    for article in articles(store):
        said = article.extracted
        month = said.one(article.article, SCHEMA.datePublished)[:7]
        for claim in said.subjects(SCHEMA.appearance, article.article):
            chain = said.chain(claim)
            if claim in aside or not chain:
                continue
            found.outlets[article.outlet] += 1
            found.certainties[said.word(chain[-1], HS.certainty)] += 1
            found.kinds[said.word(claim, HS.kind)] += 1
            found.hands[_hands(len(chain) - 1)] += 1
            found.months[month or "undated"] += 1
    return found


def page(store: Store, counts: Counts, dataset: Dataset, software: str, digest: str) -> bytes:
    """Write the page.

    Args:
        store: the package's graph.
        counts: of it.
        dataset: what its owner says.
        software: as a Run names it.
        digest: hex SHA-256 of the graph.
    """
    found = shares(store)
    body = [
        f"<h1>{_text(dataset.title)}</h1>",
        f'<p class="by">{_text(", ".join(dataset.creators))} · {_text(dataset.published)}</p>',
        f"<p>{_text(dataset.description)}</p>",
        _facts(found.kinds.total(), counts, dataset, software, digest),
        _NOTE,
        "<h2>The claims</h2>",
        _bars("By outlet", found.outlets.most_common(_BARS)),
        _bars("By month of the article", sorted(found.months.items())[-24:]),
        _bars("How certain their speakers are", found.certainties.most_common()),
        _bars("Quoted, reported, or the article's own", found.kinds.most_common()),
        _bars("Through how many hands they came", sorted(found.hands.items())),
        *_answers(store),
        "<h2>The files</h2>",
        _files(),
    ]
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{_text(dataset.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return (head + "\n".join(filter(None, body)) + "\n</body>\n</html>\n").encode()


def _hands(number: int) -> str:
    return "0 hands: own voice" if number == 0 else f"{number} hand{'s' if number > 1 else ''}"


def _facts(claims: int, counts: Counts, dataset: Dataset, software: str, digest: str) -> str:
    rows = [
        ("Articles", f"{counts.articles:,}"),
        ("Claims", f"{claims:,}"),
        ("Statements", f"{counts.quads:,}"),
        ("Articles from", f"{counts.first[:10]} to {counts.last[:10]}" if counts.first else ""),
        ("Mean confidence", f"{float(counts.confidence) / counts.claims:.2f}" if counts.claims else ""),
        (
            "Actors without a Wikidata entity",
            f"{counts.unlinked / counts.decided:.0%}" if counts.decided else "",
        ),
        ("Made by", software),
        ("Licence", dataset.licence),
        ("SHA-256 of the graph", digest),
    ]
    items = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in rows if value)
    return f"<dl>{items}</dl>"


def _bars(title: str, values: Sequence[tuple[str, int]]) -> str:
    """Draw horizontal bars, each with its number."""
    if not values:
        return ""
    most = max(count for _, count in values)
    room = _WIDTH - _LABEL - 60
    height = len(values) * (_BAR + _GAP)
    parts = []
    for number, (name, count) in enumerate(values):
        top, length = number * (_BAR + _GAP), round(count / most * room, 1)
        middle = top + _BAR - 5
        shown = name if len(name) <= 28 else f"{name[:27]}…"
        parts.append(
            f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end">{_text(shown)}</text>'
            f'<rect x="{_LABEL}" y="{top}" width="{length}" height="{_BAR}" rx="2"/>'
            f'<text x="{_LABEL + length + 6}" y="{middle}">{count:,}</text>'
        )
    described = ", ".join(f"{name}: {count}" for name, count in values)
    return (
        f"<figure><figcaption>{_text(title)}</figcaption>"
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img" '
        f'aria-label="{_text(described)}">{"".join(parts)}</svg></figure>'
    )


def _answers(store: Store) -> Iterator[str]:
    """Give the first rows of what some questions answer, without columns of nothing but addresses."""
    for name in _TABLES:
        question = query.find(name)
        head, *rows = query.cells(query.run(store, question))
        rows = [[_DAY.sub(r"\1", value) for value in row] for row in rows]
        if not rows:
            continue
        kept = [at for at in range(len(head)) if not all(row[at].startswith("http") for row in rows)]
        yield f"<h2>{_text(question.question)}</h2>"
        yield _table([head[at] for at in kept], [[row[at] for at in kept] for row in rows[:_ROWS]])
        more = f"The first {_ROWS} of {len(rows):,}. " if len(rows) > _ROWS else ""
        yield f'<p class="note">{more}All: <a href="{layout.ANSWERS}/{name}.csv">{name}.csv</a></p>'


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    found = [list(row) for row in rows]
    numeric = [all(row[at].replace(".", "", 1).isdigit() for row in found) for at in range(len(columns))]

    def cells(tag: str, row: Sequence[str]) -> str:
        return "".join(
            f'<{tag} class="number">{_text(value)}</{tag}>' if right else f"<{tag}>{_text(value)}</{tag}>"
            for value, right in zip(row, numeric, strict=True)
        )

    head = f"<tr>{cells('th', columns)}</tr>"
    body = "".join(f"<tr>{cells('td', row)}</tr>\n" for row in found)
    return f'<div class="wide"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>'


def _files() -> str:
    named = (
        (layout.README, "how to verify this package, and how to run it again"),
        (layout.GRAPH, "the graph"),
        (layout.ARTICLES, "the articles that were read"),
        (layout.REPORT, "the verdict of the shapes"),
        (layout.JUDGEMENTS, "what people judged"),
        (layout.MODEL_CARD, "the card of the model"),
        (layout.CITATION, "how to cite it"),
        (layout.LICENCE, "the terms"),
    )
    items = "".join(f'<li><a href="{path}">{path}</a>: {what}</li>' for path, what in named)
    return f"<ul>{items}</ul>"


def _text(value: str) -> str:
    return html.escape(value, quote=True)
