"""The knowledge snapshot: what Hearsay knows of the world, read-only, from one file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from ingest.link.cleaning import is_qid
from ingest.link.entity import KINDS, Entity, number
from ingest.link.layout import COLUMNS, decode, kind_bit
from ingest.link.lookup import spellings_found_by
from ingest.link.names import forms, key, skeleton, without_company_form, without_titles
from ingest.link.snapshot_file import SHIPPED, SnapshotFile
from ingest.link.verification import find_fault

__all__ = ["SHIPPED", "Snapshot"]

#: No name is looked up to more candidates than these, the most prominent, unless asked.
MOST_CANDIDATES = 50


def _bits(*kinds: str) -> int:
    return sum(map(kind_bit, kinds))


# What a name may be; that has a title before it; that has a form of company behind it.
_ANY_KIND = _bits(*KINDS)
_TITLED = _bits("person")
_COMPANIES = _bits("organisation", "media", "platform", "other")

# Rows come in the order of the index: by prominence, then by QID.
_BY_NAME = (
    f"SELECT {COLUMNS} FROM name JOIN entity USING (id)"  # noqa: S608  # constant
    " WHERE name.key = ? AND (name.spelled = 0 OR name.spelled & ?) AND (1 << entity.kind) & ?"
    " ORDER BY name.rank, name.id LIMIT ?"
)
_BY_SKELETON = (
    f"SELECT {COLUMNS} FROM near JOIN entity USING (id) WHERE near.skeleton = ?"  # noqa: S608  # constant
    " ORDER BY near.rank, near.id LIMIT ?"
)
_BY_START = "SELECT id FROM name WHERE key >= ? AND key < ? ORDER BY rank, id LIMIT ?"
_BY_ID = f"SELECT {COLUMNS} FROM entity WHERE id = ?"  # noqa: S608  # constant
_BY_HOST = f"SELECT {COLUMNS} FROM domain JOIN entity USING (id) WHERE domain.host = ?"  # noqa: S608  # constant
_LABEL = "SELECT label FROM entity WHERE id = ?1 UNION ALL SELECT label FROM term WHERE id = ?1"
_CLASSES_UP = "WITH RECURSIVE up (id) AS (VALUES (?) UNION SELECT above FROM class JOIN up USING (id))"
_ABOVE = f"{_CLASSES_UP} SELECT 1 FROM up WHERE id = ? LIMIT 1"  # noqa: S608  # constant
_STEPS = f"{_CLASSES_UP} SELECT id, above FROM class JOIN up USING (id) ORDER BY id, above"  # noqa: S608  # constant


class Snapshot(SnapshotFile):
    """What a knowledge snapshot knows; looking up a name reads one entry of an index.

    >>> with Snapshot.open() as snapshot:  # doctest: +SKIP
    ...     snapshot.candidates("Kiev")[0].qid
    'Q1899'
    """

    def candidates(self, name: str, limit: int = MOST_CANDIDATES) -> tuple[Entity, ...]:
        """Return the entities that `name` may mean, the most prominent first.

        The name is looked up as it is, then in ever simpler forms (`ingest.link.names.forms`), until one is
        known.
        An acronym is only matched by capitals, "US" is not "us", and a name that is an article and one word
        only with its article: "The Hill" is not "Hill".
        """
        may_be = _ANY_KIND
        for before, form in pairwise((name, *forms(name))):
            if form != before and form == without_titles(before):
                may_be = _TITLED  # "Captain America" is no country
            elif form != before and form == without_company_form(before):
                may_be = _COMPANIES  # "Madeira Inc" is no island
            wanted = key(form)
            found = (
                self._entities(_BY_NAME, wanted, spellings_found_by(form), may_be, limit) if wanted else ()
            )
            if found:
                return found
        return ()

    def near(self, name: str, limit: int = 20) -> tuple[Entity, ...]:
        """Return entities with a name that sounds like `name`, the most prominent first.

        They share its skeleton (`ingest.link.names.skeleton`): other romanisations, and misspelt vowels.
        """
        wanted = skeleton(name)
        return self._entities(_BY_SKELETON, wanted, limit) if wanted else ()

    def starting(self, prefix: str, limit: int = 20) -> tuple[Entity, ...]:
        """Return entities with a name that starts like `prefix`, the most prominent first."""
        wanted = key(prefix)
        if not wanted:
            return ()
        most = 4 * limit
        while True:  # until there are enough, since an entity may be found by several names
            rows = self.ask(_BY_START, wanted, wanted + "\U0010ffff", most)
            qids = [f"Q{row[0]}" for row in dict.fromkeys(rows)]
            if len(qids) >= limit or len(rows) < most:
                return tuple(found for qid in qids[:limit] if (found := self.entity(qid)))
            most *= 4

    def names_with(self, word: str) -> int:
        """Return in how many of the snapshot's names `word` (a key) is; few count as 1."""
        rows = self.ask("SELECT names FROM word WHERE word = ?", word)
        return int(str(rows[0][0])) if rows else 1

    def entity(self, qid: str) -> Entity | None:
        """Return the entity ``Q…``, or None if the snapshot does not hold it."""
        found = self._entities(_BY_ID, number(qid)) if is_qid(qid) else ()
        return found[0] if found else None

    def entities(self) -> Iterator[Entity]:
        """Yield all entities by ascending QID, without holding them in memory."""
        for row in self.rows("entity"):
            yield self._made(decode, row)

    def current(self, qid: str) -> str:
        """Return the QID that `qid` was merged into, or itself."""
        rows = self.ask("SELECT now FROM redirect WHERE id = ?", number(qid)) if is_qid(qid) else []
        return f"Q{rows[0][0]}" if rows else qid

    def label_of(self, qid: str) -> str | None:
        """Return the label of an entity or of what facts name (a type, an occupation, an office), or None."""
        rows = self.ask(_LABEL, number(qid)) if is_qid(qid) else []
        return str(rows[0][0]) if rows else None

    def is_a(self, qid: str, root: str) -> bool:
        """Whether `qid` is `root`, or an instance or a subclass of it by any number of steps."""
        if not (is_qid(qid) and is_qid(root)):
            return False
        entity = self.entity(qid)
        starts = (qid, *entity.types) if entity else (qid,)
        return root in starts or any(self.ask(_ABOVE, number(start), number(root)) for start in starts)

    def superclasses(self, qid: str) -> tuple[tuple[str, str], ...]:
        """Return all pairs of a class and one above it, from `qid` upwards."""
        rows = self.ask(_STEPS, number(qid)) if is_qid(qid) else []
        return tuple((f"Q{below}", f"Q{above}") for below, above in rows)

    def classes(self) -> Iterator[tuple[str, str]]:
        """Yield all pairs of a class and one directly above it."""
        return ((f"Q{below}", f"Q{above}") for below, above in self.rows("class"))

    def terms(self) -> Iterator[tuple[str, str]]:
        """Yield the QID and the label of what facts name and is no entity here."""
        return ((f"Q{term}", str(label)) for term, label in self.rows("term"))

    def redirects(self) -> Iterator[tuple[str, str]]:
        """Yield the QIDs that were merged into others, with those."""
        return ((f"Q{old}", f"Q{now}") for old, now in self.rows("redirect"))

    def words(self) -> Iterator[tuple[str, int]]:
        """Yield the words that several names share, with the number of the names."""
        return ((str(word), int(str(names))) for word, names in self.rows("word"))

    def verify(self) -> None:
        """Read the whole file and compare it with its digest, and its index with its entities.

        Raises:
            HearsayError: the file is not what it was when it was compiled.
        """
        fault = find_fault(self)
        if fault:
            raise self.damaged(fault)

    def by_domain(self, host: str) -> Entity | None:
        """Return the outlet whose web domain is `host` or a parent of it, or None.

        A host below a platform's domain is somebody else's: "someone.tumblr.com" is not Tumblr.
        """
        if not host.isascii():  # domains are kept in their ASCII form
            return None
        labels = host.lower().rstrip(".").split(".")[-6:]
        for start in range(len(labels) - 1):
            outlets = self._entities(_BY_HOST, ".".join(labels[start:]))
            if outlets:
                found = outlets[0]
                below = [label for label in labels[:start] if label not in ("www", "m")]
                return None if found.kind == "platform" and below else found
        return None

    @cached_property
    def demonyms(self) -> dict[str, str]:
        """The ``Q…`` of the country for the key of every adjective and people."""
        return {str(word): f"Q{qid}" for word, qid in self.ask("SELECT key, id FROM demonym ORDER BY key")}

    def demonym(self, word: str) -> str | None:
        """Return the ``Q…`` of the country whose people or adjective `word` is ("the French"), or None."""
        wanted = key(word)
        return self.demonyms.get(wanted) or self.demonyms.get(wanted.removesuffix("s"))

    def _entities(self, query: str, *values: str | int) -> tuple[Entity, ...]:
        return tuple(self._made(decode, row) for row in self.ask(query, *values))
