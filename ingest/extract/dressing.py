"""From spans that the encoder joined to full tagging: what the cue means, where a medium may be named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ingest.extract.cue_senses import sense_of, worded
from ingest.extract.encoder.joining import Joined
from ingest.extract.lexicon import Lexicon
from ingest.extract.sentences import Sentence
from ingest.extract.tagging import ATTITUDES, Tagged
from ingest.model import Span, Spans, SpeechAct

TRUSTED = 0.7
NAMED = frozenset(
    {
        SpeechAct.ACCUSE, SpeechAct.ADMIT, SpeechAct.ANNOUNCE, SpeechAct.CONFIRM, SpeechAct.DENOUNCE,
        SpeechAct.DENY, SpeechAct.DESCRIBE, SpeechAct.PREDICT, SpeechAct.PROPOSE, SpeechAct.REJECT,
    }
)  # fmt: skip
"""Acts that make a claim of what they name: "announced the closure of two mines"."""
DIRECTIVES = frozenset(
    {SpeechAct.ASK, SpeechAct.DEMAND, SpeechAct.PROMISE, SpeechAct.PROPOSE, SpeechAct.THREATEN}
)
"""Acts that make a claim of an infinitive: "promised to close two mines"."""
_THAT = re.compile(r"that(?=\s)", re.IGNORECASE)
_EDGE = " \t\n\r\f\v,;:–—-\u00a0"
_SPEECHLESS = {"i", "we", "you"}


def dress(
    joined: Joined, around: Spans, text: str, lexicon: Lexicon, confidence: float, *, headline: bool
) -> Tagged:
    """Return the attribution with everything that its words tell.

    Args:
        joined: the spans, as PolNeAR marks them.
        around: the parts of its sentence that belong to no attribution.
        text: the article's text.
        lexicon: the word lists.
        confidence: how far it is to be trusted, 0 to 1.
        headline: whether it stands in the headline.
    """
    cue = " ".join(span.of(text) for span in joined.cue)
    content, complementiser = claim_content(joined.content, text)
    words = " ".join(span.of(text) for span in content)
    sense = sense_of(cue, words, lexicon)
    return Tagged(
        source=claim_source(joined.source, text),
        cue=joined.cue,
        content=content,
        act=sense.act,
        certainty=sense.certainty,
        polarity=sense.polarity,
        complementiser=complementiser,
        claim=sense.claim
        and _says_something(sense.act, words, joined.source, lexicon)
        and not _of_the_writer(joined.source, text)
        and not _conditional(joined, text),
        adjuncts=around,
        confidence=confidence,
        headline=headline,
    )


def nested(tagged: Tagged) -> bool:
    """Return whether an attribution found inside a content is trusted.

    The encoder was trained on outermost attributions; within a content only what plainly makes somebody say
    something is taken: a named speech act with its speaker.
    """
    return bool(
        tagged.claim
        and tagged.source
        and tagged.act not in ATTITUDES
        and tagged.confidence >= TRUSTED
        and len(tagged.content) == 1
    )


def claim_content(content: Spans, text: str) -> tuple[Spans, Span | None]:
    """Return a content without "that" and without punctuation around it, and where the "that" is."""
    pieces = [piece for piece in (_trimmed(span, text) for span in content) if piece.start < piece.end]
    if not pieces:
        return content, None
    that = _THAT.match(text, pieces[0].start, pieces[0].end)
    if that is None:
        return tuple(pieces), None
    rest = _trimmed(Span(that.end(), pieces[0].end), text)
    if rest.start >= rest.end:
        return tuple(pieces), None
    return (rest, *pieces[1:]), Span(*that.span())


def claim_source(source: Spans, text: str) -> Spans:
    """Return a source without the comma that closes an apposition."""
    return tuple(piece for piece in (_trimmed(span, text) for span in source) if piece.start < piece.end)


def free_parts(found: Sequence[Sentence], joined: Sequence[Joined], text: str) -> list[Spans]:
    """Return for each attribution the parts of its cue's sentence that no attribution takes."""
    starts = [sentence.start for sentence in found]
    taken = sorted(span for one in joined for span in (*one.source, *one.cue, *one.content))
    begins = [span.start for span in taken]
    parts: list[Spans] = []
    for one in joined:
        anchor = (one.cue or one.content)[0].start
        number = bisect_right(starts, anchor) - 1
        if number < 0:
            parts.append(())
            continue
        at, stop = found[number].start, found[number].end
        free: list[Span] = []
        for span in taken[max(0, bisect_right(begins, at) - 1) :]:
            if span.start >= stop:
                break
            if span.start > at:
                free.append(Span(at, span.start))
            at = max(at, span.end)
        if at < stop:
            free.append(Span(at, stop))
        parts.append(tuple(span for span in free if any(char.isalnum() for char in span.of(text))))
    return parts


def _says_something(act: SpeechAct, content: str, source: Spans, lexicon: Lexicon) -> bool:
    """Return whether a content is a proposition, or what a named speaker announces, demands or denies."""
    if worded(content, lexicon):
        return True
    if not source or len(content.split()) < 2:
        return False
    return act in (DIRECTIVES if content.lower().startswith("to ") else NAMED)


def _trimmed(span: Span, text: str) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def _conditional(joined: Joined, text: str) -> bool:
    """Return whether an attribution is a mere condition ("if she says that …")."""
    before = text[max(0, joined.start - 12) : joined.start].lower().split()
    return bool(before) and before[-1] in {"if", "unless"}


def _of_the_writer(source: Spans, text: str) -> bool:
    """Return whether the writer speaks of himself or to the reader ("I think", "you know")."""
    return len(source) == 1 and source[0].of(text).strip().lower() in _SPEECHLESS
