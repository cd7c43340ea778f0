"""What the encoder says of the kinds of names, where word lists and patterns only guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ingest.extract.encoder.labels import KIND_LABELS, KINDS
from ingest.extract.encoder.network import Reading
from ingest.extract.encoder.viterbi import Floats
from ingest.extract.encoder.words import Words
from ingest.extract.lexicon import Lexicon
from ingest.extract.name_kinds import Name
from ingest.model import ActorKind

_KIND = {
    "person": ActorKind.PERSON,
    "organisation": ActorKind.ORGANISATION,
    "place": ActorKind.PLACE,
    "other": ActorKind.OTHER,
}
UNKNOWN, GUESSED = 0.6, 0.8
"""How probable a kind must be, of a name, to settle an unknown one and to overrule a guess."""


def settle_kinds(
    names: Sequence[Name], words: Words, readings: Sequence[Reading], lexicon: Lexicon
) -> list[Name]:
    """Return the names, those of unknown or guessed kind with the kind that the encoder gives them.

    All mentions of a name in the article are judged together: it has one kind.

    Args:
        names: as the rules found them.
        words: the text's words.
        readings: the encoder's readings of all its windows.
        lexicon: the word lists.
    """
    chances = kind_chances(readings)
    by_text: dict[str, list[Floats]] = defaultdict(list)
    for name in names:
        first, last = words.within(name.span.start, name.span.end)
        if first < last:
            by_text[name.text].append(chances[first:last].mean(axis=0))
    out = []
    for name in names:
        least = _least(name, lexicon)
        if least is not None and name.text in by_text:
            mean = np.mean(by_text[name.text], axis=0)
            best = int(mean.argmax())
            if mean[best] >= least * mean.sum():  # that it is a name is settled
                name = replace(name, kind=_KIND[KINDS[best]])
        out.append(name)
    return out


def kind_chances(readings: Sequence[Reading]) -> Floats:
    """Return how probable it is that a word is in a name of each kind; (words, kinds)."""
    tables = []
    for reading in readings:
        weights = np.exp(reading.kinds - reading.kinds.max(axis=1, keepdims=True))
        tables.append(weights / weights.sum(axis=1, keepdims=True))
    labels = np.concatenate(tables) if tables else np.zeros((0, len(KIND_LABELS)))
    columns = [[n for n, label in enumerate(KIND_LABELS) if label.endswith(f"-{kind}")] for kind in KINDS]
    return np.stack([labels[:, chosen].sum(axis=1) for chosen in columns], axis=1)


def _least(name: Name, lexicon: Lexicon) -> float | None:
    """Return how sure the encoder must be to change a name's kind; None where the rules know it."""
    text = name.text.lower()
    if name.kind is ActorKind.OTHER:
        return None if text in lexicon.media["platform"] else UNKNOWN
    given = lexicon.names["male_name"] | lexicon.names["female_name"]
    if name.kind is ActorKind.PERSON and name.role is None and not name.gender:
        return None if name.words[0].lower() in given else GUESSED
    if name.kind is ActorKind.PLACE and text not in lexicon.places:
        return None if name.words[-1].lower() in lexicon.names["place_suffix"] else GUESSED
    if name.kind is ActorKind.ORGANISATION and len(name.words) == 1 and text not in lexicon.names["acronym"]:
        return None if text in lexicon.media["outlet"] else GUESSED
    return None
