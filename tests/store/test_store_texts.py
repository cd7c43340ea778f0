import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import StoreError
from ingest.store.texts import Texts

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture
def texts(tmp_path) -> Texts:
    return Texts(tmp_path / "texts", tmp_path)


@settings(max_examples=25, deadline=None)  # each writes to the disk
@given(st.lists(TEXT))
def test_what_is_put_comes_back_by_its_hash(words):
    with tempfile.TemporaryDirectory() as folder:
        texts = Texts(Path(folder) / "texts", Path(folder))
        digests = [texts.put(text) for text in words]
        assert digests == [hashlib.sha256(text.encode()).hexdigest() for text in words]
        assert [texts.get(digest) for digest in digests] == words
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        assert len(files) == len(set(words))


def test_a_text_lies_where_its_hash_says(texts, tmp_path):
    digest = texts.put("words")
    assert (tmp_path / "texts" / digest[:2] / f"{digest}.txt").read_text() == "words"


def test_a_text_that_is_not_there_is_an_error_with_a_cure(texts):
    with pytest.raises(StoreError, match="no text") as caught:
        texts.get("0" * 64)
    assert "Ingest" in caught.value.cure


@pytest.mark.parametrize("digest", ["", "../" * 22, "0" * 63, "A" * 64, "0" * 64 + "\n", "../../etc/passwd"])
def test_no_path_can_be_smuggled_in(texts, digest):
    for use in (texts.get, texts.delete):
        with pytest.raises(ValueError, match="SHA-256"):
            use(digest)


def test_a_text_cut_off_by_a_crash_is_written_again(texts, tmp_path):
    digest = texts.put("words")
    file = tmp_path / "texts" / digest[:2] / f"{digest}.txt"
    file.write_text("wor")
    assert list(texts.damaged()) == [digest]
    texts.put("words")
    assert texts.get(digest) == "words"
    assert list(texts.damaged()) == []
