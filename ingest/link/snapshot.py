"""The knowledge snapshot: what Hearsay knows of the world, read-only, from one file."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.errors import HearsayError
from ingest.link.entity import Entity
from ingest.link.names import forms, is_acronym, key, without_company_form, without_titles
from ingest.link.tables import LAYOUT, number

SHIPPED = Path(__file__).parent / "data" / "snapshot.sqlite"

# What a name may be that has a title before it, or a form of company behind it.
_TITLED = frozenset(("person",))
_COMPANIES = frozenset(("organisation", "media", "platform", "other"))

_COLUMNS = (
    "entity.id, entity.label, entity.aliases, entity.kind, entity.country, entity.description,"
    " entity.domain, entity.prominence"
)
_BY_NAME = f"SELECT {_COLUMNS} FROM name JOIN entity USING (id) WHERE name.key = ?"  # noqa: S608  # constant
_BY_ID = f"SELECT {_COLUMNS} FROM entity WHERE id = ?"  # noqa: S608  # constant
_BY_HOST = f"SELECT {_COLUMNS} FROM domain JOIN entity USING (id) WHERE domain.host = ?"  # noqa: S608  # constant


class Snapshot:
    """A knowledge snapshot opened for reading; threads and forked processes may share it.

    Opening reads two values, looking up a name one index entry; nothing is loaded into memory as a whole.

    >>> with Snapshot.open() as snapshot:  # doctest: +SKIP
    ...     snapshot.candidates("Kiev")[0].qid
    'Q1899'
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._closed = False
        # One a thread, since threads that share one get each other's rows or an error (seen on Python 3.13);
        # one a process, since SQLite forbids carrying a connection across a fork.
        self._connections: dict[tuple[int, int], sqlite3.Connection] = {}
        self._connection()

    @classmethod
    def open(cls, path: Path | None = None) -> Self:
        """Open the snapshot at `path`, or the one that travels with Hearsay.

        Raises:
            HearsayError: there is none, it is of another version of Hearsay, or it is damaged.
        """
        snapshot = cls(path or SHIPPED)
        try:
            layout = snapshot._meta("layout")
        except HearsayError:
            snapshot.close()
            raise
        if layout != str(LAYOUT):
            snapshot.close()
            raise HearsayError(
                f"{snapshot.path}: the knowledge snapshot has layout {layout}, this Hearsay reads {LAYOUT}.",
                _cure(snapshot.path),
            )
        return snapshot

    @cached_property
    def digest(self) -> str:
        """Hex SHA-256 of the canonical table that the snapshot was compiled from."""
        return self._meta("digest")

    def candidates(self, name: str) -> tuple[Entity, ...]:
        """Return the entities that `name` may mean, the most prominent first.

        The name is looked up as it is, then in ever simpler forms (`ingest.link.names.forms`), until one is
        known.
        An acronym is only matched by capitals, "US" is not "us", and a name that is an article and one word
        only with its article: "The Hill" is not "Hill".
        """
        may_be: frozenset[str] | None = None
        for before, form in pairwise((name, *forms(name))):
            if form != before and form == without_titles(before):
                may_be = _TITLED  # "Captain America" is no country
            elif form != before and form == without_company_form(before):
                may_be = _COMPANIES  # "Madeira Inc" is no island
            wanted = key(form)
            rows = self._rows(_BY_NAME, wanted) if wanted else []
            found = [entity for entity in map(_entity, rows) if _is_spelled(form, wanted, entity)]
            if may_be is not None:
                found = [entity for entity in found if entity.kind in may_be]
            if found:
                return tuple(sorted(found, key=lambda e: (-e.prominence, number(e.qid))))
        return ()

    def names_with(self, word: str) -> int:
        """Return in how many of the snapshot's names `word` (a key) is; few count as 1."""
        rows = self._rows("SELECT names FROM word WHERE word = ?", word)
        return int(str(rows[0][0])) if rows else 1

    def entity(self, qid: str) -> Entity | None:
        """Return the entity ``Q…``, or None if the snapshot does not hold it."""
        if not (qid[:1] == "Q" and qid[1:].isascii() and qid[1:].isdigit() and len(qid) <= 18):
            return None
        rows = self._rows(_BY_ID, number(qid))
        return _entity(rows[0]) if rows else None

    def by_domain(self, host: str) -> Entity | None:
        """Return the outlet whose web domain is `host` or a parent of it, or None.

        A host below a platform's domain is somebody else's: "someone.tumblr.com" is not Tumblr.
        """
        if not host.isascii():  # domains are kept in their ASCII form
            return None
        labels = host.lower().rstrip(".").split(".")[-6:]
        for start in range(len(labels) - 1):
            rows = self._rows(_BY_HOST, ".".join(labels[start:]))
            if rows:
                found = _entity(rows[0])
                below = [label for label in labels[:start] if label not in ("www", "m")]
                return None if found.kind == "platform" and below else found
        return None

    @cached_property
    def demonyms(self) -> dict[str, str]:
        """The ``Q…`` of the country for the key of every adjective and people."""
        return {str(word): f"Q{qid}" for word, qid in self._rows("SELECT key, id FROM demonym ORDER BY key")}

    def demonym(self, word: str) -> str | None:
        """Return the ``Q…`` of the country whose people or adjective `word` is ("the French"), or None."""
        wanted = key(word)
        return self.demonyms.get(wanted) or self.demonyms.get(wanted.removesuffix("s"))

    def close(self) -> None:
        """Close the file; no thread may be using it."""
        self._closed = True
        for (process, _), connection in self._connections.items():
            if process == os.getpid():
                connection.close()
        self._connections.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[type[Self], tuple[Path]]:
        return type(self), (self.path,)

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        if self._closed:
            raise HearsayError(f"{self.path}: the knowledge snapshot was closed.", "Open it again.")
        place = os.getpid(), threading.get_ident()
        if place not in self._connections:
            self._connections[place] = self._connect()
        return self._connections[place]

    def _connect(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise HearsayError(f"{self.path}: the knowledge snapshot is missing.", _cure(self.path))
        with self._readable():
            # Immutable: no lock, no journal, so that any number of processes may read it on a read-only disk.
            # Used by one thread, and closed by whichever closes the snapshot.
            uri = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            return sqlite3.connect(uri, uri=True, check_same_thread=False)

    def _rows(self, query: str, *values: str | int) -> list[tuple[object, ...]]:
        connection = self._connection()
        with self._readable():
            return connection.execute(query, values).fetchall()

    def _meta(self, name: str) -> str:
        rows = self._rows("SELECT value FROM meta WHERE name = ?", name)
        if not rows:
            raise HearsayError(
                f"{self.path}: the knowledge snapshot does not say its {name}.", _cure(self.path)
            )
        return str(rows[0][0])

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise HearsayError(
                f"{self.path}: the knowledge snapshot cannot be read ({error}).", _cure(self.path)
            ) from error


def _cure(path: Path) -> str:
    if path == SHIPPED:
        return "Reinstall Hearsay; in a checkout: `make clean`, then `make test`."
    return "Give the path of a snapshot built by this version of Hearsay."


def _entity(row: tuple[object, ...]) -> Entity:
    qid, label, aliases, kind, country, description, domain, prominence = row
    return Entity(
        qid=f"Q{qid}",
        label=str(label),
        aliases=tuple(str(aliases).split("|")) if aliases else (),
        kind=str(kind),
        country=f"Q{country}" if country is not None else None,
        description=str(description),
        domain=str(domain),
        prominence=float(str(prominence)),
    )


def _is_spelled(form: str, wanted: str, entity: Entity) -> bool:
    """Whether some name of the entity may be written as `form`, or is found by more than its spelling."""
    spelled = [name for name in entity.names if key(name) == wanted]
    if not spelled or " " in wanted:
        return True
    has_article = form.lower().startswith("the ")
    return any(
        (has_article or not name.lower().startswith("the ")) and (is_acronym(form) or not is_acronym(name))
        for name in spelled
    )
