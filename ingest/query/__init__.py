"""Questions to a store: the shipped ones by name, and any SPARQL query, with typed parameters, bound."""

from ingest.query.answers import Answer, Graph, Table, Verdict, value
from ingest.query.catalogue import Question, catalogue, find, parse
from ingest.query.parameters import TYPES, Parameter, Value
from ingest.query.rendering import FORMS, as_table, cells, render
from ingest.query.running import Queryable, run

__all__ = [
    "FORMS",
    "TYPES",
    "Answer",
    "Graph",
    "Parameter",
    "Queryable",
    "Question",
    "Table",
    "Value",
    "Verdict",
    "as_table",
    "catalogue",
    "cells",
    "find",
    "parse",
    "render",
    "run",
    "value",
]
