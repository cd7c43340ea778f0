"""Hearsay: who said what, where, and according to whom, as linked data."""

__version__ = "0.1.0"
