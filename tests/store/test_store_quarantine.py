from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import StoreError
from ingest.store import Entry, Quarantine, open_store

ENTRY = Entry(
    id="a1b2",
    reason="shacl",
    article={"title": "Überschrift 😀", "body": "a\r\nb"},
    report={"problems": [{"rule": "claim-text", "line": 3}]},
    text="The claim has no text.\n",
    turtle="@prefix sh: <http://www.w3.org/ns/shacl#> .\n",
)


@pytest.fixture
def quarantine(tmp_path) -> Quarantine:
    return Quarantine(tmp_path / "quarantine", tmp_path)


def files(quarantine: Quarantine, tmp_path) -> dict[str, bytes]:
    return {
        str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    }


def test_an_entry_comes_back_as_it_was_put(quarantine):
    quarantine.put(ENTRY)
    assert quarantine.get("a1b2") == ENTRY
    assert list(quarantine) == [ENTRY]


def test_the_files_are_named_for_what_they_hold(quarantine, tmp_path):
    quarantine.put(ENTRY)
    names = sorted(path.name for path in (tmp_path / "quarantine" / "a1b2").iterdir())
    assert names == ["article.json", "report.json", "report.ttl", "report.txt"]


def test_the_same_again_gives_the_same_files(quarantine, tmp_path):
    quarantine.put(ENTRY)
    before = files(quarantine, tmp_path)
    reordered = replace(ENTRY, article=dict(reversed(list(ENTRY.article.items()))))
    quarantine.put(reordered)
    assert files(quarantine, tmp_path) == before


def test_another_report_replaces_the_first_whole(quarantine):
    quarantine.put(ENTRY)
    other = replace(ENTRY, reason="grounding", turtle=None)
    quarantine.put(other)
    assert list(quarantine) == [other]


def test_entries_are_listed_in_the_order_of_their_ids(quarantine):
    for id in ("c", "a", "b"):
        quarantine.put(replace(ENTRY, id=id))
    assert quarantine.ids() == ("a", "b", "c")
    assert len(quarantine) == 3


def test_a_removed_entry_is_gone(quarantine, tmp_path):
    quarantine.put(ENTRY)
    assert quarantine.remove("a1b2")
    assert not quarantine.remove("a1b2")
    assert quarantine.get("a1b2") is None
    assert quarantine.ids() == ()
    assert not (tmp_path / "quarantine" / "a1b2").exists()


def test_an_entry_cut_off_by_a_crash_is_none_and_can_be_put_again(quarantine, tmp_path):
    quarantine.put(ENTRY)
    (tmp_path / "quarantine" / "a1b2" / "report.json").unlink()
    assert quarantine.ids() == ()
    assert quarantine.get("a1b2") is None
    quarantine.put(ENTRY)
    assert list(quarantine) == [ENTRY]


@pytest.mark.parametrize("id", ["", ".", "..", "../x", "a/b", "a\n", "-x", "é", "x" * 200])
def test_no_path_can_be_smuggled_in(quarantine, id):
    for use in (quarantine.get, quarantine.remove, lambda id: quarantine.put(replace(ENTRY, id=id))):
        with pytest.raises(ValueError, match="not an id"):
            use(id)


@pytest.mark.parametrize("content", ["{", "[]", "{}"])
def test_a_damaged_entry_is_an_error_that_names_it(quarantine, tmp_path, content):
    quarantine.put(ENTRY)
    (tmp_path / "quarantine" / "a1b2" / "report.json").write_text(content)
    with pytest.raises(StoreError, match="a1b2"):
        quarantine.get("a1b2")


def test_an_open_store_has_one_that_outlives_it(tmp_path):
    with open_store(tmp_path / "store", mode="write", create=True) as store:
        store.quarantine.put(ENTRY)
    with open_store(tmp_path / "store") as store:
        assert list(store.quarantine) == [ENTRY]


@settings(max_examples=25, deadline=None)  # each writes to the disk
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("any")
    quarantine = Quarantine(folder / "quarantine", folder)
    entry = replace(ENTRY, article={text: text}, report={"x": text}, text=text, turtle=text)
    quarantine.put(entry)
    assert quarantine.get("a1b2") == entry
