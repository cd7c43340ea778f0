"""The ontology's own checks: one canonical serialisation, the OWL 2 DL profile, its shapes, and HermiT."""

from ingest.ontology.checks import Finding, Result, check, load, render, triples
from ingest.ontology.manchester import definition
from ingest.ontology.turtle import format_files, is_canonical

__all__ = [
    "Finding",
    "Result",
    "check",
    "definition",
    "format_files",
    "is_canonical",
    "load",
    "render",
    "triples",
]
