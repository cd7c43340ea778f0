"""`hearsay judgements`: what is written to the file, what is told, and what is asked of the store."""

import json
from dataclasses import replace

import pytest
from judgements.samples import ACTOR, CLAIM, OTHER, OUTLET, judged

from ingest import pipeline
from ingest.cli import judgement_file
from ingest.errors import Origin, Problem
from ingest.judgements import COLUMNS, NIL, WITHDRAWN, Applied, Aspect, Judgements, Undecided, read, render
from ingest.model import ActorKind, Link, LinkMethod, Proposal
from ingest.store import open_store

NOW = "2026-12-01T08:00:00Z"
ARTICLE = ACTOR.rpartition("/actor/")[0]
ROZHIN = Undecided(
    actor=ACTOR,
    name="Boris Rozhin",
    kind=ActorKind.PERSON,
    claims=2,
    article=ARTICLE,
    title="=Legion, possibly",
    date="2024-05-06",
    context="as \u202eBoris Rozhin stated",
    link=Link("a1", None, 0.6, LinkMethod.NIL),
    proposals=(
        Proposal("a1", "Q11", "Boris Rozhin", "blogger", 0.41),
        Proposal("a1", "Q99", "Boris Rozhin", "", 0.02),
    ),
)
YAR = Undecided(OTHER, "Chasov Yar", ActorKind.PLACE, 7, ARTICLE, "A town", None, "", None, ())
KIEV = Undecided(
    actor=OUTLET,
    name="Kiev",
    kind=ActorKind.PLACE,
    claims=9,
    article=ARTICLE,
    title="A city",
    date=None,
    context="",
    link=Link("a3", "Q1899", 0.97, LinkMethod.NAME, label="Kyiv"),
    proposals=(),
)


class Machine:
    """Stands for the store: what it says to review, and what it was asked to apply."""

    def __init__(self):
        self.undecided = [ROZHIN, YAR, KIEV]
        self.applied = [Applied(ARTICLE, links=2, claims=1), Applied(ARTICLE + "x")]
        self.asked: list[Judgements] = []

    def review(self, store, judgements, *, linked=False, among=None):
        return (each for each in self.undecided if linked or not (each.link and each.link.qid))

    def cluster(self, store, judgements, when, who, among=None):
        return tuple(
            judged(
                actor, Aspect.IDENTITY, "Boris Rozhin (Telegram)", when=when, who=who, why="One full name."
            )
            for actor in (ACTOR, OTHER)
        )

    def judge(self, store, judgements, snapshot, progress=None):
        self.asked.append(judgements)
        return iter(self.applied)


@pytest.fixture
def machine(monkeypatch):
    made = Machine()
    for name in ("review", "cluster", "judge"):
        monkeypatch.setattr(pipeline, name, getattr(made, name))
    monkeypatch.setattr(judgement_file, "now", lambda: NOW)
    return made


@pytest.fixture
def empty(hearsay, machine, tmp_path):
    """In a folder with a store that holds no article."""
    open_store(tmp_path / ".hearsay", mode="write", create=True).close()
    return hearsay


@pytest.fixture
def file(tmp_path):
    return tmp_path / ".hearsay" / "judgements.tsv"


def kept(file):
    return list(read(file).judgements.all)


# -- deciding


def test_a_name_is_set_to_an_entity_in_every_article(empty, file, machine):
    done = empty("judgements", "set", "Chasov Yar", "Q2415330", "--who", "Ada", "--why", "the town")
    assert done.status == 0
    expected = judged("name:Chasov Yar", value="Q2415330", when=NOW, why="the town")
    assert kept(file) == [expected]
    assert [each.current for each in machine.asked] == [(expected,)]
    assert "1 article, 2 links, 1 claim" in done.out
    assert "1 judgement added" in done.err


def test_an_actor_is_set_to_nothing_known(empty, file):
    assert empty("judgements", "set", ACTOR, "nil", "--who", "Ada").status == 0
    assert kept(file) == [judged(value=NIL, when=NOW)]


def test_without_a_store_the_judgement_is_kept_for_later(hearsay, machine, file):
    done = hearsay("judgements", "set", "Kiev", "Q1899", "--who", "Ada")
    assert done.status == 0
    assert "no store" in done.err
    assert len(kept(file)) == 1
    assert machine.asked == []


def test_a_folder_that_holds_judgements_alone_becomes_a_store(hearsay, machine, file, tmp_path):
    hearsay("judgements", "set", "Kiev", "Q1899", "--who", "Ada")
    (tmp_path / "a.txt").write_text(
        " date 2024-01-01 https://example.org/a\n\nA headline\n\nA text, she said.\n"
    )
    (tmp_path / "hearsay.toml").write_text('extractor = "rules"')
    assert hearsay("ingest", "a.txt").status == 0
    assert len(kept(file)) == 1


def test_who_judges_is_never_guessed(empty, file):
    done = empty("judgements", "set", "Kiev", "Q1899")
    assert done.status == 2
    assert "--who" in done.err
    assert not file.exists()


def test_who_judges_and_where_may_stand_in_the_settings(empty, tmp_path):
    (tmp_path / "hearsay.toml").write_text('who = "Bo"\njudgements = "ours.tsv"\n')
    assert empty("judgements", "set", "Kiev", "Q1899").status == 0
    assert [each.who for each in kept(tmp_path / "ours.tsv")] == ["Bo"]
    assert empty("judgements", "set", "Kiev", "Q1", "--who", "Ada", "--judgements", "mine.tsv").status == 0
    assert [each.who for each in kept(tmp_path / "mine.tsv")] == ["Ada"]


def test_accepting_an_actor_takes_its_likeliest_proposal_or_its_link(empty, file):
    assert empty("judgements", "accept", ACTOR, OUTLET, CLAIM, ACTOR, "--who", "Ada").status == 0
    assert kept(file) == [
        judged(CLAIM, Aspect.CLAIM, "accepted", when=NOW),
        judged(ACTOR, value="Q11", when=NOW),
        judged(OUTLET, value="Q1899", when=NOW),
    ]


def test_accepting_a_name_is_of_the_actors_so_named(empty, file):
    assert empty("judgements", "accept", "boris rozhin", "--who", "Ada").status == 0
    assert kept(file) == [judged(ACTOR, value="Q11", when=NOW)]


@pytest.mark.parametrize("subject", [OTHER, "Chasov Yar"])
def test_where_nothing_is_proposed_there_is_nothing_to_accept(empty, file, subject):
    done = empty("judgements", "accept", subject, "--who", "Ada")
    assert done.status == 2
    assert "judgements set" in done.err
    assert not file.exists()


def test_an_actor_that_is_not_there_is_said_to_be_unknown(empty):
    done = empty("judgements", "accept", ACTOR[:-1] + "a", "--who", "Ada")
    assert done.status == 2
    assert "no undecided actor" in done.err


def test_rejecting_an_actor_s_entity_a_name_s_and_a_claim(empty, file):
    for arguments in ([ACTOR], ["Moscow", "Q649"], [CLAIM], [ACTOR, "Q99"]):
        assert empty("judgements", "reject", *arguments, "--who", "Ada").status == 0
    assert kept(file) == [
        judged(ACTOR, Aspect.NOT, "Q11", when=NOW),
        judged("name:Moscow", Aspect.NOT, "Q649", when=NOW),
        judged(CLAIM, Aspect.CLAIM, "rejected", when=NOW),
        judged(ACTOR, Aspect.NOT, "Q99", when=NOW),
    ]
    assert empty("judgements", "reject", CLAIM, "Q1", "--who", "Ada").status == 2


def test_actors_of_several_articles_are_said_to_be_one(empty, file):
    assert empty("judgements", "same", "Boris Rozhin (Telegram)", ACTOR, OTHER, "--who", "Ada").status == 0
    assert [(each.subject, each.value) for each in kept(file)] == [
        (ACTOR, "Boris Rozhin (Telegram)"),
        (OTHER, "Boris Rozhin (Telegram)"),
    ]


def test_who_may_be_one_person_is_proposed_and_kept_only_on_request(empty, file):
    shown = empty("judgements", "cluster")
    assert shown.status == 0
    assert shown.out.count("Boris Rozhin (Telegram)") == 1
    assert ACTOR in shown.out
    assert not file.exists()
    assert empty("judgements", "cluster", "--write").status == 2  # who judges?
    assert not file.exists()
    assert empty("judgements", "cluster", "--write", "--who", "Ada").status == 0
    assert [(each.subject, each.aspect, each.who) for each in kept(file)] == [
        (ACTOR, Aspect.IDENTITY, "Ada"),
        (OTHER, Aspect.IDENTITY, "Ada"),
    ]
    assert json.loads(empty("judgements", "cluster", "--json").out)[0]["why"] == "One full name."


def test_a_claim_is_corrected_in_several_aspects_at_once(empty, file):
    done = empty(
        *("judgements", "claim", CLAIM, "--who", "Ada"),
        *("--speaker", "Dmitry Peskov", "--certainty", "Possible: perhaps", "--polarity", "negated"),
        *("--wording", "very dangerous", "--accept"),
    )
    assert done.status == 0
    assert {each.aspect: each.value for each in kept(file)} == {
        Aspect.CLAIM: "accepted",
        Aspect.SPEAKER: "Dmitry Peskov",
        Aspect.CERTAINTY: "possible: perhaps",
        Aspect.POLARITY: "negated",
        Aspect.WORDING: "very dangerous",
    }


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["claim", CLAIM], "Nothing is said"),
        (["claim", CLAIM, "--accept", "--reject"], "not both"),
        (["claim", CLAIM, "--certainty", "perhaps"], "certain, probable, possible, unknown"),
        (["claim", ACTOR, "--accept"], "cannot be judged of an actor"),
        (["claim", CLAIM, "--accept", "--speaker", " "], "no value"),
        (["set", "Kiev", "P31"], "no Wikidata QID"),
        (["set", CLAIM, "Q1"], "cannot be judged of a claim"),
        (["set", "https://example.org/x", "Q1"], "no IRI of an actor"),
        (["set", " ", "Q1"], "No name"),
        (["accept", "https://example.org/x"], "no IRI of an actor"),
        (["withdraw", "Kiev", "entity"], "Nothing that holds"),
        (["withdraw", "Kiev", "spelling"], "no aspect"),
        (["same", "Ada", "Ada Holm"], "no IRI"),
        (["import", "gone.tsv"], "gone.tsv"),
        (["list", "--judgements", "gone.tsv"], "no file gone.tsv"),
    ],
)
def test_what_cannot_be_done_is_explained_and_nothing_is_written(hearsay, file, arguments, told):
    who = [] if arguments[0] == "list" else ["--who", "Ada"]
    done = hearsay("judgements", *arguments, *who)
    assert done.status == 2
    assert told in done.err
    assert "Traceback" not in done.err
    assert not file.exists()


def test_what_was_judged_can_be_taken_back(empty, file):
    empty("judgements", "set", "Kiev", "Q1899", "--who", "Ada")
    assert empty("judgements", "withdraw", "kiev", "entity", "--who", "Bo").status == 0
    assert kept(file)[-1] == judged("name:kiev", value=WITHDRAWN, when=NOW, who="Bo")
    assert empty("judgements", "withdraw", "Kiev", "entity", "--who", "Bo").status == 2
    assert "Nothing was judged" in empty("judgements", "list").out


def test_what_cannot_be_applied_is_told_by_the_exit_status(empty, machine, file):
    problem = Problem(Origin(CLAIM), "The words do not stand in it.", "Copy them.", "judgement", fatal=False)
    machine.applied = [Applied(ARTICLE, problem=problem)]
    done = empty("judgements", "claim", CLAIM, "--wording", "never said", "--who", "Ada")
    assert done.status == 1
    assert "do not stand in it" in done.err
    assert len(kept(file)) == 1
    assert empty("judgements", "apply").status == 1
    other = empty("judgements", "set", "Kiev", "Q1899", "--who", "Ada")
    assert other.status == 0  # this one could be applied
    assert "do not stand in it" in other.err


def test_a_store_that_somebody_holds_keeps_no_judgement_from_being_kept(empty, machine, file):
    with open_store(file.parent):
        done = empty("judgements", "set", "Kiev", "Q1899", "--who", "Ada")
    assert done.status == 2
    assert "judgements apply" in done.err
    assert len(kept(file)) == 1
    assert machine.asked == []
    assert empty("judgements", "apply").status == 0
    assert len(machine.asked) == 1


# -- the file, edited by hand


def test_a_bad_line_is_told_with_its_number_and_the_rest_applies(empty, machine, file):
    file.write_bytes(render([judged()]) + b"now\tAda\tname:Kiev\tentity\tQ1\t\n" + render([judged(OTHER)]))
    done = empty("judgements", "apply")
    assert done.status == 1
    assert "judgements.tsv:3" in done.err
    assert "2026-11-22T10:15:00Z" in done.err
    assert machine.asked[0].all == (judged(), judged(OTHER))


def test_of_a_great_many_bad_lines_some_are_told(empty, file):
    file.write_bytes(render([judged()]) + b"now\n" * 1000)
    done = empty("judgements", "list")
    assert done.status == 1
    assert "980 more problems" in done.err
    assert len(done.err.splitlines()) < 30


def test_a_line_that_was_cut_off_is_told_when_it_is_marked(empty, file):
    file.write_bytes(render([judged()])[:-20])
    done = empty("judgements", "set", "Kiev", "Q1899", "--who", "Ada")
    assert "cut off" in done.err
    assert [each.value for each in kept(file)] == ["Q1899"]


# -- seeing


def test_the_list_shows_what_holds_and_all_of_it_on_request(empty, file):
    file.write_bytes(render([judged(value="Q1"), judged(value="Q2", why="=1+1 \u202e")]))
    assert "Q1 " not in empty("judgements", "list").out
    everything = empty("judgements", "list", "--all").out
    assert "Q1 " in everything
    assert "\u202e" not in everything
    records = json.loads(empty("judgements", "list", "--all", "--json").out)
    assert [(each["value"], each["holds"]) for each in records] == [("Q1", False), ("Q2", True)]
    assert list(records[0])[:6] == list(COLUMNS)


def test_a_long_list_shows_the_last_judgements_and_says_so(empty, file):
    file.write_bytes(render([judged(f"name:Ada {number}", value=f"Q{number}") for number in range(1, 251)]))
    done = empty("judgements", "list")
    assert "Ada 250" in done.out
    assert "Ada 50 " not in done.out
    assert "50 earlier ones" in done.err
    assert "Ada 50 " in empty("judgements", "list", "--limit", 250).out
    assert len(json.loads(empty("judgements", "list", "--json").out)) == 250


def test_the_review_list_begins_with_those_on_whom_most_claims_hang(empty):
    out = empty("judgements", "review").out
    assert out.index("Chasov Yar") < out.index("Boris Rozhin")
    assert "Kiev" not in out  # the machine linked it
    assert "0.41  Q11  Boris Rozhin, blogger" in out
    assert f"hearsay judgements accept {ACTOR}\n" in out
    assert f"hearsay judgements accept {OTHER}\n" not in out  # nothing is proposed
    assert "\u202e" not in out
    assert "Kiev" in empty("judgements", "review", "--linked").out


def test_those_of_one_name_are_one_entry_unless_each_is_asked_for(empty, machine):
    namesake = replace(ROZHIN, actor=CLAIM.replace("claim", "actor"), name="Boris  ROZHIN", claims=40)
    machine.undecided.append(namesake)
    out = empty("judgements", "review").out
    assert out.startswith("Boris  ROZHIN  (person, 2 actors, 42 claims)")
    assert "hearsay judgements set 'Boris  ROZHIN' QID|nil" in out
    (first, _) = json.loads(empty("judgements", "review", "--json").out)
    assert (first["subject"], first["actors"]) == ("name:Boris  ROZHIN", [namesake.actor, ACTOR])
    each = json.loads(empty("judgements", "review", "--each", "--json").out)
    assert [(one["subject"], one["claims"]) for one in each] == [
        (namesake.actor, 40),
        (OTHER, 7),
        (ACTOR, 2),
    ]


def test_accepting_a_name_takes_for_each_actor_what_is_proposed_for_it(empty, machine, file):
    nobody = replace(ROZHIN, actor=OTHER, proposals=())
    machine.undecided = [nobody, ROZHIN]
    assert empty("judgements", "accept", "Boris Rozhin", "--who", "Ada").status == 0
    assert kept(file) == [judged(ACTOR, value="Q11", when=NOW)]


def test_the_review_list_can_be_cut_and_says_so(empty):
    done = empty("judgements", "review", "--limit", 1)
    assert "Boris" not in done.out
    assert "1 more" in done.err


def test_the_review_list_for_scripts(empty):
    records = json.loads(empty("judgements", "review", "--json").out)
    assert [(each["name"], each["claims"]) for each in records] == [("Chasov Yar", 7), ("Boris Rozhin", 2)]
    assert records[1]["proposals"][0] == {
        "qid": "Q11",
        "label": "Boris Rozhin",
        "description": "blogger",
        "score": 0.41,
    }


def test_the_review_list_is_filled_in_as_a_sheet_and_imported(empty, file, tmp_path):
    sheet = tmp_path / "review.tsv"
    assert empty("judgements", "review", "--tsv", sheet).status == 0
    head, yar, rozhin = sheet.read_text(encoding="utf-8").splitlines()
    assert head.startswith("subject\taspect\tvalue\twhy\tname\t")
    assert "\t'=Legion" in rozhin
    assert "\u202e" not in rozhin
    filled = rozhin.replace("\tentity\t\t\t", "\tentity\tQ11\tthe blogger\t")
    sheet.write_text("\ufeff" + "\r\n".join((head, yar, filled)) + "\r\n", encoding="utf-8")
    done = empty("judgements", "import", sheet, "--who", "Ada")
    assert done.status == 0
    assert kept(file) == [judged(value="Q11", when=NOW, why="the blogger")]
    again = empty("judgements", "import", sheet, "--who", "Ada")
    assert "0 new, 1 known" in again.err
    assert len(kept(file)) == 1


def test_a_sheet_that_is_there_is_not_overwritten(empty, tmp_path):
    (tmp_path / "review.tsv").write_text("filled in")
    assert empty("judgements", "review", "--tsv", "review.tsv").status == 2
    assert (tmp_path / "review.tsv").read_text() == "filled in"


def test_judgements_travel(empty, file, tmp_path):
    history = [
        judged(),
        judged(value=WITHDRAWN),
        judged(CLAIM, Aspect.CLAIM, "rejected", why="tab\tand \\ and é"),
    ]
    file.write_bytes(render(history))
    assert empty("judgements", "export", "-o", "theirs.tsv").status == 0
    assert empty("judgements", "export").out.encode() == file.read_bytes()
    assert empty("judgements", "export", "--current").out.count("\n") == 2
    done = empty("judgements", "import", "theirs.tsv", "--judgements", "mine.tsv")
    assert done.status == 0
    assert kept(tmp_path / "mine.tsv") == history


def test_an_export_does_not_overwrite_the_file_itself(empty, file):
    file.write_bytes(render([judged()]) + b"# a comment\n")
    assert empty("judgements", "export", "-o", file).status == 2
    assert b"# a comment" in file.read_bytes()


def test_bad_lines_of_an_import_are_told_and_the_rest_added(empty, file):
    table = f"subject\tvalue\n{ACTOR}\tKiev\n{OTHER}\tQ1\n".encode()
    done = empty("judgements", "import", "-", "--who", "Ada", stdin=table)
    assert done.status == 1
    assert "standard input:2" in done.err
    assert kept(file) == [judged(OTHER, value="Q1", when=NOW)]


def test_an_import_does_not_undo_what_was_judged_since(empty, file):
    file.write_bytes(render([judged(value="Q2", when="2026-11-23T00:00:00Z", who="Bo")]))
    done = empty("judgements", "import", "-", stdin=render([judged(value="Q1")]))
    assert done.status == 0
    assert "Bo judged it Q2" in done.err
    assert [each.value for each in kept(file)] == ["Q2"]
