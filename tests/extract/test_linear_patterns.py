"""No regular expression that reads articles takes more than linear time, whatever it is fed."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import ingest.extract
import ingest.link

RUN = 100_000
LIMIT = 5
"""Microseconds a character: a linear pattern takes at most a third of one, a quadratic one sixty on a run."""
CHARACTERS = "aA0_я中\u0301 \n\t\u00a0.,:;!?-–—'’‘\"“”«»„`…()[]{}<>&/@#|*•😀\x00"
_ATOM = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]|\\[wWsSdD]")
_FUNCTIONS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}


def modules() -> Iterator[str]:
    for room in (ingest.extract, ingest.link):
        yield from (each.name for each in pkgutil.walk_packages(room.__path__, prefix=f"{room.__name__}."))
    yield "ingest.language"


def held(value: object, depth: int = 2) -> Iterator[re.Pattern[str]]:
    """Yield the text patterns in a module's value, also those in its lists and tables."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, dict):
        for each in value.values():
            yield from held(each, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from held(each, depth - 1)


def written(source: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that stand as text in calls such as `re.split("…", words)`."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and (node.func.value.id, node.func.attr in _FUNCTIONS) == ("re", True)
            and isinstance(node.args[0], ast.Constant)
        ):
            yield re.compile(node.args[0].value)


def patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for name in modules():
        module = importlib.import_module(name)
        assert module.__file__
        here = [each for value in vars(module).values() for each in held(value)]
        here += written(Path(module.__file__).read_text(encoding="utf-8"))
        for pattern in dict.fromkeys(here):
            found[f"{name.removeprefix('ingest.extract.')} {pattern.pattern[:40]!r}"] = pattern
    return found


def worst(pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield long runs of what a pattern is made of, with and without an end that breaks the match.

    One run for each character class in it and each of its literal words, and runs that begin as a match does.
    """
    source = pattern.pattern
    pieces = dict.fromkeys(re.findall(r"[^\W\d_]+|[^\w\s]|[ \n]", source))
    for atom in dict.fromkeys(_ATOM.findall(source)):
        one = re.compile(atom, pattern.flags)
        pieces.update(dict.fromkeys([c for c in CHARACTERS if one.fullmatch(c)][:2]))
    for piece in pieces:
        run = piece * (RUN // len(piece))
        yield run
        yield f"{run}\x00"
    for piece in ("\n ", "a ", "a'", "a.", "« ", "“a", '"a', "„a", "a-", "0,", "a\u0301"):
        yield piece * (RUN // len(piece))


PATTERNS = patterns()


def microseconds_a_character(pattern: re.Pattern[str], text: str) -> float:
    """Return the processor's time, which other programs do not take part of as they do of the clock's."""
    started = time.thread_time()
    for _ in pattern.finditer(text):
        pass
    return 1e6 * (time.thread_time() - started) / len(text)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_goes_through_its_worst_case(name):
    for text in worst(PATTERNS[name]):
        assert microseconds_a_character(PATTERNS[name], text) < LIMIT, repr(text[:20])


def test_a_pattern_that_is_not_linear_is_caught():
    assert microseconds_a_character(re.compile("[0-9]+x"), "0" * (RUN // 3)) > 2 * LIMIT


def test_the_patterns_are_found():
    rooms = {name.partition(" ")[0] for name in PATTERNS}
    assert {"tokens", "sentences", "relations", "coreference", "own_voice", "nesting"} <= rooms
    assert {"ingest.language", "ingest.link.names"} <= rooms


def test_a_module_s_pattern_is_found_wherever_it_stands():
    one, two, bytes_ = re.compile("a"), re.compile("b"), re.compile(b"c")
    assert list(held({"x": (one, [two]), "y": bytes_})) == [one]
    assert list(held([one, (two,)])) == [one, two]
    assert [p.pattern for p in written("import re\nre.split('a+', s)\nre.sub(f'{x}', '', s)")] == ["a+"]
