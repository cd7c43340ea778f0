"""Invented articles as quads, and a program that loads them until it is killed.

Run as `python store_child.py STORE SIZE [compact]`: it replaces articles 0, 1, 2 … over and over, and prints
`article version` as soon as the store has acknowledged that version. With `compact` it also rebuilds the
store after each round.
"""

import sys
from itertools import count

from pyoxigraph import Literal, NamedNode, Quad

from ingest.store import open_store

RUNS = NamedNode("https://example.org/graph/runs")
ARTICLES = 5


def graph_of(article: int, name: str) -> NamedNode:
    """The graph `graph` or `links` of an article."""
    return NamedNode(f"https://example.org/article/{article}/{name}")


def content(article: int, version: int, size: int = 20) -> dict[NamedNode, list[Quad]]:
    """Both graphs of a version of an article, `size` quads each; a quarter is the same in all versions."""
    return {
        graph: [
            Quad(
                NamedNode(f"https://example.org/article/{article}/claim/{i // 4}"),
                NamedNode(f"https://example.org/p{i % 4}"),
                Literal(f"words {i}" if i % 4 == 0 else f"words {i} of version {version}"),
                graph,
            )
            for i in range(size)
        ]
        for graph in (graph_of(article, "graph"), graph_of(article, "links"))
    }


def run_quad(version: int) -> Quad:
    """What a run leaves in the graph that articles share."""
    return Quad(
        NamedNode(f"https://example.org/run/{version}"),
        NamedNode("https://example.org/p"),
        Literal("run"),
        RUNS,
    )


def main(folder: str, size: int, compact: bool) -> None:
    """Load for ever."""
    with open_store(folder, mode="write", create=True) as store:
        for version in count():
            for article in range(ARTICLES):
                store.replace(content(article, version, size), [run_quad(version)])
                print(article, version, flush=True)
            if compact:
                store.compact()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), compact="compact" in sys.argv)
