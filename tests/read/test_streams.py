"""Bytes to text: encodings, byte-order marks, gzip that is broken or hostile."""

import codecs
import gzip
import io
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Problem
from ingest.model import Article
from ingest.read import Limits, read
from ingest.read.fault import Fault
from ingest.read.streams import CHUNK, lines, open_plain

HEADER = " date 2024-05-06 https://news.example.org/a\n\n"
ENGLISH = (
    "Minister says “no comment” – café owners dismayed\n\nThe minister’s office said the naïve plan costs €5."
)
SPANISH = (
    "El ministro dijo que la situación será difícil según los españoles\n\nLa decisión se tomará mañana."
)
RUSSIAN = "Министр заявил, что войска не будут направлены\n\nПредставитель министерства сообщил о плане."
GREEK = "Ο υπουργός δήλωσε ότι το σχέδιο θα επανεξεταστεί\n\nΗ κυβέρνηση δεν έχει αποφασίσει τίποτα ακόμη."
JAPANESE = "大臣は金曜日に記者団に対し、計画を見直すと述べた\n\n政府はまだ何も決めていないと説明した。"


def noise_source(seed):
    return random.Random(seed)  # noqa: S311 - repeatable, and no secret


def read_bytes(data, **limits):
    return list(read(["-"], stdin=io.BytesIO(data), limits=Limits(**limits)))


def json_line(number):
    return b'{"title": "Headline %d", "text": "The text."}\n' % number


def titles(items):
    return [item.title for item in items if isinstance(item, Article)]


def codes(items):
    return [item.code for item in items if isinstance(item, Problem)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (SPANISH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (GREEK, "cp1253"),
        (JAPANESE, "cp932"),
    ],
)
def test_a_legacy_encoding_is_found_and_named_in_a_warning(text, encoding):
    warning, article = read_bytes((HEADER + text).encode(encoding))
    assert (warning.code, warning.fatal) == ("encoding-guessed", False)
    assert f"read as {encoding}" in warning.message
    assert "(line 3)" in warning.message
    assert article.text == text


def test_the_encoding_is_judged_on_the_lines_that_show_it():
    plain = "A sentence without any letter outside ASCII.\n" * 5_000
    _, article = read_bytes((HEADER + "Headline\n\n" + plain + "\n" + SPANISH).encode("cp1252"))
    assert article.body.endswith(SPANISH)


def test_bytes_in_no_encoding_are_set_aside_naming_the_place():
    noise = bytes(noise_source(1).choices(range(128, 256), k=400))
    (problem,) = read_bytes(HEADER.encode() + b"Headline\n\n" + noise)
    assert (problem.code, problem.fatal) == ("not-utf-8", True)
    assert "(line 5)" in problem.message


def test_damaged_utf_8_is_set_aside_and_not_read_as_something_else():
    damaged = (HEADER + RUSSIAN).encode()[:-2] + b"\xff."
    (problem,) = read_bytes(damaged)
    assert problem.code == "not-utf-8"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_byte_order_mark_tells_the_encoding_and_is_dropped(mark, encoding, pack):
    (article,) = read_bytes(pack(mark + (HEADER + RUSSIAN + " 😀").encode(encoding)))
    assert article.text == RUSSIAN + " 😀"
    (article,) = read_bytes(pack(mark + '{"title": "Ж", "text": "😀"}\n'.encode(encoding)))
    assert article.text == "Ж\n\n😀"


def test_utf_16_that_breaks_off_is_set_aside():
    assert codes(read_bytes(codecs.BOM_UTF16_LE + (HEADER + RUSSIAN).encode("utf-16-le")[:-1])) == [
        "not-utf-8"
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj",
        b"PK\x03\x04\x14\x00",
        b"{\\rtf1 Headline}",
        bytes(range(256)) * 4,
        "A headline\n\nAnd a text.".encode("utf-16-le"),
        gzip.compress(gzip.compress(b"A headline\n\nAnd a text.", mtime=0), mtime=0),
    ],
)
def test_binary_data_is_set_aside(data):
    (problem,) = read_bytes(data)
    assert (problem.code, problem.fatal) == ("binary", True)


@given(st.binary(), st.integers(1, 5))
def test_gzip_of_any_number_of_members_unpacks_to_what_was_packed(data, members):
    packed = b"".join(gzip.compress(data) for _ in range(members)) + b"\0" * 512
    _, stream = open_plain(io.BytesIO(packed), Limits(), lambda _: None)
    plain, stripped = stream.read(), data * members
    for mark in (codecs.BOM_UTF8, b"\xff\xfe", b"\xfe\xff"):
        if stripped.startswith(mark):
            return  # a byte-order mark: another test's matter
    assert plain == stripped


@pytest.mark.parametrize("cut", [1, 8, 9, 2_000, 30_000])
def test_of_a_truncated_gzip_the_records_before_the_break_are_given(cut):
    noise = noise_source(2)
    packed = gzip.compress(b"".join(json_line(noise.getrandbits(64)) for _ in range(5_000)))
    *items, problem = read_bytes(packed[:-cut])
    assert codes([problem]) == ["truncated-gzip"]
    assert codes(items) == []
    assert len(items) > 1_000
    assert "breaks off after" in problem.message


def test_of_a_truncated_gzip_of_one_article_nothing_is_taken():
    packed = gzip.compress((HEADER + "Headline\n\n" + "A sentence. " * 5_000).encode())
    assert codes(read_bytes(packed[:-20])) == ["truncated-gzip"]
    assert titles(read_bytes(packed[:-20])) == []


def test_a_gzip_cut_off_in_its_header_is_a_problem():
    assert codes(read_bytes(gzip.compress(b"Headline")[:7])) == ["truncated-gzip"]


def test_of_a_damaged_gzip_the_records_before_the_damage_are_given():
    noise = noise_source(3)
    packed = bytearray(gzip.compress(b"".join(json_line(noise.getrandbits(64)) for _ in range(5_000))))
    packed[-4_000:-3_900] = b"\xff" * 100
    items = read_bytes(bytes(packed))
    assert len(titles(items)) > 1_000
    assert codes(items[-1:]) == ["damaged-gzip"]


def test_what_follows_a_gzip_and_is_none_is_a_problem_after_its_records():
    items = read_bytes(gzip.compress(json_line(1)) + b"and more")
    assert titles(items) == ["Headline 1"]
    assert codes(items) == ["damaged-gzip"]


def _bomb(member, times):
    """A gzip of `times` members, made as it is read."""
    for _ in range(times):
        yield member


class _Stream(io.RawIOBase):
    def __init__(self, chunks):
        self.chunks = chunks
        self.taken = 0

    def readable(self):
        return True

    def read(self, _size=-1):
        chunk = next(self.chunks, b"")
        self.taken += len(chunk)
        return chunk


def test_a_gzip_bomb_is_stopped_by_its_ratio():
    zeros = zlib.compressobj(9, wbits=31)
    member = zeros.compress(b" " * 2**24) + zeros.flush()
    stream = _Stream(_bomb(member, 1_000))  # 16 GiB
    (problem,) = list(read(["-"], stdin=stream, limits=Limits(max_article_chars=10**9)))
    assert (problem.code, problem.fatal) == ("gzip-bomb", True)
    assert stream.taken < 20 * len(member)


def test_a_gzip_beyond_the_size_limit_is_stopped_after_the_records_before_it():
    packed = gzip.compress(b"".join(map(json_line, range(10_000))))
    items = read_bytes(packed, max_decompressed_bytes=3 * CHUNK)
    assert 100 < len(titles(items)) < 10_000
    assert codes(items) == ["gzip-bomb"]
    assert "gunzip" in items[-1].cure


def test_ordinary_repetitive_text_is_no_bomb():
    line = b'{"title": "Headline", "text": "%s"}\n' % (
        b"All work and no play makes Jack a dull boy. " * 1_000
    )
    packed = gzip.compress(line * 1_600)  # 70 MB
    assert codes(read_bytes(packed, max_compression_ratio=400)) == []


@given(st.lists(st.binary().map(lambda line: line.replace(b"\n", b" "))), st.integers(1, 9))
def test_lines_come_whole_or_not_at_all(content, limit):
    data = b"".join(line + b"\n" for line in content)
    expected = [line.rstrip(b"\r") if len(line) <= limit else None for line in content]
    assert list(lines(io.BytesIO(data), limit)) == expected


def test_progress_adds_up_to_the_stored_bytes():
    data = gzip.compress(noise_source(4).randbytes(300_000))
    seen = []
    _, stream = open_plain(io.BytesIO(data), Limits(), seen.append)
    stream.read()
    assert sum(seen) == len(data)


def test_a_fault_in_the_first_bytes_is_raised_on_reading_and_not_lost():
    _, stream = open_plain(io.BytesIO(gzip.compress(b"abc" * 100)[:-4]), Limits(), lambda _: None)
    assert stream.read(300) == b"abc" * 100
    with pytest.raises(Fault):
        stream.read(1)
