import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from ingest.store import nquads
from ingest.store.nquads import Digest, Sorter

LINES = st.lists(st.binary(max_size=8).map(lambda line: line.replace(b"\n", b"") + b" ."), max_size=60)
QUADS = st.sets(st.integers(0, 20)).map(
    lambda numbers: {
        Quad(NamedNode("http://s"), NamedNode("http://p"), Literal(str(n)), NamedNode("http://g"))
        for n in numbers
    }
)


@settings(deadline=None)
@given(LINES, st.integers(1, 50), st.integers(1, 40))
def test_lines_come_back_sorted_however_they_were_cut_and_spilled(lines, piece, chunk):
    data = b"".join(line + b"\n" for line in lines)
    sorter = Sorter(chunk)
    for start in range(0, len(data), piece):
        sorter.write(data[start : start + piece])
    assert list(sorter.lines()) == sorted(line + b"\n" for line in lines)


def test_many_runs_are_merged_without_many_open_files(monkeypatch):
    monkeypatch.setattr(nquads, "_RUNS", 3)
    sorter = Sorter(chunk=10)
    for n in range(500):
        sorter.write(b"%03d\n" % ((n * 7) % 500))
    assert len(sorter._runs) < 3
    assert list(sorter.lines()) == [b"%03d\n" % n for n in range(500)]


@given(QUADS, QUADS)
def test_a_digest_can_be_carried_forward(one, other):
    assert Digest.of(one | other) == Digest.of(one) + Digest.of(other - one)
    assert Digest.of(one - other) == Digest.of(one) - Digest.of(one & other)


@given(QUADS, QUADS)
def test_digests_are_equal_only_if_the_quads_are(one, other):
    assert (Digest.of(one) == Digest.of(other)) == (one == other)


@given(QUADS)
def test_a_digest_survives_as_words(quads):
    assert Digest.parse(str(Digest.of(quads))) == Digest.of(quads)


@pytest.mark.parametrize("words", ["", "1", "x:00", "1:zz"])
def test_damaged_words_are_no_digest(words):
    with pytest.raises(ValueError, match="literal"):
        Digest.parse(words)
