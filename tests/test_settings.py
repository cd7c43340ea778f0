from pathlib import Path

import pytest

from ingest import settings
from ingest.errors import HearsayError
from ingest.model import TextLevel
from ingest.settings import Settings


def load(tmp_path: Path, text: str) -> settings.Configuration:
    file = tmp_path / "hearsay.toml"
    file.write_text(text, encoding="utf-8")
    return settings.load(file)


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert settings.load() == settings.Configuration()


def test_the_file_in_the_working_folder_is_read(tmp_path, monkeypatch):
    (tmp_path / "hearsay.toml").write_text('text = "none"')
    monkeypatch.chdir(tmp_path)
    assert settings.load().settings.text is TextLevel.NONE


def test_a_store_is_meant_from_where_the_file_is(tmp_path):
    assert load(tmp_path, 'store = "news"').store == tmp_path / "news"


def test_a_store_may_be_in_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert load(tmp_path, 'store = "~/news"').store == tmp_path / "home" / "news"
    assert load(tmp_path, 'store = "~nobody-of-this-name/news"').store.name == "news"


def test_judgements_are_kept_in_the_store_unless_a_file_is_named(tmp_path):
    assert load(tmp_path, 'store = "news"').judgements_file == tmp_path / "news" / "judgements.tsv"
    assert load(tmp_path, 'judgements = "ours.tsv"').judgements_file == tmp_path / "ours.tsv"


def test_who_judges_is_a_name_on_one_line(tmp_path):
    assert load(tmp_path, 'who = " Ada Holm "').who == "Ada Holm"
    assert load(tmp_path, "").who == ""


def test_all_settings_are_read(tmp_path):
    found = load(tmp_path, 'text = "full"\nmin_confidence = 0.5\nlink_threshold = 1').settings
    assert found == Settings(TextLevel.FULL, 0.5, 1.0)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("min_confidence = 1.5", "min_confidence"),
        ('min_confidence = "high"', "min_confidence"),
        ("min_confidence = true", "min_confidence"),
        ("min_confidence = nan", "min_confidence"),
        ("link_threshold = -0.1", "link_threshold"),
        ('store = "a\\u0000b"', "store"),
        ('text = "some"', "text"),
        ('judgements = ""', "judgements"),
        ('who = " "', "who"),
        ('who = "a\\nb"', "who"),
        ("who = 7", "who"),
        ("store = 3", "store"),
        ("stroe = 'x'", "stroe"),
        ("a = \nb = 1", "line 1"),
    ],
)
def test_a_mistake_is_named_with_its_file(tmp_path, text, named):
    with pytest.raises(HearsayError, match=named) as caught:
        load(tmp_path, text)
    assert "hearsay.toml" in str(caught.value)
    assert caught.value.cure


def test_a_file_that_is_missing_or_not_utf_8_is_named(tmp_path):
    with pytest.raises(HearsayError, match=r"gone\.toml"):
        settings.load(tmp_path / "gone.toml")
    (tmp_path / "bytes.toml").write_bytes(b"store = '\xff'")
    with pytest.raises(HearsayError, match=r"bytes\.toml"):
        settings.load(tmp_path / "bytes.toml")


def test_the_digest_follows_every_setting_and_nothing_else():
    variants = [
        Settings(),
        Settings(TextLevel.NONE),
        Settings(min_confidence=0.5),
        Settings(link_threshold=0.99),
    ]
    assert len({each.digest for each in variants}) == len(variants)
    assert Settings().digest == Settings().digest


def test_columns_and_limits_are_read(tmp_path):
    read = load(tmp_path, 'columns = { title = "kop" }\nlimits = { max_page_seconds = 3 }\n')
    assert read.columns.named == {"title": "kop"}
    assert read.limits.max_page_seconds == 3


def test_what_a_query_may_take_is_read(tmp_path):
    read = load(tmp_path, "query_timeout = 5\nquery_memory = 100\n")
    assert (read.query_timeout, read.query_memory) == (5, 100)


@pytest.mark.parametrize("key", ["query_timeout", "query_memory"])
@pytest.mark.parametrize("value", ["0", "-1", "true", "1.5", "'60'", "9999999999"])
def test_what_no_query_may_take_is_refused(tmp_path, key, value):
    with pytest.raises(HearsayError, match=f"{key} = .* is not allowed"):
        load(tmp_path, f"{key} = {value}\n")


@pytest.mark.parametrize(
    "wrong",
    [
        *('columns = "title=kop"', 'columns = { colour = "x" }', "columns = { title = 3 }"),
        *('columns = { title = "" }', "limits = 3", "limits = { max_page_seconds = 0 }"),
        *(
            "limits = { max_page_seconds = true }",
            "limits = { max_page_seconds = 1.5 }",
            "limits = { x = 3 }",
        ),
    ],
)
def test_columns_and_limits_that_are_none_are_refused(tmp_path, wrong):
    with pytest.raises(HearsayError, match="is not allowed"):
        load(tmp_path, wrong)


def test_a_store_may_be_a_server_and_more_is_said_of_it(tmp_path):
    remote = 'update = "https://host/update"\nfolder = "beside"\ntimeout = 9'
    found = load(tmp_path, f'store = "https://host/sparql"\n[remote]\n{remote}\n')
    assert str(found.store) == "https://host/sparql"
    assert found.store.update == "https://host/update"
    assert found.folder == tmp_path / "beside"
    assert found.store.timeout == 9
    assert found.judgements_file == tmp_path / "beside" / "judgements.tsv"


@pytest.mark.parametrize(
    "words",
    [
        '[remote]\nupdate = "https://host/u"',
        'store = "https://host/q"\n[remote]\nupdate = 3',
        'store = "https://host/q"\n[remote]\ntimeout = 0',
        'store = "https://host/q"\n[remote]\nuser = "ann"',
        'store = "https://host/q"\n[remote]\nupdate = "https://ann:secret@host/u"',
        'store = "https://ann:secret@host/q"',
    ],
)
def test_what_may_not_be_said_of_a_server(tmp_path, words):
    with pytest.raises(HearsayError) as caught:
        load(tmp_path, words)
    assert "secret" not in str(caught.value)
