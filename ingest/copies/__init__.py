"""Articles that share their wording (copies of a wire story), so that questions can count them once."""

from ingest.copies.marking import LEAST, Copies, mark, texts
from ingest.copies.residue import touching

__all__ = ["LEAST", "Copies", "mark", "texts", "touching"]
