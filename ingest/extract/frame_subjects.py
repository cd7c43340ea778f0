"""Which words are the subject of each cue of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.cues import is_adverb
from ingest.extract.finite import finite_at
from ingest.extract.frames import Frame
from ingest.extract.inversion import inverted_subject
from ingest.extract.lexicon import Lexicon
from ingest.extract.subjects import Range, subject_before
from ingest.extract.tokens import WORD, Token


def find_subject(units: Sequence[Token], frames: list[Frame], number: int, lexicon: Lexicon) -> None:
    """Find the subject of a cue, given those of the cues before it."""
    frame = frames[number]
    cue = frame.cue
    low = _subject_low(units, frames, number)
    inverted = inverted_subject(units, cue, lexicon)
    if inverted:
        frame.subject, frame.inverted = inverted, True
        return
    before = units[cue.first - 1] if cue.first else None
    if cue.form == "ing" and before is not None and before.lower == "as" and number:
        quoting = frames[number - 1]
        frame.quoting = quoting
        frame.subject = quoting.subject if quoting.cue.passive else (quoting.cue.last, cue.first - 1)
        return
    if cue.form == "ing":
        if (
            before is not None
            and before.kind == WORD
            and before.lower not in lexicon.words["preposition"] | lexicon.words["coordinator"] | {"when"}
        ):
            frame.subject = subject_before(units, cue.first, low, lexicon)
            return
        frame.shared = True
        frame.subject = _shared(units, frames, number, lexicon)
        return
    if before is not None and before.lower in {"and", "but", "or", "then"} and number:
        frame.shared = True
        frame.subject = _shared(units, frames, number, lexicon)
        return
    frame.subject = subject_before(units, cue.first, low, lexicon)
    if frame.subject is None and before is not None and before.text == "," and number:
        earlier = frames[number - 1].subject
        if earlier and earlier[1] <= cue.first - 1:
            frame.shared, frame.subject = True, earlier
    if frame.subject is not None:
        a, b = frame.subject
        if b - a == 1 and units[a].lower in {"who", "which", "that"}:
            end = a - 1 if a and units[a - 1].text == "," else a
            frame.antecedent = subject_before(units, end, 0, lexicon) if end > 0 else None


def _subject_low(units: Sequence[Token], frames: list[Frame], number: int) -> int:
    """Return how far back a cue's subject may begin: after the cue before it, and after that cue's "that".

    A cue in a relative clause is part of the subject ("officials who asked not to be named told …").
    """
    first = frames[number].cue.first
    for earlier in reversed(frames[:number]):
        closes = units[first - 1].text == "," if first else False
        aside = earlier.cue.form == "ing" and units[earlier.cue.first - 1].text == ","
        if closes and aside:
            continue  # "Kim, citing a source, reported"
        if earlier.antecedent is not None and (closes or units[earlier.cue.last].lower not in {"that", ","}):
            continue
        low = earlier.cue.last
        for k in range(low, min(first, low + 12)):
            if units[k].lower == "that" and set("atq") & set(earlier.cue.verb.frames):
                return k + 1
        return low
    return 0


def _shared(units: Sequence[Token], frames: list[Frame], number: int, lexicon: Lexicon) -> Range | None:
    """Return the subject that a participle or a coordinated verb takes over from the verb before it."""
    speaking = [f for f in frames[:number] if f.subject is not None and not f.cue.passive]
    main = [f for f in speaking if "x" not in f.cue.verb.frames and not _reported(units, frames, f)]
    for earlier in reversed(main or speaking):
        return earlier.subject
    cue = frames[number].cue
    for k in range(1, cue.first):
        if finite_at(units, k, lexicon):
            return subject_before(units, _group_start(units, k, lexicon), 0, lexicon)
    return None


def _reported(units: Sequence[Token], frames: list[Frame], frame: Frame) -> bool:
    """Return whether a cue's own clause is what another cue reports ("A said that B claimed C, adding D")."""
    if frame.subject is None or frame.inverted or frame.subject[0] == 0:
        return False
    before = frame.subject[0] - 1
    return units[before].lower == "that" or any(f.cue.last == before + 1 for f in frames)


def _group_start(units: Sequence[Token], k: int, lexicon: Lexicon) -> int:
    while k > 1 and (
        units[k - 1].lower in lexicon.adverbs
        or is_adverb(units[k - 1])
        or units[k - 1].lower in lexicon.words["auxiliary"]
    ):
        k -= 1
    return k
