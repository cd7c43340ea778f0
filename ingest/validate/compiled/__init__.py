"""Shapes compiled to checks on one article's triples: a quick yes, else a question for the reference engine.

`Compiled.conforms` is True only where the reference finds nothing. Where it is False something is wrong, or
is not certainly right; then the reference decides, and what a person reads comes from there.
"""

from ingest.validate.compiled.data import Data, Doubtful
from ingest.validate.compiled.shapes import Compiled, Unsupported, compile_shapes

__all__ = ["Compiled", "Data", "Doubtful", "Unsupported", "compile_shapes"]
