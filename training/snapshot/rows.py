"""A row of the gazetteer: what is known of one entity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: The British spelling of the kinds, as everywhere else in Hearsay.
KINDS = {"organization": "organisation"}


@dataclass(frozen=True)
class Row:
    """One entity: a line of the gazetteer, cleaned step by step."""

    qid: str
    label: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    description: str
    domain: str
    prominence: float
    demonyms: tuple[str, ...] = ()

    def line(self) -> str:
        """Return the row as it is shipped, in the order of COLUMNS."""
        return "\t".join(
            (
                self.qid,
                self.label,
                "|".join(self.aliases),
                self.kind,
                self.country,
                self.description,
                self.domain,
                f"{self.prominence:.2f}",
                "|".join(self.demonyms),
            )
        )


def read_rows(text: str) -> Iterator[Row]:
    """Yield the rows of ``entities.tsv``."""
    for line in text.splitlines()[1:]:
        qid, label, aliases, kind, country, description, domain, prominence, _source = line.split("\t")
        yield Row(
            qid=qid,
            label=tidy(label),
            aliases=tuple(tidy(alias) for alias in aliases.split("|") if alias),
            kind=KINDS.get(kind, kind),
            country=country,
            description=tidy(description),
            domain=domain.lower().removeprefix("www."),
            prominence=float(prominence),
        )


def read_own_names(path: Path) -> dict[str, tuple[str, ...]]:
    """Return, by QID, the names in ``own_names.tsv``: ours, each with its reason there."""
    names: dict[str, tuple[str, ...]] = {}
    for line in path.read_text("utf-8").splitlines()[1:]:
        qid, name, _why = line.split("\t")
        names[qid] = (*names.get(qid, ()), name)
    return names


def tidy(text: str) -> str:
    """Collapse white space and drop quotation marks around the whole."""
    return " ".join(text.split()).strip('"“”«»„ ')
