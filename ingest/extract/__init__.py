"""From an article to its claims: who says what, according to whom.

An extractor has two halves. *Tagging* finds the words for source, cue and content; *assembling* resolves
who is meant, joins chains, and reads hedges, negation and medium. Another tagger (a trained one) needs
only to give the records of `ingest.extract.tagging`; everything after it is shared.
"""

from typing import Protocol

from ingest.extract.claim_review import extract_review
from ingest.extract.rules import RuleExtractor
from ingest.extract.trained import TrainedExtractor
from ingest.model import Article, Extraction

__all__ = ["Extractor", "RuleExtractor", "TrainedExtractor", "extract_review"]


class Extractor(Protocol):
    """What turns an article into claims."""

    name: str

    @property
    def digest(self) -> str:
        """Hex SHA-256 that identifies the model or rules: equal digests give equal results."""

    def supports(self, language: str) -> bool:
        """Return whether articles in this language (BCP 47) can be extracted."""

    def extract(self, article: Article) -> Extraction:
        """Extract everything from one article.

        Raises:
            ingest.errors.LanguageError: the language is not supported.
        """
