"""Questions to a store: the shipped ones by name, and any SPARQL query, with typed parameters, bound."""

from ingest.query.answers import Answer, Graph, Table, Verdict, value
from ingest.query.catalogue import OWN, Question, catalogue, find, parse
from ingest.query.parameters import TYPES, Parameter
from ingest.query.rendering import FORMS, cells, render
from ingest.query.running import run, run_isolated
from ingest.sparql.process import Limits

__all__ = [
    "FORMS",
    "OWN",
    "TYPES",
    "Answer",
    "Graph",
    "Limits",
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
    "run_isolated",
    "value",
]
