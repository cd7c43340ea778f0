"""What Hearsay's own code asks a store: SELECT with the vocabulary's prefixes, variables bound to terms."""

from __future__ import annotations

from typing import Any, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, Variable

from ingest.rdf.vocabulary import PREFIXES
from ingest.store import Store

_PROLOGUE = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())


def select(store: Store, sparql: str, **values: NamedNode | Literal) -> list[Any]:
    """Give the rows; what a variable is bound to is known from the query, not to the type checker.

    Args:
        store: open.
        sparql: a SELECT query without prefixes; only variables that it selects are bound.
        values: the terms that variables are bound to.

    Raises:
        StoreError: the store cannot be read.
    """
    substitutions = {Variable(name): value for name, value in values.items()}
    with store.guarded():
        return list(cast(QuerySolutions, store.query(_PROLOGUE + sparql, substitutions)))
