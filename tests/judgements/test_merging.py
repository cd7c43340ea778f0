"""Judgements from elsewhere: a sheet that somebody filled in, or a colleague's file."""

import pytest
from judgements.samples import ACTOR, CLAIM, OTHER, WHEN, judged

from ingest.errors import HearsayError, Problem
from ingest.judgements import WITHDRAWN, Aspect, Judgements, incoming, merge, render

NOW = "2026-12-01T08:00:00Z"


def sheet(text: str, who: str = "Ada", encoding: str = "utf-8"):
    return list(incoming(text.encode(encoding), "sheet.tsv", when=NOW, who=who))


def test_a_sheet_needs_subjects_and_values_alone():
    found = sheet(
        f"name\tsubject\tclaims\tvalue\nKiev\t{ACTOR}\t12\tQ1899\nAda\t{OTHER}\t3\t\nx\t{CLAIM}\t\trejected\n"
    )
    assert found == [
        judged(ACTOR, value="Q1899", when=NOW),
        judged(CLAIM, Aspect.CLAIM, "rejected", when=NOW),
    ]


def test_a_sheet_may_say_who_when_why_and_what_of_it():
    (found,) = sheet(f"subject\taspect\tvalue\twhy\twho\twhen\n{ACTOR}\tnot\tQ1\tso\tBo\t{WHEN}\n")
    assert found == judged(ACTOR, Aspect.NOT, "Q1", who="Bo", why="so")


def test_what_a_spreadsheet_saves_as_unicode_text_is_read():
    text = f'subject\tvalue\twhy\r\n{ACTOR}\tQ1899\t"he said ""no"""\r\n'
    assert sheet(text, encoding="utf-16") == [judged(value="Q1899", when=NOW, why='he said "no"')]


def test_half_a_file_in_utf_16_is_refused():
    with pytest.raises(HearsayError, match=r"sheet\.tsv"):
        list(incoming("x".encode("utf-16") + b"\0", "sheet.tsv", when=NOW, who="Ada"))


def test_who_judges_must_be_said_in_the_sheet_or_beside_it():
    (problem,) = sheet(f"subject\tvalue\n{ACTOR}\tQ1\n", who="")
    assert isinstance(problem, Problem)
    assert "not said who" in problem.message


def test_a_bad_line_costs_itself_alone():
    found = sheet(f"subject\tvalue\n{ACTOR}\tKiev\nKiev\tQ1\n{OTHER}\tQ2\n")
    assert [type(each).__name__ for each in found] == ["Problem", "Problem", "Judgement"]
    assert [each.origin.record for each in found[:2]] == [2, 3]


def test_what_is_known_is_not_added_again():
    held = Judgements([judged(), judged(OTHER)])
    merged = merge(held, [judged(), judged(value="Q1"), judged(value="Q1")])
    assert (merged.new, merged.known, merged.older) == ((judged(value="Q1"),), 2, ())


def test_importing_an_export_twice_changes_nothing():
    history = [
        judged(),
        judged(aspect=Aspect.NOT, value="Q3"),
        judged(value=WITHDRAWN),
        judged(CLAIM, Aspect.CLAIM, "accepted"),
    ]
    other = list(incoming(render(history), "theirs.tsv", when=NOW, who=""))
    first = merge(Judgements(), other)
    assert first.new == tuple(history)
    assert merge(Judgements(first.new), other).new == ()


def test_a_sheet_that_comes_twice_changes_nothing_though_it_has_no_times():
    text = f"subject\tvalue\n{ACTOR}\tQ1\n"
    first = merge(Judgements(), sheet(text), now=NOW)
    later = "2026-12-02T08:00:00Z"
    again = list(incoming(text.encode(), "sheet.tsv", when=later, who="Ada"))
    assert merge(Judgements(first.new), again, now=later).known == 1


def test_what_was_judged_earlier_does_not_win_over_what_was_judged_later():
    ours = judged(value="Q1", when="2026-11-23T00:00:00Z")
    theirs = judged(value="Q2", when="2026-11-22T00:00:00Z")
    merged = merge(Judgements([ours]), [theirs, judged(OTHER)])
    assert merged.older == ((theirs, ours),)
    assert merged.new == (judged(OTHER),)
    assert merge(Judgements([theirs]), [ours]).new == (ours,)


def test_an_older_judgement_does_not_come_back_after_a_later_withdrawal():
    withdrawn = judged(value=WITHDRAWN, when="2026-11-23T00:00:00Z")
    assert merge(Judgements([withdrawn]), [judged()]).new == ()


def test_entities_that_an_actor_is_not_do_not_stand_against_each_other():
    ours = judged(aspect=Aspect.NOT, value="Q1", when="2026-11-23T00:00:00Z")
    assert merge(Judgements([ours]), [judged(aspect=Aspect.NOT, value="Q2")]).older == ()
