"""Tables: which column is what, and rows that are damaged, hostile or too large."""

import csv
import gzip
import io
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import Problem
from ingest.model import Article
from ingest.read import Columns, Limits, read

URL = "https://beacon.example.org/pier"
ROW = ["Pier unsafe", "The pier is unsafe, the mayor said.", URL, "2024-03-11"]
HEADER = ["title", "text", "url", "date"]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def as_csv(*rows, delimiter=",", header=HEADER):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return out.getvalue().encode()


def items(content, name="a.csv", **options):
    Path(name).write_bytes(content)
    return list(read([name], **options))


def codes(content, name="a.csv", **options):
    found = items(content, name, **options)
    return [
        (each.code, each.origin.record) if isinstance(each, Problem) else each.origin.record for each in found
    ]


def fields(article):
    return [article.title, article.body, article.url, article.date]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_row_is_an_article_whatever_separates_its_columns(delimiter):
    more = ["“Go,” she said; “now”|", "One\ttab.\n\nA second, “quoted” paragraph.", URL + "/2", ""]
    first, second = items(as_csv(ROW, more, delimiter=delimiter))
    assert fields(first) == ROW
    assert fields(second) == [*more[:3], None]
    assert (first.origin.record, second.origin.record) == (2, 3)


def test_common_names_are_known_in_any_case_and_order():
    (found,) = items(
        as_csv(
            [ROW[3], ROW[2], "x", ROW[1], ROW[0]],
            header=["Published At", "LINK", "id", "Content", "Headline"],
        )
    )
    assert fields(found) == ROW


def test_the_user_says_which_column_is_what():
    content = as_csv(["other", *ROW], header=["title", "kop", "tekst", "adres", "dag"])
    (found,) = items(content, columns=Columns.parse("title=kop, text=tekst,url=adres,date=dag"))
    assert fields(found) == ROW


@pytest.mark.parametrize(
    "spec", ["", "title", "title=", "colour=x", "title=a,title=b", "=", ",", "title=a,,"]
)
def test_a_mapping_that_is_none_is_refused(spec):
    with pytest.raises(ValueError, match=r"\.$"):
        Columns.parse(spec)


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        (b"a,b\n1,2\n", ""),
        (b"title;url\nx;y\n", ""),
        (as_csv(ROW), "title=headline"),
        (b"title,title,text\na,b,c\n", "title=title"),
        (b"just a line\n", ""),
    ],
)
def test_a_table_without_the_columns_is_set_aside_and_says_which_it_has(content, columns):
    (problem,) = items(content, columns=Columns.parse(columns) if columns else Columns())
    assert (problem.code, problem.fatal) == ("no-column", True)
    assert "--columns" in problem.cure


def test_a_bad_row_is_told_with_its_line_and_the_others_are_read():
    content = (
        as_csv(ROW)
        + b'only,two\n"x" y,z,,\n,,,\n\n'
        + as_csv(ROW, ["", "b", "", ""], ["t", "b", "nowhere", ""]).partition(b"\n")[2]
    )
    assert codes(content) == [2, ("bad-row", 3), ("bad-row", 4), 7, ("no-headline", 8), ("bad-url", 9)]


def test_a_row_over_several_lines_is_told_by_its_first():
    content = as_csv(["t", "one\n\ntwo", "", ""], ["t", "b", "", "never"])
    assert codes(content) == [2, ("bad-date", 5)]


def test_a_quotation_mark_that_is_not_closed_is_told():
    assert codes(as_csv(ROW) + b'"t,b,,\n' + b"t,b,,\n" * 50) == [2, ("bad-row", 3)]


def test_it_does_not_swallow_a_whole_file():
    limits = Limits(max_article_chars=1_000)
    filler = b"t,b,,\n" * 300_000
    found = codes(as_csv(ROW) + b'"t,b,,\n' + filler, limits=limits)
    assert found[0] == 2
    assert found[1][0] == "too-large"
    assert found[2] == found[1][1] + 1


def test_a_field_of_a_million_characters_is_read_and_one_of_three_set_aside():
    assert codes(as_csv(["t", "word " * 200_000, "", ""], ["t", "word " * 600_000, "", ""])) == [
        2,
        ("too-large", 3),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_an_encoding_that_can_be_told_is_read(encoding):
    content = (
        as_csv(["Größe", "Übergröße, sagte sie: zu groß für die Tür.", "", ""]).decode().encode(encoding)
    )
    *warnings, found = items(content)
    assert found.title == "Größe"
    assert [each.code for each in warnings] == (["encoding-guessed"] if encoding == "cp1252" else [])


def test_a_line_in_another_encoding_than_the_rest_is_told():
    content = (
        as_csv(*[["Größe", "Text.", "", ""]] * 1_100)
        + "Größe,Text.,,\n".encode("cp1252")
        + as_csv(ROW).partition(b"\n")[2]
    )
    assert codes(content)[-2:] == [("not-utf-8", 1_102), 1_103]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"title,text\n", b"title,text\n\n"])
def test_a_table_with_nothing_in_it_is_told(content):
    assert codes(content) == [("empty-file", None)]


def test_what_is_no_text_is_told():
    assert codes(b"\x89PNG\r\n\x1a\n" + bytes(200)) == [("binary", None)]


def test_it_is_known_without_a_name_and_packed():
    (found,) = read(["-"], stdin=io.BytesIO(as_csv(ROW, delimiter=";")))
    assert fields(found) == ROW
    (found,) = items(gzip.compress(as_csv(ROW)), "a.csv.gz")
    assert fields(found) == ROW


def test_a_table_is_read_where_it_is_named_or_matched_and_not_from_a_folder():
    Path("news").mkdir()
    Path("news/a.csv").write_bytes(as_csv(ROW))
    assert [each.code for each in read(["news"])] == ["nothing-found"]
    assert len(list(read(["news/*.csv"]))) == 1


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=4, max_size=4
        )
    )
)
def test_any_table_that_is_written_is_read_row_by_row(rows):
    found = [
        each
        for each in read(["-"], stdin=io.BytesIO(as_csv(*rows)))
        if isinstance(each, Article) or (each.fatal and each.origin.record)
    ]
    assert len(found) == sum(map(any, rows))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_set_aside(content):
    for name in ("a.csv", "a.parquet"):
        assert all(isinstance(each, Article | Problem) for each in items(content, name))


# -- Parquet


def parquet(**columns):
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, row_group_size=2)
    return out.getvalue()


GOOD = {"title": ["Pier unsafe"] * 5, "text": ["The pier is unsafe."] * 5}


def test_rows_of_parquet_are_articles_with_dates_as_they_are_typed():
    moment = datetime(2024, 3, 11, 8, 30, tzinfo=UTC)
    for values, expected in [
        ([date(2024, 3, 11)], "2024-03-11"),
        (pa.array([moment], pa.timestamp("ns", tz="UTC")), "2024-03-11T08:30:00Z"),
        (pa.array([moment.replace(tzinfo=None)], pa.timestamp("s")), "2024-03-11"),
        ([None], None),
    ]:
        (found,) = items(
            parquet(title=["A"], text=["B."], published=values, authors=[["Jo", "Kim"]]), "a.parquet"
        )
        assert (found.date, found.authors) == (expected, ("Jo", "Kim"))


def test_a_bad_row_of_parquet_is_told_with_its_number():
    content = parquet(kop=["A", None, "C", "D"], text=["a.", "b.", None, "d."], size=[1, 2, 3, 4])
    assert codes(content, "a.parquet", columns=Columns.parse("title=kop")) == [
        1,
        ("no-headline", 2),
        ("no-text", 3),
        4,
    ]
    assert codes(parquet(title=["A"], text=[3]), "a.parquet") == [("wrong-type", 1)]
    words = pa.array(["A", "A"]).dictionary_encode()
    assert codes(parquet(title=words, text=[b"a.", "ß.".encode()]), "a.parquet") == [1, 2]


def test_parquet_is_known_without_its_name():
    assert len(list(read(["-"], stdin=io.BytesIO(parquet(**GOOD))))) == 5


@pytest.mark.parametrize(
    "content", [b"PAR1", b"PAR1" * 9, parquet(**GOOD)[:-20], parquet(**GOOD)[:60] + parquet(**GOOD)[-8:], b""]
)
def test_damaged_parquet_is_told(content):
    assert codes(content, "a.parquet")[-1] == ("damaged-table", None)


def test_so_is_a_table_without_rows_or_columns():
    assert codes(parquet(title=pa.array([], "string"), text=pa.array([], "string")), "a.parquet") == [
        ("empty-file", None)
    ]
    assert codes(parquet(a=["x"]), "a.parquet") == [("no-column", None)]


def test_parquet_that_unpacks_out_of_proportion_is_refused():
    content = parquet(title=["A"], text=["x" * 70_000_000])
    limits = Limits(max_decompressed_bytes=50_000_000)
    assert codes(content, "a.parquet", limits=limits) == [("gzip-bomb", None)]


def test_without_pyarrow_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (problem,) = items(parquet(**GOOD), "a.parquet")
    assert problem.code == "not-installed"
    assert "hearsay[parquet]" in problem.cure
