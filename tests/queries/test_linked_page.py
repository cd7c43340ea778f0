"""A saved page with hyperlinks, a tweet and a Telegram post, from its markup to the answer."""

from pathlib import Path

import ingest
from ingest import bundles, pipeline, validate
from ingest.extract import TrainedExtractor
from ingest.link import Snapshot
from ingest.read import read
from ingest.settings import Settings
from ingest.store import open_store

PAGE = Path(__file__).parents[1] / "read" / "pages" / "harbour.html"


def test_the_post_behind_the_words_on_telegram_stands_with_what_was_written_there(tmp_path):
    path = tmp_path / "store"
    with Snapshot.open() as snapshot, open_store(path, mode="write", create=True) as store:
        tools = pipeline.Tools(TrainedExtractor(), snapshot, Settings())
        (result,) = pipeline.ingest(read([str(PAGE)]), store, tools)
        assert result.outcome is pipeline.Outcome.LOADED
        (bundle,) = bundles.in_store(store)
        assert validate.validate_by_reference(bundle.quads).conforms
    with ingest.open_store(path) as reader:
        rows = reader.query("linked-sources").records()
        none = reader.query("linked-sources", host="dailybeacon.example.org")
    assert len(none) == 0
    telegram, paper, embedded, tweet, video, page = rows
    assert (telegram["source"], telegram["words"]) == ("https://t.me/sand_engineering/4711", "on Telegram")
    assert (telegram["speaker"], telegram["act"], telegram["placed"]) == ("Mirela Sand", "write", "linked")
    assert (paper["source_kind"], paper["act"]) == ("paper", "show")
    assert (embedded["placed"], embedded["speaker"]) == ("embedded", None)
    assert (tweet["source_kind"], video["source_kind"], page["source_kind"]) == ("post", "video", "page")
