"""Adding to the file: what is there stays, byte for byte, and two writers do not spoil each other's lines."""

import subprocess
import sys
from pathlib import Path

import portalocker
import pytest
from hypothesis import given
from hypothesis import strategies as st
from judgements.samples import ACTOR, WHEN, judged

from ingest.errors import HearsayError
from ingest.judgements import WITHDRAWN, Aspect, append, locking, read, render
from ingest.judgements.reading import LONGEST_LINE, TORN

ROOT = Path(__file__).parents[2]
NEXT = judged("name:Kiev", value="Q1899", why="next")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "new" / "judgements.tsv"


def held(path):
    return [each.value for each in read(path).judgements.all]


def test_the_file_and_its_folder_are_made_with_the_first_judgement(file):
    assert append(file, [judged()]) is False
    assert file.read_bytes() == render([judged()])


def test_nothing_to_add_makes_no_file(file):
    append(file, [])
    assert not file.exists()


@given(st.lists(st.text(st.sampled_from("abé\t\n\\=\"'#-"), max_size=5), min_size=1, max_size=4))
def test_what_was_there_stays_and_what_is_added_is_read(tmp_path_factory, whys):
    path = tmp_path_factory.mktemp("j") / "judgements.tsv"
    before = b""
    for number, why in enumerate(whys, 1):
        append(path, [judged(why=why)])
        assert path.read_bytes().startswith(before)
        before = path.read_bytes()
        assert len(read(path).judgements.all) == number
    assert read(path).problems == ()


WHOLE = render([judged(value="Q1"), judged("name:Ada", Aspect.NOT, "Q2", why="born é too late")])


@pytest.mark.parametrize("cut", range(len(WHOLE)))
def test_wherever_a_crash_cuts_the_file_off_the_next_judgement_mends_it(tmp_path, cut):
    path = tmp_path / "judgements.tsv"
    path.write_bytes(WHOLE[:cut])
    before = read(path)
    assert held(path) == ["Q1", "Q2"][: len(before.judgements.all)]  # never a part of a value
    append(path, [NEXT])
    assert path.read_bytes().startswith(WHOLE[:cut])
    after = read(path)
    assert after.judgements.all == (*before.judgements.all, NEXT)
    assert after.problems == ()


def test_that_a_line_was_cut_off_is_told(tmp_path):
    path = tmp_path / "judgements.tsv"
    path.write_bytes(WHOLE[:-40])
    assert append(path, [NEXT]) is True
    assert path.read_bytes().count(TORN) == 1
    assert append(path, [NEXT]) is False


def test_a_last_line_written_by_hand_is_ended_and_kept(tmp_path):
    path = tmp_path / "judgements.tsv"
    path.write_bytes(render([judged(value="Q1"), judged(value="Q2", why="by hand")]).rstrip(b"\n"))
    assert append(path, [NEXT]) is False
    assert held(path) == ["Q1", "Q2", "Q1899"]


def test_a_last_line_of_a_person_that_is_wrong_is_kept_as_a_problem(tmp_path):
    path = tmp_path / "judgements.tsv"
    path.write_bytes(render([judged(value="Q1")]).replace(b"Q1", b"P1").rstrip(b"\n"))
    append(path, [NEXT])
    assert held(path) == ["Q1899"]
    assert len(read(path).problems) == 1


@pytest.mark.parametrize(
    "before",
    [
        "value\tsubject\taspect\twho\twhen\tnote\nQ1\t{actor}\tentity\tAda\t{when}\tn\n",
        "value\tsubject\taspect\twho\twhen\tnote\nQ1\t{actor}\tentity\tAda\t{when}\tn",
        "subject\tvalue\tvalue\nQ1\t{actor}\n",
        "# nothing yet\n",
        "\ufeff{when}\tAda\t{actor}\tentity\tQ1\t\r\n",
    ],
)
def test_where_the_columns_are_others_our_header_comes_before_what_is_added(tmp_path, before):
    path = tmp_path / "judgements.tsv"
    text = before.format(actor=ACTOR, when=WHEN)
    path.write_text(text, encoding="utf-8", newline="")
    count = len(read(path).judgements.all)
    append(path, [NEXT])
    append(path, [NEXT])
    assert path.read_bytes().startswith(text.encode())
    assert read(path).judgements.all[count:] == (NEXT, NEXT)
    assert path.read_text(encoding="utf-8").count("when\twho\tsubject") == 1


@pytest.mark.parametrize(
    "bad",
    [
        judged(value="P31"),
        judged(who="\udcff"),
        judged(why="\0"),
        judged(who=""),
        judged(when="now"),
        judged(why="x" * LONGEST_LINE),
    ],
)
def test_what_cannot_hold_is_refused_and_nothing_of_the_batch_is_written(file, bad):
    with pytest.raises(HearsayError):
        append(file, [judged(), bad])
    assert not file.exists()


def test_a_withdrawal_is_written_as_a_plain_hyphen(file):
    append(file, [judged(value=WITHDRAWN)])
    assert b"\t-\t" in file.read_bytes()


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(HearsayError, match="cannot be written"):
        append(tmp_path, [judged()])


def test_another_writer_who_does_not_end_is_named_after_a_while(tmp_path, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE", 0.1)
    path = tmp_path / "judgements.tsv"
    append(path, [judged()])
    with path.open("ab") as other:
        portalocker.lock(other, portalocker.LockFlags.EXCLUSIVE)
        with pytest.raises(HearsayError, match="in use by another process"):
            append(path, [NEXT])
        with pytest.raises(HearsayError, match="in use by another process"):
            read(path)
    append(path, [NEXT])
    assert held(path) == ["Q212", "Q1899"]


_WRITER = """
import sys
from pathlib import Path
from ingest.judgements import Aspect, Judgement, append
who, path = sys.argv[1], Path(sys.argv[2])
for number in range(1, 41):
    name, value = f"name:{who} {number}", f"Q{number}"
    append(path, [Judgement("2026-11-22T10:15:00Z", who, name, Aspect.ENTITY, value, "w" * 9000)] * 2)
"""


def test_writers_at_the_same_time_lose_nothing_and_mix_nothing(tmp_path):
    path = tmp_path / "judgements.tsv"
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, who, str(path)], cwd=ROOT) for who in ("a", "b", "c")
    ]
    while any(writer.poll() is None for writer in writers):
        assert read(path).problems == ()  # who reads meanwhile sees whole judgements
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    found = read(path)
    assert found.problems == ()
    assert path.read_bytes().count(b"when\twho") == 1
    for who in ("a", "b", "c"):
        values = [each.value for each in found.judgements.all if each.who == who]
        assert values == [f"Q{number}" for number in range(1, 41) for _ in range(2)]
