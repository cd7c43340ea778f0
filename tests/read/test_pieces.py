"""A large file of JSON Lines, read in pieces, gives what it gives as a whole: items, numbers, problems."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.read import Code, Limits, read
from ingest.read.pieces import Piece, pieces, read_piece

LIMITS = Limits(max_article_chars=300)


def record(number: int, **more: object) -> str:
    return json.dumps(
        {"url": f"https://example.org/{number}", "title": f"T{number}", "text": "Words.", **more}
    )


def in_pieces(path: Path, size: int) -> list[object]:
    found = pieces(str(path), size, LIMITS)
    assert found[0].start == 0
    assert found[-1].stop is None
    if found == [Piece(str(path))]:
        return list(read([str(path)], limits=LIMITS))
    return [item for piece in found for item in read_piece(piece, LIMITS)]


lines = st.lists(
    st.sampled_from(
        [
            record(1),
            record(2, text="ä" * 200),
            record(3, text="x" * 400),
            "",
            "  ",
            "no JSON",
            "[1]",
            '{"a":',
        ],
    ),
    max_size=8,
)


@settings(deadline=None)
@given(lines, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.integers(1, 900))
def test_any_file_in_pieces_of_any_size(tmp_path_factory, lines, end, ended, size):
    path = tmp_path_factory.mktemp("pieces") / "a.jsonl"
    text = end.join([record(0), *lines]) + (end if ended else "")
    path.write_bytes(text.encode())
    assert in_pieces(path, size) == list(read([str(path)], limits=LIMITS))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("packed", [False, True])
def test_whatever_the_file_is_stored_as(tmp_path, encoding, packed):
    content = "".join(f"{record(number)}\n" for number in range(20)).encode(encoding)
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(content) if packed else content)
    assert len(pieces(str(path), 300, LIMITS)) > 3
    assert in_pieces(path, 300) == list(read([str(path)], limits=LIMITS))


def test_a_gzip_that_breaks_off_is_told_once(tmp_path):
    content = gzip.compress("".join(f"{record(number)}\n" for number in range(5000)).encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(content[: len(content) // 2])
    found = in_pieces(path, 20_000)
    assert found == list(read([str(path)], limits=LIMITS))
    assert found[-1].code == Code.TRUNCATED_GZIP


@pytest.mark.parametrize("content", ['{\n"title": "T"}', "[\n{}]", "", "words"])
def test_what_is_no_json_lines_stays_whole(tmp_path, content):
    path = tmp_path / "a.jsonl"
    path.write_text(content)
    assert pieces(str(path), 1, LIMITS) == [Piece(str(path))]
    assert pieces(str(tmp_path / "a.txt"), 1, LIMITS) == [Piece(str(tmp_path / "a.txt"))]


def test_a_file_that_is_gone_is_told(tmp_path):
    (problem,) = read_piece(Piece(str(tmp_path / "gone.jsonl"), 5, 10), LIMITS)
    assert problem.code == Code.MISSING
