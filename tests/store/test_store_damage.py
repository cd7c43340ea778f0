"""A store whose files were changed by something else is recognised, and nothing of it is deleted."""

import hashlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from store_child import content, run_quad

from ingest.errors import StoreError
from ingest.store import open_store


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    """A store with several database files, which no test changes."""
    folder = tmp_path_factory.mktemp("original") / "store"
    for version in (0, 1):  # replaced quads leave more files than added ones
        with open_store(folder, mode="write", create=True) as store:
            for article in range(20):
                store.replace(content(article, version, 100), [run_quad(article)])
            store.put_text("the text of an article")
    return folder


@pytest.fixture
def folder(original, tmp_path) -> Path:
    """A copy to be damaged."""
    return shutil.copytree(original, tmp_path / "store")


def flip(file: Path, place: float, length: int = 8) -> None:
    """Invert some bytes of a file, at a place between its beginning (0) and end (1)."""
    data = bytearray(file.read_bytes())
    at = int(len(data) * place)
    for i in range(at, min(at + length, len(data))):
        data[i] ^= 0xFF
    file.write_bytes(data)


def the(folder: Path, pattern: str) -> Path:
    (file,) = (folder / "oxigraph").glob(pattern)
    return file


def everything_in(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("lock", "LOG")
    }


def exported(folder: Path) -> bytes:
    output = io.BytesIO()
    with open_store(folder) as store:
        store.export_nquads(output)
    return output.getvalue()


def noticed(folder: Path) -> bool:
    """Whether opening the store refuses it, or verifying finds anything."""
    try:
        with open_store(folder) as store:
            return any(True for _ in store.verify())
    except StoreError as error:
        return "damaged" in error.message


DAMAGES: dict[str, Callable[[Path], object]] = {
    "CURRENT missing": lambda folder: the(folder, "CURRENT").unlink(),
    "CURRENT empty": lambda folder: the(folder, "CURRENT").write_bytes(b""),
    "CURRENT garbage": lambda folder: the(folder, "CURRENT").write_bytes(b"\xff" * 20),
    "MANIFEST missing": lambda folder: the(folder, "MANIFEST-*").unlink(),
    "MANIFEST empty": lambda folder: the(folder, "MANIFEST-*").write_bytes(b""),
    "MANIFEST damaged": lambda folder: flip(the(folder, "MANIFEST-*"), 0.5),
    "database missing": lambda folder: shutil.rmtree(folder / "oxigraph"),
    "graphs outside": lambda folder: (folder / "format.json").write_text(
        '{"format": "hearsay-store", "version": 1, "graphs": "../oxigraph"}'
    ),
    "database empty": lambda folder: [file.unlink() for file in (folder / "oxigraph").iterdir()],
    "format no JSON": lambda folder: (folder / "format.json").write_bytes(b"{"),
    "format without version": lambda folder: (folder / "format.json").write_text(
        '{"format": "hearsay-store"}'
    ),
}


@pytest.mark.parametrize("mode", ["read", "write"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_is_not_opened_and_not_touched(folder, damage, mode):
    DAMAGES[damage](folder)
    before = everything_in(folder)
    with pytest.raises(StoreError, match="damaged") as caught:
        open_store(folder, mode=mode, create=mode == "write")
    assert str(folder) in caught.value.message
    assert "new store" in caught.value.cure
    assert before.items() <= everything_in(folder).items()


def test_verify_or_opening_notices_a_change_in_any_database_file_that_matters(original, tmp_path):
    files = sorted(path.name for path in (original / "oxigraph").glob("*.sst"))
    assert len(files) > 5
    intact = exported(original)
    unnoticed = 0
    for file in files:
        for place in (0.1, 0.6):
            folder = shutil.copytree(original, tmp_path / f"{file}-{place}")
            flip(folder / "oxigraph" / file, place)
            if not noticed(folder):
                # Words of removed quads, and older copies of words, lie there and are never read.
                assert exported(folder) == intact
                unnoticed += 1
            shutil.rmtree(folder)
    assert unnoticed < len(files)  # of twice as many


@pytest.mark.parametrize(
    "change", [lambda file: file.unlink(), lambda file: file.write_bytes(file.read_bytes()[:-9])]
)
def test_verify_or_opening_notices_a_missing_or_short_database_file(original, tmp_path, change):
    for file in sorted(path.name for path in (original / "oxigraph").glob("*.sst")):
        folder = shutil.copytree(original, tmp_path / file)
        change(folder / "oxigraph" / file)
        assert noticed(folder), file
        shutil.rmtree(folder)


def test_reading_a_damaged_file_is_a_store_error(folder):
    for file in (folder / "oxigraph").glob("*.sst"):
        flip(file, 0.1)
        flip(file, 0.4)
    with pytest.raises(StoreError, match="damaged"), open_store(folder) as store:
        list(store.quads())


def test_reading_an_answer_from_a_damaged_file_is_a_store_error(folder):
    for file in (folder / "oxigraph").glob("*.sst"):
        if file.stat().st_size > 10_000:  # smaller ones are read when the store is opened
            for place in (0.1, 0.3, 0.5, 0.7):
                flip(file, place)
    with open_store(folder) as store:
        with pytest.raises(StoreError, match="damaged"), store.guarded():
            list(store.query("SELECT * { GRAPH ?g { ?s ?p ?o } }"))
        with pytest.raises(BrokenPipeError), store.guarded():  # the reader of the answer has gone
            raise BrokenPipeError(32, "Broken pipe")


def test_a_store_with_every_integer_is_whole(tmp_path):
    """The engine finds too much by integers whose last byte is FF, as the offsets of articles often are."""
    name = NamedNode("https://example.org/graph")
    quads = [Quad(name, name, Literal(number), name) for number in (*range(1100), *range(65_500, 65_600))]
    with open_store(tmp_path / "store", mode="write", create=True) as store:
        store.replace({name: quads})
        assert list(store.verify()) == []


def test_a_graph_that_lost_quads_is_named(folder):
    import pyoxigraph

    database = pyoxigraph.Store(str(folder / "oxigraph"))
    lost = content(3, 1, 100)
    name, quads = next(iter(lost.items()))
    database.remove(quads[5])
    database.flush()
    del database
    with open_store(folder) as store:
        assert [damage.where for damage in store.verify()] == [name.value, "-"]


def test_a_damaged_text_is_noticed_on_reading_and_by_verify_and_cured_by_putting_it_again(folder):
    digest = hashlib.sha256(b"the text of an article").hexdigest()
    (folder / "texts" / digest[:2] / f"{digest}.txt").write_text("another text")
    with open_store(folder, mode="write") as store:
        with pytest.raises(StoreError, match="damaged"):
            store.text(digest)
        assert [damage.where for damage in store.verify()] == [digest]
        store.put_text("the text of an article")
        assert list(store.verify()) == []


@pytest.mark.parametrize(("version", "word", "cure"), [(0, "older", "again"), (2, "newer", "Upgrade")])
def test_another_format_is_refused_with_its_cure(folder, version, word, cure):
    (folder / "format.json").write_text(json.dumps({"format": "hearsay-store", "version": version}))
    with pytest.raises(StoreError, match=word) as caught:
        open_store(folder, mode="write", create=True)
    assert cure in caught.value.cure


@pytest.mark.parametrize("name", ["notes.txt", "texts", "format.json.bak"])
def test_a_folder_of_other_things_is_not_taken_for_a_store(tmp_path, name):
    (tmp_path / name).write_text("mine")
    for mode in ("read", "write"):
        with pytest.raises(StoreError, match="not a store"):
            open_store(tmp_path, mode=mode, create=mode == "write")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_foreign_format_json_is_not_taken_for_a_store(tmp_path):
    (tmp_path / "format.json").write_text('{"format": "something else", "version": 1}')
    (tmp_path / "data").mkdir()
    with pytest.raises(StoreError, match="something else"):
        open_store(tmp_path, mode="write", create=True)


def test_a_file_is_not_taken_for_a_store(tmp_path):
    (tmp_path / "store").write_text("mine")
    with pytest.raises(StoreError, match="is a file"):
        open_store(tmp_path / "store", mode="write", create=True)


@pytest.mark.parametrize(("mode", "create"), [("read", False), ("read", True), ("write", False)])
def test_a_missing_store_is_not_made_unasked(tmp_path, mode, create):
    with pytest.raises(StoreError, match="no store") as caught:
        open_store(tmp_path / "store", mode=mode, create=create)
    assert "hearsay ingest" in caught.value.cure
    assert not (tmp_path / "store").exists()
