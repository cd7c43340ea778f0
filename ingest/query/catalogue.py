"""The shipped questions, and the header in which a query says what it asks and what it takes.

A header is the comment at the top of a query::

    # Who says what in an article?
    #
    # Any further lines explain the answer.
    # param: article iri  The article's address
    # param: certainty certainty?  Only claims held in this way
    # param: depth integer = 2  The least number of links
    # example: article=https://example.org/harbour

The first line is the question. A parameter is ``name type``, then ``?`` if it may stay unbound or
``= default``, then two spaces and what it does. Its name is a variable of the query, and stands in the SELECT
clause. An example names a value that gives an answer on the sample articles, one a line.

In a filter, a parameter that may stay unbound is written ``COALESCE(?value = ?parameter, true)``: the engine
takes ``BOUND`` of a variable that nothing in the query binds for false, whatever is bound from outside.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from ingest import resources
from ingest.errors import QueryError
from ingest.query.parameters import TYPES, Parameter

OWN = "-"
"""The name of a query that is not shipped."""

_BOUND = re.compile(r"\bBOUND\s*\(\s*[?$](\w+)", re.IGNORECASE)
_NAME = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
_DECLARATION = re.compile(r"([A-Za-z][A-Za-z0-9_]*) ([a-z-]+)(\?)?(?: = (\S.*))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Question:
    """A query with what its header says.

    Attributes:
        name: by which it is called; `OWN` for a query that is not shipped.
        question: the header's first line, or empty.
        notes: the header's further lines, joined by newlines, or empty.
        parameters: in the header's order.
        example: values of parameters, by name, that give an answer on the sample articles.
        text: the whole query, header included.
        path: the file, or None.
    """

    name: str
    question: str
    notes: str
    parameters: tuple[Parameter, ...]
    example: tuple[tuple[str, str], ...]
    text: str
    path: Path | None = None


def catalogue(folder: Path | None = None) -> tuple[Question, ...]:
    """Return all questions of a folder (by default the shipped ones), by name.

    Raises:
        QueryError: a header is malformed.
    """
    files = sorted((folder or resources.folder("queries")).glob("*.rq"), key=lambda file: file.name)
    return tuple(parse(file.read_text(encoding="utf-8"), file.stem, file) for file in files)


def find(name_or_text: str) -> Question:
    """Return the shipped question of this name, or read the text of a query.

    What holds nothing but small letters, digits and hyphens is a name: no SPARQL query looks like that.

    Raises:
        QueryError: there is no question of this name, or the query's header is malformed.
    """
    if not _NAME.fullmatch(name_or_text):
        return parse(name_or_text)
    questions = {question.name: question for question in catalogue()}
    if name_or_text in questions:
        return questions[name_or_text]
    near = difflib.get_close_matches(name_or_text, questions, n=3)
    meant = f"Did you mean {' or '.join(f'`{name}`' for name in near)}? " if near else ""
    raise QueryError(f"There is no query `{name_or_text}`.", f"{meant}`hearsay queries` lists all.")


def parse(text: str, name: str = OWN, path: Path | None = None) -> Question:
    """Read a query's header.

    Raises:
        QueryError: a parameter's declaration is malformed or repeated, or the query asks for its BOUND.
    """
    lines = []
    example: list[tuple[str, str]] = []
    parameters: dict[str, Parameter] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        words = line.lstrip("#").strip()
        if words.startswith("param:"):
            parameter = _declared(words.removeprefix("param:").strip(), f"{path or 'the query'}:{number}")
            if parameter.name in parameters:
                raise QueryError(f"{path or 'the query'}:{number} declares `{parameter.name}` twice.")
            parameters[parameter.name] = parameter
        elif words.startswith("example:"):
            key, _, value = words.removeprefix("example:").strip().partition("=")
            example.append((key, value))
        else:
            lines.append(words)
    for asked in _BOUND.findall(text):
        if asked in parameters:
            raise QueryError(
                f"The query asks BOUND(?{asked}) of a parameter, which the engine takes for false.",
                f"Write COALESCE(?value = ?{asked}, true) for a parameter that may be left out.",
            )
    question, *notes = lines or [""]
    return Question(
        name, question, "\n".join(notes).strip(), tuple(parameters.values()), tuple(example), text, path
    )


def _declared(words: str, place: str) -> Parameter:
    head, _, description = words.partition("  ")
    match = _DECLARATION.fullmatch(head)
    if not match or match[2] not in TYPES or not description or (match[3] and match[4]):
        raise QueryError(
            f"{place}: `param: {words}` declares no parameter.",
            "Write `# param: name type`, then `?` if it may be left out or ` = default`, two spaces and a "
            f"description; the types are {', '.join(TYPES)}.",
        )
    parameter = Parameter(match[1], match[2], description.strip(), match[4], bool(match[3]))
    if parameter.default is not None:
        parameter.term(parameter.default)
    return parameter
