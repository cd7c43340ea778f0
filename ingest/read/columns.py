"""Which column of a table is what: by common names, or as the user says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.read.fault import Code, Fault
from ingest.read.fields import NAMES

_NEEDED = {"title": "headline", "text": "text"}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """A mapping from what an article is made of (`title`, `text`, `url`, …) to names of columns.

    What it does not name is looked for under its common names (`fields.NAMES`), whatever their case.
    """

    named: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, spec: str) -> Columns:
        """Return the mapping of ``title=headline,text=body``.

        Raises:
            ValueError: it is none; the message says why, as a sentence.
        """
        pairs = [part.partition("=") for part in spec.split(",")]
        return cls.of([(name.strip(), column.strip()) for name, _, column in pairs])

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str]]) -> Columns:
        """Return the mapping of (what, column) pairs.

        Raises:
            ValueError: one is unknown, empty or given twice.
        """
        for name, column in pairs:
            if name not in NAMES:
                raise ValueError(f"“{name[:40]}” is nothing that a column can be: {', '.join(NAMES)}.")
            if not column:
                raise ValueError(f"No column is named for {name}: write {name}=COLUMN.")
        if len(dict(pairs)) < len(pairs):
            raise ValueError("Something is given two columns.")
        return cls(dict(pairs))

    def places(self, header: Sequence[str]) -> dict[int, str]:
        """Return the field name (as `fields.draft` reads it) of each column that is read, by its place.

        Raises:
            Fault: a column that is named is not there, two are of one name, or there is none for headline or
                text.
        """
        names = [column.strip() for column in header]
        found: dict[int, str] = {}
        for what, column in self.named.items():
            if names.count(column) != 1:
                wrong = "has no column" if column not in names else "has several columns"
                raise _no_column(f"The table {wrong} “{column[:40]}”", names)
            found[names.index(column)] = NAMES[what][0]
        common = {_key(name): name for what, each in NAMES.items() if what not in self.named for name in each}
        for place, column in enumerate(names):
            name = common.pop(_key(column), None)
            if name and place not in found:
                found[place] = name
        for what, meaning in _NEEDED.items():
            if not set(NAMES[what]) & set(found.values()):
                raise _no_column(f"The table has no column for the {meaning}", names)
        return found


def _key(name: str) -> str:
    """Return a name without what tells `Published At`, `published_at` and `publishedAt` apart."""
    return name.lower().replace("_", "").replace(" ", "").replace("-", "")


def _no_column(message: str, names: Sequence[str]) -> Fault:
    shown = ", ".join(name[:40] for name in names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    cure = "Say which column is what: --columns title=NAME,text=NAME, or columns in hearsay.toml."
    return Fault(Code.NO_COLUMN, f"{message}; its columns are: {shown}.", cure)
