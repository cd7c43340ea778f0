"""Judgements that come from elsewhere, and what of them is news."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.errors import HearsayError, Problem
from ingest.judgements.checking import Kind, checked, kind_of
from ingest.judgements.reading import UTF16, problem, rows
from ingest.judgements.record import WITHDRAWN, Aspect, Judgement, Judgements


@dataclass(frozen=True, slots=True)
class Merge:
    """What of some judgements a file does not hold yet.

    Attributes:
        new: to be added, in their order.
        known: how many say what the file says already.
        older: those that are left out, each with the later judgement that stands against it.
    """

    new: tuple[Judgement, ...]
    known: int
    older: tuple[tuple[Judgement, Judgement], ...]


def incoming(raw: bytes, name: str, *, when: str, who: str) -> Iterator[Judgement | Problem]:
    """Read a table that somebody filled in or sent: a file of judgements, or a sheet of which it is a part.

    Columns that are none of ours are ignored. A line without a value decides nothing and is passed over. One
    without an aspect is about the entity, of a claim about the claim itself. UTF-16 is read too: that is how
    a spreadsheet saves "Unicode text".

    Args:
        raw: the bytes of the file.
        name: the file, for problems.
        when: the time for lines without one.
        who: who judges in lines that do not say so.

    Raises:
        HearsayError: it is neither UTF-8 nor UTF-16.
    """
    for number, row in rows(_as_utf8(raw, name), name):
        if isinstance(row, Problem):
            yield row
            continue
        its_when, its_who, subject, aspect, value, why = row
        if not value:
            continue
        try:
            if not aspect:
                aspect = Aspect.CLAIM if kind_of(subject) is Kind.CLAIM else Aspect.ENTITY
            yield checked(its_when or when, its_who or who, subject, aspect, value, why)
        except HearsayError as error:
            yield problem(name, number, error)


def merge(held: Judgements, others: Iterable[Judgement], *, now: str = "") -> Merge:
    """Part judgements into news, what is known, and what a later judgement stands against.

    Args:
        held: what the file says.
        others: what comes from elsewhere.
        now: the time that lines without one were given; they are known if the file decides the same.
    """
    seen = set(held.all)
    latest: dict[tuple[str, ...], Judgement] = {}
    for judgement in held.all:
        latest[_place(judgement)] = judgement
    in_force = {(*each.key, each.value) for each in held.current}
    new: list[Judgement] = []
    older: list[tuple[Judgement, Judgement]] = []
    known = 0
    for judgement in others:
        stands = latest.get(_place(judgement))
        if judgement in seen or (judgement.when == now and (*judgement.key, judgement.value) in in_force):
            known += 1
        elif stands and stands.when > judgement.when:
            older.append((judgement, stands))
        else:
            new.append(judgement)
            seen.add(judgement)
    return Merge(tuple(new), known, tuple(older))


def _place(judgement: Judgement) -> tuple[str, ...]:
    """What it replaces: of the entities that an actor is not, each is judged by itself."""
    is_one_of_many = judgement.aspect is Aspect.NOT and judgement.value != WITHDRAWN
    return (*judgement.key, judgement.value) if is_one_of_many else judgement.key


def _as_utf8(raw: bytes, name: str) -> bytes:
    if not raw.startswith(UTF16):
        return raw
    try:
        return raw.decode("utf-16").encode()
    except UnicodeError:
        raise HearsayError(
            f"{name} begins as UTF-16 and is none.", "Save the table as UTF-8, separated by tabs."
        ) from None
