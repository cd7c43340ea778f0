"""Extraction records, kept beside the graphs so that relinking and judging need no extractor.

One file an article and configuration, `records/<ab>/<article>-<key>.jsonl`: a first line with the SHA-256 of
the second, which is the content. Article and key are the last segments of IRIs; a record is written before
the graphs that were made from it and removed after them, so that every article in the store has its own.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.store.faults import damaged, guarded
from ingest.store.files import write_atomically

_SEGMENT = re.compile(r"[a-z2-7]{32}", re.ASCII)


class Records:
    """A folder of records by article and configuration.

    Args:
        folder: where they lie; made when the first is put.
        store: the store's folder, for messages.
    """

    def __init__(self, folder: Path, store: Path) -> None:
        self._folder = folder
        self._store = store

    def put(self, article: str, key: str, content: bytes, *, safe: bool = True) -> None:
        """Keep a record, in place of one of the same article and key.

        Args:
            article: last segment of the article's IRI.
            key: names it among the article's records.
            content: the record.
            safe: whether it must be safe against power loss at once.

        Raises:
            StoreError: it cannot be written.
            ValueError: article or key is no segment of an IRI.
        """
        head = f'{{"sha256":"{hashlib.sha256(content).hexdigest()}"}}\n'.encode()
        with guarded(self._store):
            path = self._path(article, key)
            if not (path.is_file() and path.read_bytes() == head + content):
                write_atomically(path, head + content, safe=safe)

    def get(self, article: str, key: str) -> bytes | None:
        """Return a record, or None if there is none: this article was ingested before records were kept.

        Raises:
            StoreError: its file is damaged.
            ValueError: article or key is no segment of an IRI.
        """
        path = self._path(article, key)
        with guarded(self._store):
            if not path.is_file():
                return None
            content = _checked(path.read_bytes())
        if content is None:
            raise damaged(self._store, f"the record {path} does not have the hash that it names")
        return content

    def delete(self, article: str, but: str | None = None) -> bool:
        """Remove all records of an article, except one; False if there were none.

        Raises:
            StoreError: they cannot be removed.
            ValueError: `article` is no segment of an IRI.
        """
        found = False
        with guarded(self._store):
            pattern = self._path(article, "a" * 32)
            for path in sorted(pattern.parent.glob(f"{article}-*")):
                if path.stem != f"{article}-{but}":
                    path.unlink()
                    found = True
        return found

    def damaged(self) -> Iterator[str]:
        """The records whose files hold something else than was written, in order."""
        with guarded(self._store):
            for path in sorted(self._folder.glob("??/*.jsonl")):
                if _checked(path.read_bytes()) is None:
                    yield path.stem

    def _path(self, article: str, key: str) -> Path:
        for segment in (article, key):
            if not _SEGMENT.fullmatch(segment):
                raise ValueError(f"not the last segment of an IRI: {segment!r}")
        return self._folder / article[:2] / f"{article}-{key}.jsonl"


def _checked(content: bytes) -> bytes | None:
    """Return what stands below the first line if it has the hash that this names."""
    head, _, rest = content.partition(b"\n")
    expected = f'{{"sha256":"{hashlib.sha256(rest).hexdigest()}"}}'.encode()
    return rest if head == expected else None
