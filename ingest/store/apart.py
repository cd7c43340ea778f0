"""A store on this machine that answers in processes of their own, for queries that may be anybody's."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Variable

from ingest.errors import QueryError
from ingest.sparql import process
from ingest.sparql.process import Limits, Result

if TYPE_CHECKING:
    from ingest.store.embedded import EmbeddedStore


class Apart:
    """Answers like the store, which stays open and so keeps writers out.

    Nothing of a query is parsed in this process: a parser that overflows its stack ends the process.

    Args:
        store: opened for reading.
        limits: what one query may take.
    """

    def __init__(self, store: EmbeddedStore, limits: Limits) -> None:
        self._store = store
        self._limits = limits

    def query(
        self, sparql: str, substitutions: Mapping[Variable, NamedNode | Literal] | None = None
    ) -> Result:
        """Answer a SPARQL query; the answer is whole.

        Raises:
            QueryError: it is malformed, took more than it may, or made the engine fail.
            StoreError: the store cannot be read.
        """
        terms = {variable.value: str(term) for variable, term in (substitutions or {}).items()}
        try:
            with self._store.guarded(engine_only=False):
                return process.answer(
                    sparql,
                    terms,
                    self._store.database,
                    default_graph=self._store.default_graph(sparql),
                    limits=self._limits,
                )
        except SyntaxError as error:
            raise QueryError(f"The query cannot be read: {error}.", "Correct it and try again.") from error

    def check(self, sparql: str) -> None:
        """Pass a query that the engine's parser takes.

        Raises:
            QueryError: it does not.
        """
        try:
            process.answer(sparql, {}, None, limits=self._limits)
        except SyntaxError as error:
            raise QueryError(str(error)) from error

    def guarded(self) -> AbstractContextManager[None]:
        """A block in which failures of the engine become `StoreError`."""
        return self._store.guarded()
