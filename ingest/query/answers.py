"""What a query answers: data only, as RDF terms and as Python values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ingest.errors import QueryError

if TYPE_CHECKING:
    import pandas

Term = NamedNode | BlankNode | Literal | Triple
Cell = str | int | float | bool | Decimal | datetime | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", re.ASCII)
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)
_SIGNED = ("integer", "long", "int", "short", "byte", "nonPositiveInteger", "negativeInteger")
_UNSIGNED = (
    "nonNegativeInteger",
    "positiveInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
)
_INTEGERS = {_XSD + name for name in (*_SIGNED, *_UNSIGNED)}


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT.

    Attributes:
        columns: the variables of the SELECT clause that are no parameters, in its order.
        terms: a row for each solution, of RDF terms; None where nothing is bound.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """The rows as Python values (see `value`)."""
        return [tuple(value(term) for term in row) for row in self.terms]

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self.rows)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame, with pandas' own types for text, whole numbers and times.

        Raises:
            QueryError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise QueryError(
                "pandas is not installed.", "Install it with `pip install 'pandas>=2.2'`."
            ) from error
        frame = pandas.DataFrame(self.rows, columns=list(self.columns), dtype=object)
        return frame.convert_dtypes()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to an ASK."""

    true: bool

    def __bool__(self) -> bool:
        return self.true


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to a CONSTRUCT or DESCRIBE: distinct triples, in the order of their N-Triples lines."""

    triples: tuple[Triple, ...]

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)


Answer = Table | Verdict | Graph


def value(term: Term | None) -> Cell:
    """Return a term as a Python value.

    An IRI gives its text, a literal of a numeric, boolean or date-time type the Python value of that type
    (decimals stay exact), any other its lexical form. A literal that is not of its type's form, or too large
    for Python's type, gives its lexical form too: nothing is lost or guessed.

    >>> value(Literal("2", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    2
    >>> value(Literal("two", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")))
    'two'
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    return _typed(term.value, term.datatype.value)


def _typed(lexical: str, datatype: str) -> Cell:
    if datatype in _INTEGERS and _INTEGER.fullmatch(lexical):
        return int(lexical)
    if datatype == _XSD + "decimal" and _DECIMAL.fullmatch(lexical):
        return Decimal(lexical)
    if datatype in (_XSD + "double", _XSD + "float") and _DOUBLE.fullmatch(lexical):
        return float(lexical)
    if datatype == _XSD + "boolean" and lexical in ("true", "false", "1", "0"):
        return lexical in ("true", "1")
    if datatype == _XSD + "dateTime" and _DATE_TIME.fullmatch(lexical):
        try:
            return datetime.fromisoformat(lexical)
        except ValueError:
            return lexical
    return lexical
