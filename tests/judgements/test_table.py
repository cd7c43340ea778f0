"""The table: what is written is read back, and what is written badly costs its own line alone."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judgements.samples import ACTOR, CLAIM, OUTLET, WHEN, judged
from pyoxigraph import NamedNode

from ingest.errors import HearsayError
from ingest.judgements import COLUMNS, NIL, WITHDRAWN, Aspect, checked, collect, read, render
from ingest.judgements.cells import read_cell, write_cell
from ingest.judgements.checking import BASE
from ingest.judgements.reading import LONGEST_LINE, parse
from ingest.rdf import iri

HEADER = "\t".join(COLUMNS)


def table(*rows: str, header: str = HEADER, ending: str = "\n") -> str:
    return "".join(line + ending for line in ([header] if header else []) + list(rows))


def row(subject=ACTOR, aspect="entity", value="Q212", why="", when=WHEN, who="Ada") -> str:
    return "\t".join((when, who, subject, aspect, value, why))


@pytest.fixture
def reading(tmp_path):
    """Read a table from its bytes or text."""

    def of(content: bytes | str):
        path = tmp_path / "judgements.tsv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path)

    return of


# -- there and back

TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_characters="".join(map(chr, {*range(32)} - {9, 10, 13})) + "\ufffe\uffff"
    )
)
WORDS = TEXTS.filter(lambda text: text.strip() not in ("", WITHDRAWN))
TIMES = st.datetimes().map(lambda time: time.replace(microsecond=0).isoformat() + "Z")
QIDS = st.integers(1, 10**12 - 1).map(lambda number: f"Q{number}")
NAMES = WORDS.map(lambda name: f"name:{name}")


def rows_of(subjects, aspect, values):
    return st.builds(checked, TIMES, WORDS, subjects, st.just(aspect.value), values, TEXTS)


JUDGEMENTS = st.one_of(
    rows_of(
        st.sampled_from([ACTOR, OUTLET]) | NAMES, Aspect.ENTITY, QIDS | st.just(NIL) | st.just(WITHDRAWN)
    ),
    rows_of(st.just(ACTOR) | NAMES, Aspect.NOT, QIDS | st.just(WITHDRAWN)),
    rows_of(st.just(ACTOR), Aspect.IDENTITY, WORDS),
    rows_of(st.just(CLAIM), Aspect.CLAIM, st.sampled_from(["accepted", "rejected", WITHDRAWN])),
    rows_of(st.just(CLAIM), Aspect.CERTAINTY, WORDS.map(lambda marker: f"possible: {marker}")),
    rows_of(st.just(CLAIM), Aspect.POLARITY, st.sampled_from(["affirmed", "negated: no"])),
    rows_of(st.just(CLAIM), Aspect.SPEAKER, WORDS),
    rows_of(st.just(CLAIM), Aspect.WORDING, WORDS),
)


@given(st.lists(JUDGEMENTS, max_size=8))
def test_what_is_written_is_read_back(history):
    found = collect(parse(render(history), "judgements.tsv"))
    assert found.judgements.all == tuple(history)
    assert found.problems == ()


@given(TEXTS.map(str.strip))
def test_a_cell_holds_any_text_on_one_line_and_shows_nothing_that_turns_it_round(text):
    cell = write_cell(text)
    assert read_cell(cell) == text
    assert not set(cell) & set("\t\n\r\x1b\u202e\u2028")


@given(TEXTS.map(str.strip))
def test_no_cell_is_a_formula_to_a_spreadsheet(text):
    cell = write_cell(text)
    assert cell == "-" or not cell.startswith(tuple('=+-@＝＋－＠"'))


@given(TEXTS.map(str.strip))
def test_a_cell_that_a_spreadsheet_puts_in_quotation_marks_is_the_same(text):
    cell = write_cell(text)
    assert read_cell('"' + cell.replace('"', '""') + '"') == text


def test_a_text_that_only_begins_or_ends_with_a_quotation_mark_is_left_as_it_is():
    assert read_cell('"highly trained" men') == '"highly trained" men'
    assert read_cell('"a" and "b"') == '"a" and "b"'
    assert read_cell('"') == '"'


def test_the_table_can_be_read_by_people():
    text = render(
        [judged(value="Q212", why="=HYPERLINK() is what he wrote"), judged("name:Kiev", value=NIL)]
    ).decode()
    assert text.splitlines() == [
        HEADER,
        row(why="'=HYPERLINK() is what he wrote"),
        row("name:Kiev", value="nil"),
    ]


def test_iris_are_those_that_are_minted():
    assert BASE == iri.BASE
    article = iri.article_at("https://example.org/a")
    assert checked(WHEN, "Ada", f"{article.value}/actor/{iri.digest('a')}", "entity", "Q1")
    assert checked(WHEN, "Ada", f"{article.value}/claim/{iri.digest('a')}", "claim", "accepted")


@given(st.from_regex(r"Q[0-9]{0,14}", fullmatch=True))
def test_a_qid_is_what_the_graph_takes_for_one(text):
    def refused(call, *arguments):
        try:
            call(*arguments)
        except (HearsayError, ValueError):
            return True
        return False

    assert refused(checked, WHEN, "Ada", ACTOR, "entity", text) == refused(iri.entity, text)


# -- written by hand


def test_a_file_that_is_not_there_holds_nothing(tmp_path):
    assert read(tmp_path / "none.tsv").judgements.all == ()


def test_comments_and_empty_lines_are_passed_over(reading):
    found = reading(table("# by hand", "", "  \t ", row(), '"# a comment, as a spreadsheet saves it"'))
    assert found.judgements.all == (judged(),)
    assert found.problems == ()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (row(value="P31"), "no Wikidata QID"),
        (row(value="Q0"), "no Wikidata QID"),
        (row(value="q212"), "no Wikidata QID"),
        (row(value="Q212; DROP"), "no Wikidata QID"),
        (row(value="212"), "no Wikidata QID"),
        (row(value="Q٢"), "no Wikidata QID"),
        (row(value="https://example.org/wiki/Q212"), "no Wikidata QID"),
        (row(aspect="not", value="nil"), "no Wikidata QID"),
        (row(value=""), "has no value"),
        (row(aspect="entitty"), "no aspect"),
        (row(aspect=""), "no aspect"),
        (row(CLAIM), "cannot be judged of a claim"),
        (row(ACTOR, "claim", "accepted"), "cannot be judged of an actor"),
        (row("name:Ada", "identity", "Ada"), "cannot be judged of a name"),
        (row(CLAIM, "claim", "yes"), "no value of the aspect claim"),
        (row(CLAIM, "claim", "accepted: so"), "no value of the aspect claim"),
        (row(CLAIM, "certainty", "maybe"), "no value of the aspect certainty"),
        (row(CLAIM, "certainty", "possible:"), "no value of the aspect certainty"),
        (row(CLAIM, "polarity", "no"), "no value of the aspect polarity"),
        (row("Kiev"), "no IRI"),
        (row("name: "), "No name"),
        (row(""), "no subject"),
        (row("https://example.org/actor/1"), "no IRI of an actor"),
        (row(ACTOR + "/x"), "no IRI of an actor"),
        (row(f"{ACTOR}/corrected/{'f7' * 16}"), "no IRI of an actor"),
        (row(f"{CLAIM}/corrected/x", "claim", "accepted"), "no IRI of an actor"),
        (row(ACTOR.upper()), "no IRI"),
        (row(when="22.11.2026"), "no time in UTC"),
        (row(when="2026-11-22T10:15:00"), "no time in UTC"),
        (row(when="2026-02-30T10:15:00Z"), "no time in UTC"),
        (row(when="0001-01-01T00:00:00+14:00"), "no time in UTC"),
        (row(when=""), "not said when"),
        (row(who=""), "not said who"),
        (row(why="a\\qb"), "backslash"),
        (row(why="\\U00110000"), "backslash"),
        (row(why="a\x00b"), "U+0000"),
        (row(why="\\ud800"), "U+D800"),
        (row(who="\x1b[2J"), "U+001B"),
        (row(why="x" * LONGEST_LINE), "longer than"),
        (row() + "\tmore", "7 columns"),
        (row().replace("\t", "    "), "1 column and"),
        (row().replace("\t", ","), "1 column and"),
    ],
)
def test_a_bad_line_is_told_with_its_place_and_the_rest_applies(reading, tmp_path, wrong, message):
    good = judged("name:Kiev", value="Q1899")
    found = reading(table(row(), wrong, row("name:Kiev", value="Q1899")))
    assert found.judgements.all == (judged(), good)
    (problem,) = found.problems
    assert str(problem.origin) == f"{tmp_path / 'judgements.tsv'}:3"
    assert problem.fatal
    assert message in problem.message
    assert problem.cure.endswith(".")
    assert len(str(problem)) < 500


def test_a_line_in_another_encoding_is_told_and_the_rest_applies(reading):
    found = reading(table(row()).encode() + row(who="Zoë").encode("latin-1") + b"\n" + row().encode() + b"\n")
    assert len(found.judgements.all) == 2
    assert "not UTF-8" in found.problems[0].message
    assert found.problems[0].origin.record == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_refused_as_a_whole(reading, encoding):
    bom = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    with pytest.raises(HearsayError, match=r"UTF-16.*import"):
        reading(bom + table(row()).encode(encoding))


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(HearsayError, match="cannot be read"):
        read(tmp_path)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_what_editors_make_of_a_file_is_read(reading, ending, bom):
    found = reading(bom + table(row(why="so"), ending=ending))
    assert found.judgements.all == (judged(why="so"),)
    assert found.problems == ()


def test_columns_may_stand_in_another_order_and_among_others(reading):
    header = "Value\tsubject\tNOTE\tAspect\twhy\twho\twhen"
    found = reading(table(f"Q212\t{ACTOR}\tmine\tentity\tso\tAda\t{WHEN}", header=header))
    assert found.judgements.all == (judged(why="so"),)
    assert found.problems == ()


def test_without_a_header_the_columns_are_taken_as_usual_and_that_is_said_once(reading):
    found = reading(table(row(), row("name:Kiev"), header=""))
    assert len(found.judgements.all) == 2
    (problem,) = found.problems
    assert not problem.fatal
    assert problem.origin.record == 1


def test_files_can_be_joined(reading):
    other = "value\taspect\tsubject\twho\twhen\nQ1\tentity\tname:Kiev\tAda\t" + WHEN + "\n"
    found = reading(table(row()) + "\ufeff" + other + table(row()))
    assert [each.value for each in found.judgements.all] == ["Q212", "Q1", "Q212"]
    assert found.problems == ()


def test_the_lines_below_a_header_that_cannot_be_right_are_left_out_with_one_problem(reading):
    found = reading(table(row(), row(), header="when\twho\tsubject\taspect\tvalue\tvalue"))
    assert found.judgements.all == ()
    (problem,) = found.problems
    assert "value twice" in problem.message


def test_empty_columns_at_the_end_may_be_there_or_not(reading):
    found = reading(table(row().rstrip("\t"), row() + "\t\t"))
    assert found.judgements.all == (judged(), judged())
    assert found.problems == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("http://www.wikidata.org/entity/Q212", "Q212"),
        ("https://www.wikidata.org/wiki/Q212", "Q212"),
        ("https://m.wikidata.org/wiki/Q212", "Q212"),
        ("NIL", "nil"),
        ("-", "-"),
    ],
)
def test_an_entity_may_be_given_by_its_address(reading, written, meant):
    assert reading(table(row(value=written))).judgements.all == (judged(value=meant),)


def test_whoever_judges_a_corrected_claim_judges_the_machine_s(reading):
    found = reading(table(row(f"{CLAIM}/corrected/{'f7' * 16}", "claim", "rejected")))
    assert found.judgements.all == (judged(CLAIM, Aspect.CLAIM, "rejected"),)
    corrected = iri.correction(NamedNode(CLAIM), ["polarity", "negated"]).value
    assert checked(WHEN, "Ada", corrected, "claim", "accepted").subject == CLAIM == iri.uncorrected(corrected)


def test_a_time_in_another_zone_is_the_same_time_in_utc(reading):
    (found,) = reading(table(row(when="2026-11-22T12:15:00.5+02:00"))).judgements.all
    assert found.when == WHEN


def test_words_may_be_in_any_case_and_a_marker_keeps_its_own(reading):
    (found,) = reading(table(row(CLAIM, "Certainty", "Possible :  Reportedly: so"))).judgements.all
    assert found.value == "possible: Reportedly: so"
    assert (found.word, found.marker) == ("possible", "Reportedly: so")


@pytest.mark.parametrize("kept", [1, 40, 100, -9, -6, -1])
def test_a_last_line_that_was_cut_off_does_not_apply(reading, kept):
    whole = table(row("name:Kiev", value="Q1899"))
    torn = render([judged(value="Q212", why="")]).decode().splitlines()[1][:kept]
    found = reading(whole + torn)
    assert [each.value for each in found.judgements.all] == ["Q1899"]
    (problem,) = found.problems
    assert "cut off" in problem.message
    assert problem.origin.record == 3


def test_a_last_line_without_a_line_break_that_has_all_its_columns_applies(reading):
    assert reading(table(row()) + row("name:Kiev")).judgements.all[1].subject == "name:Kiev"


FRAGMENTS = [
    b"\t",
    b"\n",
    b"\r",
    b'"',
    b"'",
    b"\\",
    b"u202e",
    b"#",
    b"#torn",
    b" ",
    b"\xff",
    b"\0",
    b"=",
    b"-",
]
FRAGMENTS += [
    part.encode() for part in (*COLUMNS, ACTOR, CLAIM, "name:", WHEN, "entity", "Q1", "nil", "\ufeff")
]


@given(st.lists(st.sampled_from(FRAGMENTS)))
def test_nothing_that_a_file_may_hold_stops_the_reading_or_changes_what_stands_above_it(parts):
    found = collect(parse(table(row()).encode() + b"".join(parts), "judgements.tsv"))
    assert found.judgements.all[0] == judged()
    assert all(problem.origin.record > 1 for problem in found.problems)
