"""`hearsay ingest --wikidata api` and `hearsay wikidata fetch`, against a small Wikidata on this machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from server import Service, html, serving
from wiki import Wiki, item, wikidata

from ingest.cli import main
from ingest.extract import RuleExtractor
from ingest.link import Snapshot, link
from ingest.model import Article
from ingest.online import frozen
from ingest.pipeline import Tools
from ingest.read import read
from ingest.settings import Settings
from ingest.wikidata.api import Api, inspect
from ingest.wikidata.client import Client

ADA = item("Q90000001", "Adalind Holmquist", types=("Q5",), sitelinks=30)
VARNHOLM = item("Q90000003", "Varnholm Dam", types=("Q12323",))
DAM = item("Q12323", "dam", above=("Q811979",))
HUMAN = item("Q5", "human")
ALL = (ADA, VARNHOLM, DAM, HUMAN)
TEXT = (
    "{title}\n\n"
    "Adalind Holmquist said on Monday that the Varnholm Dam was safe. “{words}”, Corvin Blaxby said.\n"
)


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


Hearsay = Callable[..., Done]


@pytest.fixture
def hearsay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Hearsay:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["hearsay", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        found = capfd.readouterr()
        return Done(status, found.out, found.err)

    return run


@pytest.fixture
def small(tmp_path: Path, hearsay: Hearsay) -> Path:
    """A small snapshot, so that freezing takes no time."""
    from ingest.link import About, Entity
    from ingest.link.compiling import compile_snapshot

    path = tmp_path / "small.sqlite"
    known = Entity("Q42", "Corvin Blaxby", (), "person", None, "", "", 0.9)
    compile_snapshot(path, [known], about=About("2026-01-01", ("by hand",), "CC0 1.0", ("en",)))
    return path


@pytest.fixture
def wiki() -> Iterator[tuple[Service, Wiki]]:
    with wikidata(*ALL) as served:
        yield served


def settle(folder: Path, service: Service | None, **more: str) -> None:
    """Write the settings."""
    values = {"extractor": "rules", "contact": "mailto:desk@example.org", "snapshot": "small.sqlite"} | more
    if service:
        values["wikidata_api"] = service.address
    lines = [f"{key} = {json.dumps(value)}" for key, value in values.items() if value]
    (folder / "hearsay.toml").write_text("\n".join(lines), encoding="utf-8")


def write_articles(folder: Path, *titles: str) -> Path:
    folder.mkdir(exist_ok=True)
    for title in titles:
        words = f"Nobody in {title} slept that night"
        (folder / f"{title}.txt").write_text(TEXT.format(title=title, words=words), encoding="utf-8")
    return folder


def exported(hearsay: Hearsay, store: str) -> str:
    done = hearsay("export", "--store", store)
    assert done.status == 0, done.err
    return done.out


# -- ingest


def test_what_the_snapshot_does_not_know_is_looked_up_and_the_run_can_be_repeated_offline(
    hearsay: Hearsay, small: Path, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    service, _ = wiki
    settle(tmp_path, service)
    articles = write_articles(tmp_path / "articles", "One", "Two")
    done = hearsay("ingest", articles, "--wikidata", "api", "--store", "online")
    assert done.status == 0, done.err
    searched = {asked.query["search"] for asked in service.asked if "search" in asked.query}
    assert "Adalind Holmquist" in searched
    assert "Corvin Blaxby" not in searched, "the snapshot knows him"
    graph = exported(hearsay, "online")
    assert "http://www.wikidata.org/entity/Q90000001" in graph
    (kept,) = (tmp_path / "online" / "snapshots").iterdir()
    with Snapshot.open(kept) as snapshot:
        assert snapshot.digest == kept.stem
        assert snapshot.digest in graph
    assert str(kept.name) in done.err.replace("\n", "")

    count = len(service.asked)
    again = hearsay("ingest", articles, "--snapshot", kept, "--store", "offline")
    assert again.status == 0, again.err
    assert len(service.asked) == count
    assert exported(hearsay, "offline") == graph


def test_running_it_again_asks_nothing_and_changes_nothing(
    hearsay: Hearsay, small: Path, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    service, _ = wiki
    settle(tmp_path, service, wikidata="api")
    articles = write_articles(tmp_path / "articles", "One")
    hearsay("ingest", articles)
    count = len(service.asked)
    done = hearsay("ingest", articles, "--json")
    assert json.loads(done.out)["articles"]["unchanged"] == 1
    assert len(service.asked) == count


def test_the_order_of_the_articles_changes_nothing(
    hearsay: Hearsay, small: Path, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    settle(tmp_path, wiki[0], wikidata="api")
    folder = write_articles(tmp_path / "articles", "One", "Two", "Three")
    files = sorted(folder.iterdir())
    hearsay("ingest", *files, "--store", "forth")
    hearsay("ingest", *files[::-1], "--store", "back")
    assert exported(hearsay, "forth") == exported(hearsay, "back")


def test_without_a_contact_nothing_is_asked_and_nothing_loaded(
    hearsay: Hearsay, small: Path, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    settle(tmp_path, wiki[0], contact="")
    done = hearsay("ingest", write_articles(tmp_path / "articles", "One"), "--wikidata", "api")
    assert done.status == 2
    assert "contact" in done.err
    assert wiki[0].asked == []


def test_offline_nothing_is_asked(
    hearsay: Hearsay, small: Path, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    settle(tmp_path, wiki[0])
    assert hearsay("ingest", write_articles(tmp_path / "articles", "One")).status == 0
    assert wiki[0].asked == []


def test_the_names_of_an_article_that_was_taken_down_are_not_asked_for(
    hearsay: Hearsay, small: Path, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    service, _ = wiki
    settle(tmp_path, service)
    record = {"title": "T", "body": TEXT.format(title="T", words="No"), "url": "https://news.example.org/a"}
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert hearsay("ingest", "a.jsonl").status == 0
    assert hearsay("takedown", "https://news.example.org/a").status == 0
    hearsay("ingest", "a.jsonl", "--wikidata", "api")
    assert service.asked == []


def test_when_wikidata_fails_articles_are_loaded_all_the_same_and_the_names_reported(
    hearsay: Hearsay, small: Path, tmp_path: Path
) -> None:
    with serving(html(403)) as service:
        settle(tmp_path, service)
        done = hearsay("ingest", write_articles(tmp_path / "articles", "One"), "--wikidata", "api", "--json")
    assert done.status == 1
    found = json.loads(done.out)
    assert found["articles"]["loaded"] == 1
    (problem,) = (each for each in found["problems"] if each["code"] == "not-looked-up")
    assert "Adalind Holmquist" in problem["message"]
    assert "403" in problem["message"]
    assert not (tmp_path / ".hearsay" / "snapshots").exists()


def test_an_article_that_cannot_be_read_is_reported_once(
    hearsay: Hearsay, small: Path, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    settle(tmp_path, wiki[0], wikidata="api")
    articles = write_articles(tmp_path / "articles", "One")
    (articles / "empty.txt").write_text("")
    done = hearsay("ingest", articles, "--json")
    assert done.status == 1
    assert [each["origin"] for each in json.loads(done.out)["problems"] if each["set aside"]] == [
        str(articles / "empty.txt")
    ]


def test_what_the_old_snapshot_knew_is_linked_as_before(tmp_path: Path) -> None:
    """Against the slice that is frozen, the samples are linked as against the whole."""
    seeds = Path(__file__).parents[2] / "seeds" / "articles"
    articles = [each for each in read([str(seeds)]) if isinstance(each, Article)][:4]
    found = Article("Holm", TEXT.format(title="Holm", words="No"))
    with (
        Snapshot.open() as whole,
        wikidata(*ALL) as (service, _),
        Client(service.address, "mailto:desk@example.org", inspect) as client,
    ):
        tools = Tools(RuleExtractor(), whole, Settings())
        with frozen([found, *articles], tools, Api(client), tmp_path) as made:
            assert made.tools.snapshot.about.parent == whole.digest
            assert made.snapshot.stat().st_size < whole.path.stat().st_size / 10
            again = [each for each in made.items if isinstance(each, Article)]
            assert again == [found, *articles]
            for article in articles:
                extraction = made.tools.extractor.extract(article)
                assert extraction == tools.extractor.extract(article)
                assert link(extraction, made.tools.snapshot) == link(extraction, whole)
            extraction = made.tools.extractor.extract(found)
            assert "Q90000001" in {each.qid for each in link(extraction, made.tools.snapshot).links}


# -- wikidata fetch


def test_names_and_qids_become_a_snapshot(
    hearsay: Hearsay, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    settle(tmp_path, wiki[0], snapshot="")
    (tmp_path / "names.txt").write_text("# ours\n\nVarnholm Dam\n  Nobody Known \n", encoding="utf-8")
    done = hearsay("wikidata", "fetch", "Q90000001", "--names", "names.txt", "-o", "ours.sqlite", "--json")
    assert done.status == 0, done.err
    found = json.loads(done.out)
    assert found["entities"] == 2
    assert found["unknown"] == ["Nobody Known"]
    with Snapshot.open(tmp_path / "ours.sqlite") as snapshot:
        assert snapshot.digest == found["digest"]
        assert [each.qid for each in snapshot.entities()] == ["Q90000001", "Q90000003"]


def test_a_snapshot_is_extended_in_place(
    hearsay: Hearsay, small: Path, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    settle(tmp_path, wiki[0])
    done = hearsay("wikidata", "fetch", "Adalind Holmquist", "--onto", small, "-o", small)
    assert done.status == 0, done.err
    with Snapshot.open(small) as snapshot:
        assert [each.qid for each in snapshot.entities()] == ["Q42", "Q90000001"]


def test_a_qid_that_was_deleted_and_one_that_is_no_entity_are_told(hearsay: Hearsay, tmp_path: Path) -> None:
    page = item("Q90000009", "Holm", types=("Q4167410",))
    with wikidata(*ALL, page, redirects={"Q90000002": "Q90000001"}) as (service, _):
        settle(tmp_path, service, snapshot="")
        done = hearsay("wikidata", "fetch", "Q90000002", "Q90000007", "Q90000009", "-o", "s.sqlite")
    assert done.status == 1
    said = " ".join(done.err.split())
    assert "never there: Q90000007." in said
    assert "Q90000002 into Q90000001" in said
    assert "Q90000009" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Nothing is asked for"),
        (("--names", "none.txt"), "none.txt"),
        (("two words of small letters",), "no name"),
        (("Q1", "--language", "e n"), "language"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    arguments: tuple[str, ...], says: str, hearsay: Hearsay, wiki: tuple[Service, Wiki], tmp_path: Path
) -> None:
    settle(tmp_path, wiki[0], snapshot="")
    done = hearsay("wikidata", "fetch", *arguments, "-o", "s.sqlite")
    assert done.status == 2
    assert says in done.err
    assert wiki[0].asked == []


def test_when_nothing_could_be_looked_up_no_file_is_written(hearsay: Hearsay, tmp_path: Path) -> None:
    with serving(html(403)) as service:
        settle(tmp_path, service, snapshot="")
        done = hearsay("wikidata", "fetch", "Q1", "-o", "s.sqlite")
    assert done.status == 2
    assert not (tmp_path / "s.sqlite").exists()
