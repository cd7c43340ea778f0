"""Questions to a store: the shipped ones by name, and any SPARQL query, with typed parameters, bound."""

from ingest.query.answers import Answer, Graph, Table, Verdict, value
from ingest.query.catalogue import Question, catalogue, find, parse
from ingest.query.parameters import TYPES, Parameter
from ingest.query.rendering import FORMS, cells, render
from ingest.query.running import run

__all__ = [
    "FORMS",
    "TYPES",
    "Answer",
    "Graph",
    "Parameter",
    "Question",
    "Table",
    "Verdict",
    "catalogue",
    "cells",
    "find",
    "parse",
    "render",
    "run",
    "value",
]
