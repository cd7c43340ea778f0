"""Typed parameters of a query: what a user writes, checked, and as the RDF term that it is bound to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Variable

from ingest.errors import QueryError
from ingest.model import ActorKind, Certainty, ClaimKind, LinkMethod, Polarity, SpeechAct
from ingest.rdf import iri
from ingest.rdf.graph import date_time
from ingest.rdf.vocabulary import XSD, concept
from ingest.read.canonical_url import canonical_url
from ingest.sources import SourceKind

Value = str | int | float | Decimal | date
"""What a parameter may be given as; from the command line it is always text."""

Term = NamedNode | Literal

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})", re.ASCII)
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SECOND = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that the user may or must set.

    Attributes:
        name: the SPARQL variable, without its question mark.
        type: a key of `TYPES`.
        description: what it does, as a phrase.
        default: its value where none is given, or None.
        optional: True if it may stay unbound, which asks for every value.
    """

    name: str
    type: str
    description: str
    default: str | None = None
    optional: bool = False

    @property
    def required(self) -> bool:
        """True if the user must give it."""
        return self.default is None and not self.optional

    def term(self, value: Value) -> Term:
        """Return `value` as an RDF term.

        Raises:
            QueryError: the value is not of the parameter's type.
        """
        kind = TYPES[self.type]
        try:
            return kind.read(_written(value))
        except ValueError:
            raise QueryError(
                f"The parameter `{self.name}` takes {kind.takes}, not {_written(value)!r}.",
                f"Write it like `{self.name}={kind.example}`.",
            ) from None


@dataclass(frozen=True, slots=True)
class Type:
    """How the values of a parameter are written.

    Attributes:
        takes: what it takes, as a phrase with its article.
        example: a value that it takes.
        read: from the written value to the term; raises `ValueError` for any that it does not take.
    """

    takes: str
    example: str
    read: Callable[[str], Term]


def bind(parameters: tuple[Parameter, ...], values: Mapping[str, Value | None]) -> dict[Variable, Term]:
    """Check `values` against the declared parameters and return what the engine is to bind.

    Args:
        parameters: those of the query.
        values: by name; a None counts as not given.

    Raises:
        QueryError: a value is missing, of another type, or for no parameter of the query.
    """
    given = {name: value for name, value in values.items() if value is not None}
    declared = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in declared:
            takes = ", ".join(f"`{known}`" for known in declared) or "none"
            raise QueryError(f"The query has no parameter `{name}`.", f"Its parameters: {takes}.")
    terms = {}
    for parameter in parameters:
        value = given.get(parameter.name, parameter.default)
        if value is not None:
            terms[Variable(parameter.name)] = parameter.term(value)
        elif parameter.required:
            kind = TYPES[parameter.type]
            raise QueryError(
                f"The query needs the parameter `{parameter.name}`: {parameter.description}.",
                f"It takes {kind.takes}, for instance `{parameter.name}={kind.example}`.",
            )
    return terms


def _written(value: Value) -> str:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _iri(written: str) -> NamedNode:
    if not _ABSOLUTE_IRI.fullmatch(written):
        raise ValueError(written)
    return NamedNode(written)


def _article(written: str) -> NamedNode:
    return iri.article_at(canonical_url(written))


def _integer(written: str) -> Literal:
    if not _INTEGER.fullmatch(written):
        raise ValueError(written)
    return Literal(str(int(written)), datatype=XSD.integer)


def _decimal(written: str) -> Literal:
    if not _DECIMAL.fullmatch(written):
        raise ValueError(written)
    return Literal(f"{Decimal(written):f}", datatype=XSD.decimal)


def _date(written: str) -> Literal:
    if _DAY.fullmatch(written):
        date.fromisoformat(written)
        return date_time(written)
    if _SECOND.fullmatch(written):
        return Literal(_written(datetime.fromisoformat(written)), datatype=XSD.dateTime)
    raise ValueError(written)


def _concepts(scheme: type[StrEnum]) -> Type:
    members = list(scheme)

    def read(written: str) -> NamedNode:
        return concept(scheme(written.replace("-", " ") if scheme is SpeechAct else written))

    return Type("one of " + ", ".join(f"`{member}`" for member in members), members[0].value, read)


TYPES: Mapping[str, Type] = {
    "iri": Type("a whole IRI", "https://example.org/thing", _iri),
    "article": Type("an article's address (URL) or IRI", "https://example.org/news", _article),
    "qid": Type("a Wikidata QID", "Q212", iri.entity),
    "string": Type("text", "Telegram", Literal),
    "integer": Type("a whole number", "2", _integer),
    "decimal": Type("a number", "0.5", _decimal),
    "date": Type("a date, or a time with its zone", "2024-05-06", _date),
    "certainty": _concepts(Certainty),
    "polarity": _concepts(Polarity),
    "act": _concepts(SpeechAct),
    "kind": _concepts(ClaimKind),
    "actor-kind": _concepts(ActorKind),
    "source-kind": _concepts(SourceKind),
    "method": _concepts(LinkMethod),
}
"""The types of parameters, by the name that a query's header gives."""
