"""One article's triples, indexed for checks; what the reference might read differently is not taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ingest.rdf.vocabulary import RDF, XSD

Term = NamedNode | BlankNode | Literal
Values = Mapping[Term, None]
"""An ordered set of terms."""

NONE: Values = {}
NOTHING: Mapping[NamedNode, dict[Term, None]] = {}
_SUBCLASS = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")


class Doubtful(Exception):
    """The reference has to look: libraries do not agree on a term, or on how two compare."""


class Data:
    """Triples by subject and by predicate; graph names are not looked at.

    Attributes:
        out: for each subject and predicate, the objects.
        pairs: for each predicate, its (subject, object) pairs; one that stands in several graphs may recur.
        only_names: True if there are no blank nodes.

    Raises:
        Doubtful: on reading, for a triple term, or a literal that libraries might read differently.
    """

    __slots__ = ("_into", "_kinds", "only_names", "out", "pairs")

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.out: dict[Term, dict[NamedNode, dict[Term, None]]] = {}
        self.pairs: dict[NamedNode, list[tuple[Term, Term]]] = {}
        self.only_names = True
        self._into: dict[NamedNode, dict[Term, dict[Term, None]]] = {}
        self._kinds: dict[Term, frozenset[Term]] = {}
        out, pairs = self.out, self.pairs
        for subject, predicate, value, _ in quads:
            if isinstance(value, Literal):
                _check(value)
            elif not isinstance(value, NamedNode):
                self.only_names = False
                if not isinstance(value, BlankNode):
                    raise Doubtful(value)
            of_subject = out.get(subject)
            if of_subject is None:
                if not isinstance(subject, NamedNode):
                    self.only_names = False
                    if not isinstance(subject, BlankNode):
                        raise Doubtful(subject)
                of_subject = out[subject] = {}
            values = of_subject.get(predicate)
            if values is None:
                of_subject[predicate] = {value: None}
            else:
                values[value] = None
            alike = pairs.get(predicate)
            if alike is None:
                alike = pairs[predicate] = []
            alike.append((subject, value))

    def objects(self, node: Term, predicate: NamedNode) -> Values:
        """Return the objects of `node` by `predicate`."""
        return self.out.get(node, NOTHING).get(predicate, NONE)

    def subjects(self, predicate: NamedNode, value: Term) -> Values:
        """Return the subjects from which `predicate` leads to `value`."""
        into = self._into.get(predicate)
        if into is None:
            into = self._into[predicate] = {}
            for subject, each in self.pairs.get(predicate, ()):
                into.setdefault(each, {})[subject] = None
        return into.get(value, NONE)

    def instances(self, kind: Term) -> Values:
        """Return the nodes typed as `kind` or as one of its subclasses."""
        return {node: None for each in self._below(kind) for node in self.subjects(RDF.type, each)}

    def is_instance(self, node: Term, kind: Term) -> bool:
        """Whether `node` is typed as `kind` or as one of its subclasses."""
        types = self.objects(node, RDF.type)
        return kind in types or not self._below(kind).isdisjoint(types)

    def _below(self, kind: Term) -> frozenset[Term]:
        """Return a class and its subclasses, as the data have them."""
        if kind not in self._kinds:
            reached = [kind]
            for each in reached:
                reached += [lower for lower in self.subjects(_SUBCLASS, each) if lower not in reached]
            self._kinds[kind] = frozenset(reached)
        return self._kinds[kind]


def _is_date_time(value: str) -> bool:
    try:
        return _DATE_TIME.fullmatch(value) is not None and datetime.fromisoformat(value) is not None
    except ValueError:
        return False


def _is_date(value: str) -> bool:
    try:
        return _DATE.fullmatch(value) is not None and date.fromisoformat(value) is not None
    except ValueError:
        return False


_DATE_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FORMS: dict[NamedNode, Callable[[str], object]] = {
    XSD.integer: re.compile(r"[+-]?[0-9]{1,18}").fullmatch,
    XSD.decimal: re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?").fullmatch,
    XSD.dateTime: _is_date_time,
    NamedNode(_XSD + "date"): _is_date,
    NamedNode(_XSD + "boolean"): frozenset({"true", "false"}).__contains__,
}
"""Lexical forms that every library reads as the same value; others may be right: the reference will tell."""

_OF_WORDS = frozenset({XSD.string, NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")})


def _check(literal: Literal) -> None:
    datatype = literal.datatype
    if datatype in _OF_WORDS:
        return
    form = _FORMS.get(datatype)
    if form is None or not form(literal.value):
        raise Doubtful(literal)
