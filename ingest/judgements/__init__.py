"""What people judge: which entity an actor is, and what of an extraction is wrong. Their word wins."""

from ingest.judgements.record import NIL, WITHDRAWN, Aspect, Judgement, Judgements

__all__ = ["NIL", "WITHDRAWN", "Aspect", "Judgement", "Judgements"]
