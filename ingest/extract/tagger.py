"""All attributions of a text: sentence by sentence, into quotations, and across sentences of one speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from ingest.extract.according import tag_according, tag_evidence
from ingest.extract.attribution import tag_sentence
from ingest.extract.headline import tag_headline
from ingest.extract.hearsay import tag_hearsay
from ingest.extract.labels import tag_colon, tag_transcript, transcript_labels
from ingest.extract.lexicon import Lexicon
from ingest.extract.nominal import tag_nouns
from ingest.extract.sentences import Sentence, sentences, split_units
from ingest.extract.tagging import Tagged
from ingest.extract.tokens import QUOTE, WORD

_NOBODY = {"i", "we", "you", "whoever", "anyone", "anybody", "nobody"}
_MIN_SPEECH = 5
"""A quotation with fewer words is a term, not a speech."""


def tag(text: str, lexicon: Lexicon, title_end: int) -> tuple[list[Sentence], list[Tagged]]:
    """Tag a whole text.

    Args:
        text: headline, lead and body.
        lexicon: the word lists.
        title_end: where the headline ends.

    Returns:
        The sentences and the attributions, both in text order.
    """
    found = sentences(text, lexicon)
    labels = transcript_labels(found)
    tagged: list[Tagged] = []
    headline = [sentence for sentence in found if sentence.start < title_end]
    speech: Tagged | None = None  # the last one whose quotation may go on in the next sentence
    before: Sentence | None = None
    for _, group in groupby(found[len(headline) :], key=lambda sentence: sentence.paragraph):
        paragraph = list(group)
        spoken = tag_transcript(paragraph, labels) if labels else None
        if spoken is not None:
            tagged.append(spoken)
            tagged.extend(t for s in paragraph for t in tag_one(s, lexicon) if _third_person(t, s))
            speech, before = None, None
            continue
        for sentence in paragraph:
            own = tag_one(sentence, lexicon)
            if not own and speech is not None and _only_quotes(sentence) and _continues(before, sentence):
                quotes = tuple(u.span for u in sentence.units if u.kind == QUOTE)
                longer = replace(speech, content=(*speech.content, *quotes))
                tagged[tagged.index(speech)] = longer
                speech = longer
            else:
                tagged.extend(own)
                speech = _open_speech(sentence, own)
            before = sentence
            tagged.extend(_inside_quotes(sentence, lexicon))
    speakers = frozenset(
        text[t.source[-1].start : t.source[-1].end].split()[-1].lower() for t in tagged if t.source
    )
    for sentence in (_plain_case(s, lexicon) for s in headline):
        tagged.extend(tag_headline(sentence.units, lexicon, speakers) or tag_one(sentence, lexicon))
    tagged = [one for one in tagged if one.content]  # "citing:" and nothing after it attributes nothing
    return found, sorted(dict.fromkeys(tagged), key=lambda t: (t.start, -t.end, t.cue, t.content))


def _plain_case(sentence: Sentence, lexicon: Lexicon) -> Sentence:
    """Return a headline in title case or capitals with its common words in lower case; offsets stay."""
    words = [u for u in sentence.units if u.kind == WORD]
    if sum(u.capital for u in words) <= 0.6 * len(words):
        return sentence
    common = lexicon.verbs.keys() | lexicon.finite | lexicon.roles | lexicon.openers | lexicon.nouns.keys()
    units = tuple(
        u._replace(text=u.lower) if k and u.kind == WORD and u.lower in common else u
        for k, u in enumerate(sentence.units)
    )
    return replace(sentence, units=units)


def tag_one(sentence: Sentence, lexicon: Lexicon) -> list[Tagged]:
    """Return the attributions in one sentence, quotations not entered."""
    own = tag_sentence(sentence.units, lexicon)
    own += tag_according(sentence.units, lexicon)
    taken = {t.complementiser for t in own}
    own += [t for t in tag_nouns(sentence.units, lexicon) if t.complementiser not in taken]
    own += tag_evidence(sentence.units, own, lexicon)
    own += [
        t for t in tag_hearsay(sentence, lexicon) if all(t.end <= o.start or t.start >= o.end for o in own)
    ]
    own = [_author(t, sentence) for t in own]
    return own or tag_colon(sentence.units, lexicon)


def _author(tagged: Tagged, sentence: Sentence) -> Tagged:
    """Make no claim of what the writer says of himself or tells the reader ("I think", "you know")."""
    words = _words(tagged, sentence)
    return replace(tagged, claim=False) if len(words) == 1 and words & _NOBODY else tagged


def _inside_quotes(sentence: Sentence, lexicon: Lexicon) -> list[Tagged]:
    """Read the inside of long quotations again: whom the speaker quotes."""
    found: list[Tagged] = []
    for unit in sentence.units:
        if unit.kind == QUOTE and len(unit.inner) >= _MIN_SPEECH:
            for inner in split_units(unit.inner, sentence.paragraph, lexicon):
                found.extend(t for t in tag_one(inner, lexicon) if _third_person(t, inner))
    return found


def _third_person(tagged: Tagged, sentence: Sentence) -> bool:
    """Return whether somebody else is quoted within speech ("I think" is the speaker's own hedge)."""
    if not tagged.source or not tagged.claim:
        return False
    words = _words(tagged, sentence)
    return not words & (_NOBODY | {"it", "this", "that", "what", "me", "us"})


def _words(tagged: Tagged, sentence: Sentence) -> set[str]:
    if not tagged.source:
        return set()
    return {u.lower for u in sentence.units if tagged.source[0].start <= u.start < tagged.source[-1].end}


def _only_quotes(sentence: Sentence) -> bool:
    return all(unit.kind == QUOTE or unit.kind != WORD for unit in sentence.units) and any(
        unit.kind == QUOTE and len(unit.inner) >= 3 for unit in sentence.units
    )


def _continues(before: Sentence | None, sentence: Sentence) -> bool:
    return before is not None and sentence.paragraph - before.paragraph <= 1


def _open_speech(sentence: Sentence, own: Sequence[Tagged]) -> Tagged | None:
    """Return the attribution of this sentence whose quotation the next one may go on with."""
    quotes = [unit for unit in sentence.units if unit.kind == QUOTE and len(unit.inner) >= 3]
    if not quotes:
        return None
    last = quotes[-1]
    holders = [
        t for t in own if t.source and any(s.start <= last.start and last.end <= s.end for s in t.content)
    ]
    return min(holders, key=lambda t: (t.start, -t.end)) if holders else None
