"""The same command goes on where it was stopped, and `--no-resume` begins anew."""

import json
import signal

from cli.conftest import SEEDS

from ingest import judging
from ingest.cli.stopping import Stopped
from ingest.store.embedded import EmbeddedStore

ARTICLE = SEEDS / "dailybeacon-2024-03-11-varnholm-dam.txt"
OTHER = SEEDS / "meridianpost-2024-03-12-varnholm-cracks.txt"
URL = "https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation"


def outcomes(done):
    return {name: count for name, count in json.loads(done.out)["articles"].items() if count}


def test_an_ingest_goes_on_or_reads_all_anew_to_the_same_bytes(hearsay):
    hearsay("ingest", ARTICLE)
    done = hearsay("ingest", ARTICLE, OTHER, "--json")
    assert outcomes(done) == {"unchanged": 1, "loaded": 1}
    assert "Resuming: 1 article is there already." in done.err
    before = hearsay("export").out
    done = hearsay("ingest", ARTICLE, OTHER, "--no-resume", "--json")
    assert outcomes(done) == {"renewed": 2}
    assert "Resuming" not in done.err
    assert hearsay("export").out == before


def test_relinking_goes_on_where_it_was_stopped(seeded, monkeypatch):
    linked = []
    original = judging.link.link

    def counted(extraction, *arguments, **options):
        linked.append(extraction.article.url)
        if len(linked) == 2:
            raise Stopped(signal.SIGINT)
        return original(extraction, *arguments, **options)

    monkeypatch.setattr(judging, "__version__", "0.0.0")  # so that all of them are to be linked again
    monkeypatch.setattr(judging.link, "link", counted)
    done = seeded("relink")
    assert (done.status, "What was linked again is kept. Go on with: hearsay relink" in done.err) == (
        130,
        True,
    )
    done = seeded("relink", "--json")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["articles"] == 2
    assert len(linked) == 3
    assert len(set(linked)) == 2


def test_a_takedown_that_was_cut_short_is_completed(seeded, monkeypatch):
    calls = []

    def stopped(store):
        calls.append(store)
        raise Stopped(signal.SIGINT)

    with monkeypatch.context() as patched:
        patched.setattr(EmbeddedStore, "compact", stopped)
        assert seeded("takedown", URL).status == 130
    monkeypatch.setattr(EmbeddedStore, "compact", lambda store: calls.append(store))
    assert seeded("takedown", URL).err.startswith("Taken down.")
    assert len(calls) == 2


def test_a_snapshot_s_build_begins_anew_if_told_to(hearsay, tmp_path):
    command = ("wikidata", "build", "shipped", "-o", "out.sqlite", "--workers", "0", "--type", "platform")
    (tmp_path / "out.sqlite.staging").touch()
    assert hearsay(*command, "--no-resume").status == 0
    assert (tmp_path / "out.sqlite").exists()
    assert not (tmp_path / "out.sqlite.staging").exists()
