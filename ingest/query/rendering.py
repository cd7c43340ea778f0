"""Answers as text: for a terminal, for spreadsheets, for programs.

CSV, TSV and JSON follow W3C's SPARQL 1.1 Query Results formats. CSV keeps every value exactly as it is: a
wording that begins with ``=``, ``+``, ``-`` or ``@`` is not defused, since what is changed is no longer what
the article says. Import such a file into a spreadsheet with its columns set to text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from ingest.errors import QueryError
from ingest.query.answers import Answer, Graph, Table, Term, Verdict
from ingest.rdf.vocabulary import PREFIXES, XSD
from ingest.text import printable


def render(answer: Answer, form: str) -> bytes:
    """Return an answer in UTF-8.

    Args:
        answer: of any query.
        form: a key of `FORMS`.

    Raises:
        QueryError: there is no such form, or it does not suit this kind of answer.
    """
    if form not in FORMS:
        raise QueryError(f"There is no format `{form}`.", f"Choose one of {', '.join(FORMS)}.")
    return FORMS[form](answer)


def as_table(answer: Answer) -> Table:
    """Return any answer as a table: one cell for an ASK, subject, predicate and object for triples."""
    match answer:
        case Verdict():
            return Table(("answer",), ((_boolean(answer),),))
        case Graph():
            rows = tuple((triple.subject, triple.predicate, triple.object) for triple in answer.triples)
            return Table(("subject", "predicate", "object"), rows)
        case Table():
            return answer


def cells(answer: Answer) -> list[list[str]]:
    """Return a header row and the rows of an answer as text that is safe to print on a terminal."""
    table = as_table(answer)
    shown = [[printable(_plain(term)) for term in row] for row in table.terms]
    return [list(table.columns), *shown]


def _table(answer: Answer) -> bytes:
    rows = cells(answer)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _csv(answer: Answer) -> bytes:
    if isinstance(answer, Verdict):
        return f"{_truth(answer)}\r\n".encode()
    table = as_table(answer)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_plain(term) for term in row] for row in table.terms)
    return out.getvalue().encode()


def _tsv(answer: Answer) -> bytes:
    if isinstance(answer, Verdict):
        return f"{_truth(answer)}\n".encode()
    table = as_table(answer)
    head = "\t".join(f"?{column}" for column in table.columns)
    rows = ("\t".join("" if term is None else str(term) for term in row) for row in table.terms)
    return "".join(f"{line}\n" for line in (head, *rows)).encode()


def _json(answer: Answer) -> bytes:
    document: dict[str, Any]
    if isinstance(answer, Verdict):
        document = {"head": {}, "boolean": answer.true}
    else:
        table = as_table(answer)
        bindings = [
            {
                column: _json_term(term)
                for column, term in zip(table.columns, row, strict=True)
                if term is not None
            }
            for row in table.terms
        ]
        document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _json_term(term: Term) -> dict[str, Any]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
        case Literal():
            if term.language:
                return {"type": "literal", "value": term.value, "xml:lang": term.language}
            if term.datatype == XSD.string:
                return {"type": "literal", "value": term.value}
            return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _triples(answer: Answer, form: RdfFormat, prefixes: Mapping[str, str] | None) -> bytes:
    if not isinstance(answer, Graph):
        raise QueryError(
            "The query gives no triples, and this format holds nothing else.",
            "Choose table, csv, tsv or json, or ask with CONSTRUCT.",
        )
    out = io.BytesIO()
    serialize(answer.triples, out, format=form, prefixes=dict(prefixes) if prefixes else None)
    return out.getvalue()


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _truth(verdict: Verdict) -> str:
    return "true" if verdict.true else "false"


def _boolean(verdict: Verdict) -> Literal:
    return Literal(verdict.true)


FORMS: Mapping[str, Callable[[Answer], bytes]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "ttl": lambda answer: _triples(answer, RdfFormat.TURTLE, PREFIXES),
    "nquads": lambda answer: _triples(answer, RdfFormat.N_QUADS, None),
}
"""The forms of an answer, by the name that `--format` takes."""
