"""The ontology's own checks: one canonical serialisation, the OWL 2 DL profile, its shapes, and HermiT."""

from ingest.ontology.checks import Finding, Result, check, load, render
from ingest.ontology.turtle import canonical, format_files, is_canonical

__all__ = ["Finding", "Result", "canonical", "check", "format_files", "is_canonical", "load", "render"]
