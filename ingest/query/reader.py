"""A store opened for asking: what `ingest.open_store` gives."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.query.answers import Answer, Table
from ingest.query.catalogue import Question, catalogue
from ingest.query.parameters import Value
from ingest.query.rendering import as_table
from ingest.query.running import run, run_isolated
from ingest.sparql.process import Limits
from ingest.store import Store, open_store


class Reader:
    """A store opened for reading, by any number of processes at a time; a context manager.

    Args:
        path: the store folder, or the address of a server.
        contact: how whoever runs an endpoint that a query asks reaches us: ``mailto:…`` or ``https://…``.

    Raises:
        ingest.errors.StoreError: there is no store, or it is held by a writer, damaged, or of another format.
    """

    def __init__(self, path: str | Path, *, contact: str = "") -> None:
        self.store: Store = open_store(path)
        self._contact = contact

    def query(self, query: str, /, *, online: bool = False, **params: Value | None) -> Table:
        """Answer a shipped question by its name, or any SPARQL query, as a table.

        The answer to an ASK is a table of one cell, that to a CONSTRUCT one of subject, predicate and object;
        `ask` keeps them as they are.

        Args:
            query: the name of a question (`questions`), or the text of a query.
            online: whether the query may ask other endpoints over the network (SERVICE).
            **params: values of the query's parameters, bound and never pasted; a None counts as not given.

        Raises:
            ingest.errors.QueryError: the query is unknown or malformed, or a parameter missing or ill-typed.
            ingest.errors.OnlineError: an endpoint did not answer, or there is no contact.
            ingest.errors.StoreError: the store cannot be read.
        """
        return as_table(self.ask(query, params, online=online))

    def ask(
        self,
        query: str,
        params: dict[str, Value | None] | None = None,
        *,
        online: bool = False,
        limits: Limits | None = None,
    ) -> Answer:
        """Answer a question or query: a `Table`, `Verdict` or `Graph` as its kind of query has it.

        With limits, a process of its own answers it, which is ended when it takes more (`run_isolated`).
        """
        if limits is None:
            return run(self.store, query, params, online=online, contact=self._contact)
        return run_isolated(self.store, query, params, limits=limits, online=online, contact=self._contact)

    def questions(self) -> tuple[Question, ...]:
        """Return the shipped questions."""
        return catalogue()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
