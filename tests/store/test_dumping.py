"""A database comes as N-Quads in chunks of whole lines, and other threads run meanwhile."""

import threading
import time

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from ingest.store.dumping import dumped


@pytest.fixture(scope="module")
def database():
    made = pyoxigraph.Store()
    node = NamedNode("https://example.org/a")
    made.extend(
        Quad(node, node, Literal(f"line {number}\n…" + "x" * (number % 90)), graph)
        for number in range(60_000)
        for graph in (node, DefaultGraph())
    )
    return made


@pytest.mark.parametrize("size", [10, 1000, 1_000_000, 100_000_000])
def test_chunks_are_whole_lines_and_together_all(size):
    small = pyoxigraph.Store()
    node = NamedNode("https://example.org/a")
    small.extend(Quad(node, node, Literal(str(number)), node) for number in range(100))
    chunks = list(dumped(small, size))
    assert all(not chunk or chunk.endswith(b"\n") for chunk in chunks)
    again = pyoxigraph.Store()
    again.load(b"".join(chunks), RdfFormat.N_QUADS)
    assert set(again) == set(small)


def test_a_copy_is_equal_and_lets_other_threads_run(database):
    ticks, done = [], threading.Event()

    def tick():
        while not done.wait(0.002):
            ticks.append(time.monotonic())

    ticking = threading.Thread(target=tick)
    copy = pyoxigraph.Store()
    ticking.start()
    for chunk in dumped(database, 1_000_000):
        copy.bulk_load(chunk, RdfFormat.N_QUADS, lenient=True)
    done.set()
    ticking.join()
    assert len(copy) == len(database)
    assert all(quad in copy for quad in database)
    assert len(ticks) > 5


def test_whoever_reads_no_further_leaves_no_thread_behind(database):
    chunks = dumped(database, 1000)
    next(chunks)
    chunks.close()
    assert not any(thread.name == "dumping" for thread in threading.enumerate())
