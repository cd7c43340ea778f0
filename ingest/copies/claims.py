"""Which claims the articles of a group have in common: worded alike, by the same speakers, equally sure.

Claims that differ in any of that stay apart, since an editor who changed it changed what is said. Whose voice
the article is (its publisher) does not count: that is what copies differ in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import NamedNode

from ingest.store import Store
from ingest.store.selecting import select
from ingest.text import normalise_wording

Key = tuple[str, ...]

_CLAIMS = """
SELECT ?article ?claim ?digest ?innermost ?link ?next ?name ?act ?certainty ?polarity WHERE {
  GRAPH ?graph {
    ?claim schema:appearance ?article ; hs:wordingDigest ?digest ; hs:attribution ?innermost .
    ?innermost hs:next* ?link .
    ?link hs:speaker/schema:name ?name ; hs:act ?act ; hs:certainty ?certainty ; hs:polarity ?polarity .
    OPTIONAL { ?link hs:next ?next }
  } }
"""


def repeated(
    store: Store, group: Iterable[NamedNode], aside: frozenset[NamedNode]
) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Give each claim of a group's articles that an earlier one of them makes as well, with that one's.

    Args:
        store: holds the articles.
        group: articles, in order.
        aside: claims that do not count.
    """
    first: dict[tuple[Key, int], NamedNode] = {}
    for article in group:
        seen = Counter[Key]()  # an article may say the same twice
        for claim, key in sorted(_keys(store, article).items(), key=lambda item: item[0].value):
            if claim in aside:
                continue
            seen[key] += 1
            standing = first.setdefault((key, seen[key]), claim)
            if standing != claim:
                yield claim, standing


def _keys(store: Store, article: NamedNode) -> dict[NamedNode, Key]:
    """Return what each claim of an article is compared by."""
    chains: dict[NamedNode, dict[NamedNode, Any]] = {}
    starts = {}
    for row in select(store, _CLAIMS, article=article):
        chains.setdefault(row["claim"], {})[row["link"]] = row
        starts[row["claim"]] = row["innermost"], row["digest"].value
    return {
        claim: (digest, *_chain(chains[claim], innermost)) for claim, (innermost, digest) in starts.items()
    }


def _chain(links: dict[NamedNode, Any], innermost: NamedNode) -> Iterator[str]:
    place: NamedNode | None = innermost
    while place is not None:
        row = links[place]
        place = row["next"]
        yield "" if place is None else normalise_wording(row["name"].value)  # "": the article's own voice
        yield from (row[what].value for what in ("act", "certainty", "polarity"))
