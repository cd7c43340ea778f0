"""The extractor on general rules: no model, no network, the same result on every machine."""

from __future__ import annotations

from ingest.extract.assemble import assemble
from ingest.extract.language import check_language, primary_subtag
from ingest.extract.lexicon import digest, english
from ingest.extract.tagger import tag
from ingest.model import Article, Extraction

LANGUAGES = ("en",)


class RuleExtractor:
    """Extracts claims from English articles by rules and word lists."""

    name = "rules"

    @property
    def digest(self) -> str:
        """Hex SHA-256 over the word lists and the rules' own source: what is equal extracts equally."""
        return digest()

    def supports(self, language: str) -> bool:
        """Return whether articles in this language (BCP 47) can be extracted: English only."""
        return primary_subtag(language) in LANGUAGES

    def extract(self, article: Article) -> Extraction:
        """Extract everything from one article.

        Raises:
            ingest.errors.LanguageError: the article is not in English.
        """
        article = check_language(article, LANGUAGES)
        lexicon = english()
        found, tagged = tag(article.text, lexicon, len(article.title))
        return assemble(article, found, tagged, lexicon)
