"""What people see of an entity: a small HTML page and its fragment, with nothing in them but escaped text."""

from __future__ import annotations

from html import escape

from ingest.link import Entity, Snapshot
from ingest.reconciliation import classes, properties
from ingest.reconciliation.requests import Wish
from ingest.text import printable

WIDTH, HEIGHT = 420, 190
"""Of a preview, in pixels."""

#: Nothing may be loaded, run or sent: the page is text and its own style.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

SHOWN = 3
"""Values of one property that a preview has room for."""

_STYLE = (
    "body{margin:8px;font:13px/1.4 sans-serif;color:#202122;background:#fff;overflow-wrap:anywhere}"
    "h1{margin:0;font-size:15px}p{margin:2px 0}dl{margin:6px 0 0;display:grid;grid-template-columns:auto 1fr;"
    "gap:0 8px}dt{color:#54595d}dd{margin:0}"
)


def preview(entity: Entity, snapshot: Snapshot) -> str:
    """Return the page that a preview shows in its frame."""
    return _page(f"{_heading(entity)}{_description(entity)}<dl>{_facts(entity, snapshot)}</dl>", entity.label)


def missing(qid: str) -> str:
    """Return the page for an identifier that the snapshot does not hold."""
    return _page(f"<p>This knowledge snapshot does not hold {_text(qid[:40])}.</p>", "not known")


def flyout(entity: Entity, snapshot: Snapshot) -> str:
    """Return the fragment that is shown beside a suggestion of an entity."""
    what = ", ".join(each["name"] for each in classes.types_of(entity, snapshot)[:SHOWN])
    return f"{_heading(entity)}{_description(entity)}<p>{_text(what)}</p>"


def flyout_of_term(name: str, identifier: str, description: str) -> str:
    """Return the fragment that is shown beside a suggestion of a type or a property."""
    return f"<h1>{_text(name)} <small>{_text(identifier)}</small></h1><p>{_text(description)}</p>"


def _page(body: str, title: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(printable(title))}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _heading(entity: Entity) -> str:
    address = f"https://www.wikidata.org/wiki/{entity.qid}"
    link = f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{_text(entity.qid)}</a>'
    return f"<h1>{_text(entity.label)} <small>{link}</small></h1>"


def _description(entity: Entity) -> str:
    return f"<p>{_text(entity.description)}</p>" if entity.description else ""


def _facts(entity: Entity, snapshot: Snapshot) -> str:
    facts = []
    for each in properties.of_kinds(frozenset((entity.kind,))):
        found = properties.values(entity, Wish(each.pid, limit=SHOWN, dates=True), snapshot)
        told = [str(value.get("name") or next(iter(value.values()))) for value in found]
        if told:
            facts.append((each.name, "; ".join(told).replace("T00:00:00Z", "")))
    others = [name for name in entity.aliases if name.isascii()][:SHOWN]
    if others:
        facts.append(("also called", "; ".join(others)))
    return "".join(f"<dt>{_text(name)}</dt><dd>{_text(words)}</dd>" for name, words in facts)


def _text(words: str) -> str:
    """Return words as HTML: no markup, no control character, no direction of writing but their own."""
    return f"<bdi>{escape(printable(words))}</bdi>" if not words.isascii() else escape(printable(words))
