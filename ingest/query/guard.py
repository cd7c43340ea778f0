"""Refuse what would make the engine overflow its stack, which ends the whole process.

Measured with Oxigraph 0.5.13 and a stack of 8 MB: it dies of some 2,200 nested groups, 1,000 nested EXISTS,
4,600 nested parentheses, a chain of 5,000 OPTIONALs or of 20,000 operators. The bounds lie far below, but
above what people write. This catches accidents and simple attacks; what slips through ends
a process of its own (`ingest.query.run_isolated`).
"""

from __future__ import annotations

import re

from ingest.errors import QueryError

LONGEST = 64 * 1024
"""Characters."""
DEEPEST = 200
"""Brackets open at one place."""
MOST_JOINTS = 2000
"""Groups, operators and assignments: what lengthens a chain in the engine's plan."""

_SERVICE = re.compile(
    r"SERVICE[^ \t\r\n<?$#:]*+(?:[ \t\r\n]++(?:SILENT[ \t\r\n]++)?+[^ \t\r\n<?$#:]*+)?+[<?$#:]", re.IGNORECASE
)
# Sought wherever the letters stand, also within a word, a text or a comment: `1SERVICESILENT<…>` is three
# words to the engine, and what is a text or a comment, only a whole parser can tell (`<#>` may be an IRI, or
# an operator and a comment). A request that slips through could send what is in the store to anybody.

_TOKEN = re.compile(
    r"""
      (?P<escape> \\. )
    | (?P<iri> <[^\x00-\x20<>"{}|^`\\]*> )
    | (?P<skip> \#[^\r\n]* | '''(?:[^'\\]|\\.|'(?!''))*+''' | \"""(?:[^"\\]|\\.|"(?!""))*+\"""
              | '(?:[^'\\\r\n]|\\.)*+' | "(?:[^"\\\r\n]|\\.)*+" )
    | (?P<unclosed> '(?:[^'\\\r\n]|\\.)*+ | "(?:[^"\\\r\n]|\\.)*+ )
    | (?P<open> [({\[] )
    | (?P<close> [)}\]] )
    | (?P<joint> [-+*/|&!] | \b[Aa][Ss]\b )
    """,
    re.VERBOSE | re.DOTALL,
)


def asks_elsewhere(sparql: str) -> bool:
    """Whether a query may ask another endpoint; True rather too often than too seldom."""
    return bool(_SERVICE.search(sparql))


def check(sparql: str, *, online: bool = False) -> None:
    """Pass a query that the engine's parser can take.

    Args:
        sparql: the text of a query.
        online: whether it may ask other endpoints with SERVICE.

    Raises:
        QueryError: it is too long, too deep or joined from too many parts, or asks the network unallowed.
    """
    if not sparql.strip():
        raise QueryError(
            "The query is empty.", "`hearsay queries` lists the questions that can be asked by name."
        )
    if len(sparql) > LONGEST:
        raise QueryError(f"The query has {len(sparql):,} characters.", f"Shorten it to {LONGEST:,}.")
    if not online and asks_elsewhere(sparql):
        raise QueryError(
            "The query asks another endpoint over the network (SERVICE).",
            "Allow it with `--online` (in Python: `online=True`).",
        )
    depth = joints = 0
    for token in _TOKEN.finditer(sparql):
        match token.lastgroup:
            case "iri" | "unclosed":
                # This may be the operator `<` and brackets: what opens there counts, what closes does not.
                depth += sum(token[0].count(bracket) for bracket in "({[")
            case "open":
                depth += 1
                joints += token[0] == "{"
            case "close":
                depth -= 1
            case "joint":
                joints += 1
        if depth > DEEPEST:
            raise QueryError(
                f"The query opens more than {DEEPEST} brackets inside one another.", "Nest it less deeply."
            )
        if joints > MOST_JOINTS:
            raise QueryError(
                f"The query joins more than {MOST_JOINTS:,} groups, operators and assignments.",
                "Ask in several queries, or list values with VALUES.",
            )
