"""The extractor on the trained encoder, with the rules for what the encoder was not trained on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from ingest.extract.assemble import assemble
from ingest.extract.blending import blend
from ingest.extract.confidence import confidence
from ingest.extract.dressing import dress, free_parts, nested
from ingest.extract.encoder.decoding import decode
from ingest.extract.encoder.joining import Joined, join
from ingest.extract.encoder.name_spans import settle_spans
from ingest.extract.encoder.naming import settle_kinds
from ingest.extract.encoder.network import MODEL, Network
from ingest.extract.encoder.words import Words, read_words
from ingest.extract.language import check_language, primary_subtag
from ingest.extract.lexicon import digest, english
from ingest.extract.names import find_names
from ingest.extract.sentences import Sentence
from ingest.extract.tagger import tag
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import tokenise
from ingest.model import Article, Extraction, FlatAttribution

LANGUAGES = ("en",)
SHORTEST = 6
"""Contents with fewer words hold no attribution worth reading them again for."""


class TrainedExtractor:
    """Extracts claims from English articles with a small trained encoder, offline, on a CPU."""

    name = "trained"

    def __init__(self, model: Path = MODEL, threads: int | None = None) -> None:
        self._model = model
        self._threads = threads

    @cached_property
    def network(self) -> Network:
        """The encoder, loaded when it is first needed."""
        return Network(self._model, self._threads)

    @cached_property
    def digest(self) -> str:
        """Hex SHA-256 over the model, the word lists and the source: what is equal extracts equally."""
        model = hashlib.sha256(self._model.read_bytes()).hexdigest()
        return hashlib.sha256(f"{model}\0{digest()}".encode()).hexdigest()

    def supports(self, language: str) -> bool:
        """Return whether articles in this language (BCP 47) can be extracted: English only."""
        return primary_subtag(language) in LANGUAGES

    def extract(self, article: Article) -> Extraction:
        """Extract everything from one article.

        Raises:
            LanguageError: the article is not in English.
        """
        article = check_language(article, LANGUAGES)
        text, title_end, lexicon = article.text, len(article.title), english()
        found, rules = tag(text, lexicon, title_end)
        words = read_words(text, found)
        readings = self.network.read(words)
        joined = join(decode(self.network, readings, words), words, text)
        ruled = find_names(found, lexicon, title_end)
        names = settle_kinds(settle_spans(ruled, found, words, readings, lexicon), words, readings, lexicon)
        flat = tuple(FlatAttribution(j.source, j.cue, j.content, confidence(j)) for j in joined)
        own = self._dressed(joined, found, text, title_end)
        inner = [
            one
            for one in self._dressed(self._inner(words, joined, text), found, text, title_end)
            if nested(one)
        ]
        return assemble(article, found, blend([*own, *inner], rules, text, title_end), lexicon, flat, names)

    def _inner(self, words: Words, joined: Sequence[Joined], text: str) -> list[Joined]:
        """Read contents again, each cut loose from its sentence: who speaks within them."""
        spans = [span for one in joined if one.cue for span in one.content if _may_report(span.of(text))]
        parts = [words.within(span.start, span.end) for span in spans]
        readings = self.network.read_parts(words, parts)
        return [inner for part in readings for inner in join(decode(self.network, part, words), words, text)]

    def _dressed(
        self, joined: Sequence[Joined], found: Sequence[Sentence], text: str, title_end: int
    ) -> list[Tagged]:
        """Return those with a cue, with everything that their words tell."""
        return [
            dress(one, around, text, english(), confidence(one), headline=one.start < title_end)
            for one, around in zip(joined, free_parts(found, joined, text), strict=True)
            if one.cue
        ]


def _may_report(content: str) -> bool:
    """Return whether a content is long enough for an attribution within it, and holds a reporting word."""
    lexicon = english()
    tokens = tokenise(content)
    return len(tokens) >= SHORTEST and any(
        token.lower in lexicon.verbs or token.lower in lexicon.nouns or token.lower == "according"
        for token in tokens
    )
