"""What people judge: which entity an actor is, and what of an extraction is wrong. Their word wins."""

from ingest.judgements.cells import write_cell
from ingest.judgements.checking import Kind, checked, kind_of
from ingest.judgements.merging import Merge, incoming, merge
from ingest.judgements.reading import COLUMNS, Reading, collect, parse, read
from ingest.judgements.record import NAME, NIL, WITHDRAWN, Aspect, Judgement, Judgements, subject_key
from ingest.judgements.review import Applied, Namesakes, Undecided, by_name, by_weight, one_by_one
from ingest.judgements.writing import append, render

__all__ = [
    "COLUMNS",
    "NAME",
    "NIL",
    "WITHDRAWN",
    "Applied",
    "Aspect",
    "Judgement",
    "Judgements",
    "Kind",
    "Merge",
    "Namesakes",
    "Reading",
    "Undecided",
    "append",
    "by_name",
    "by_weight",
    "checked",
    "collect",
    "incoming",
    "kind_of",
    "merge",
    "one_by_one",
    "parse",
    "read",
    "render",
    "subject_key",
    "write_cell",
]
