"""Gold as its annotators write it: by words, beside the article. `tests/gold/README.md` tells the form.

The gold of the seed articles lies in `tests/gold/` in this form. That of articles which are not distributed
here is kept as offsets (`benchmarks.standoff`); both are read into the same records.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.model import Article, Certainty, ClaimKind, Polarity, RelationType, Span, Spans, SpeechAct
from ingest.read import read
from ingest.resources import folder

GOLD = Path(__file__).parent.parent / "tests" / "gold"


@dataclass(frozen=True, slots=True)
class GoldLink:
    """One link of a gold chain, below link 0, which is always the article's own voice.

    Attributes:
        names: the speaker's name as resolved, then others that are as right; empty if the text gives none.
        media: the medium's name, then others that are as right; None stands for no medium.
        medium: the words that name the medium at this cue.
    """

    names: tuple[str, ...]
    unnamed: bool
    source: Spans
    cue: Spans
    act: SpeechAct
    media: tuple[str | None, ...]
    medium: Spans = ()


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One claim as a person annotated it.

    Attributes:
        places: the spans of every place that words it; any of them is right.
        also: other delimitations of the first place that are as right.
        certainties: the right one, then others that are as right; so `polarities`.
        chain: the links below link 0; empty for the article's own voice.
        markers: the words that hedge or negate it, with what they bear on.
        relations: how its speaker stands to other claims, by their ids.
    """

    id: str
    places: tuple[Spans, ...]
    also: tuple[Spans, ...]
    kind: ClaimKind
    certainties: tuple[Certainty, ...]
    polarities: tuple[Polarity, ...]
    chain: tuple[GoldLink, ...]
    markers: tuple[tuple[str, Spans], ...]
    relations: tuple[tuple[RelationType, str], ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its claims."""

    name: str
    article: Article
    claims: tuple[GoldClaim, ...]


def load_all() -> tuple[GoldArticle, ...]:
    """Return all gold, in the order of the files' names."""
    return tuple(load(path) for path in sorted(GOLD.glob("*.json")))


def load(path: Path, articles: Path | None = None) -> GoldArticle:
    """Read one gold file and the article that it annotates.

    Args:
        path: the gold file.
        articles: the folder that holds the article, by default the seeds.

    Raises:
        ValueError: words are not in the article, or stand there more than once without a number; or there
            is no such article.
    """
    record = json.loads(path.read_text(encoding="utf-8"))
    file = (articles or folder("seeds") / "articles") / record["article"]
    article = read_article(file, record.get("record", 1))
    return GoldArticle(path.stem, article, tuple(_claim(claim, article.text) for claim in record["claims"]))


def read_article(file: Path, record: int = 1) -> Article:
    """Read the n-th article of a file, from 1.

    Raises:
        ValueError: there is no such article.
    """
    articles = [one for one in read([str(file)]) if isinstance(one, Article)]
    if len(articles) < record:
        raise ValueError(f"{file}: there is no article {record}")
    return articles[record - 1]


def _claim(record: dict[str, Any], text: str) -> GoldClaim:
    whole = Span(0, len(text))
    passage = find(record["in"], text, whole)
    elsewhere = [find(words, text, whole) for words in record.get("where", [])]
    return GoldClaim(
        id=record["id"],
        places=tuple(find_all(record["content"], text, place) for place in [passage, *elsewhere]),
        also=tuple(find_all(words, text, passage) for words in record.get("or", [])),
        kind=ClaimKind(record["kind"]),
        certainties=tuple(Certainty(one) for one in [record["certainty"], *record.get("also_certainty", [])]),
        polarities=tuple(Polarity(one) for one in [record["polarity"], *record.get("also_polarity", [])]),
        chain=tuple(_link(link, text, passage) for link in record["chain"]),
        markers=tuple((of, find_all([words], text, passage)) for of, words in record.get("cues", [])),
        relations=tuple((RelationType(kind), claim) for kind, claim in record.get("relations", [])),
    )


def _link(record: dict[str, Any], text: str, passage: Span) -> GoldLink:
    medium = record["medium"]
    return GoldLink(
        names=tuple(name for name in [record["name"], *record.get("also", [])] if name),
        unnamed=record["unnamed"],
        source=find_all(record["source"], text, passage),
        cue=find_all(record["cue"], text, passage),
        act=SpeechAct(record["act"]),
        media=(medium["name"], *medium.get("also", [])) if medium else (None,),
        medium=find_all(medium["words"], text, passage) if medium else (),
    )


def find_all(words: Sequence[str | list[Any]], text: str, within: Span) -> Spans:
    """Return the spans of several wordings within a passage, in text order."""
    return tuple(sorted(find(one, text, within) for one in words))


def find(words: str | list[Any], text: str, within: Span) -> Span:
    """Return the span of whole words within a passage.

    Args:
        words: the wording, or ``[wording, n]`` for its n-th occurrence, from 1.
        text: the article's text.
        within: where to look.

    Raises:
        ValueError: the words are not there, or stand there more than once and no number says which.
    """
    exact, number = (words, None) if isinstance(words, str) else words
    before, after = (r"(?<!\w)" if exact[0].isalnum() else ""), (r"(?!\w)" if exact[-1].isalnum() else "")
    pattern = re.compile(before + re.escape(exact) + after)
    found = [Span(*match.span()) for match in pattern.finditer(text, within.start, within.end)]
    if not found or (number is None and len(found) > 1) or (number or 1) > len(found):
        raise ValueError(f"{exact!r} stands {len(found)} times in {within.of(text)!r}: give its number")
    return found[(number or 1) - 1]
