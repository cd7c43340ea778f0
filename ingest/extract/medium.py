"""The medium of an utterance: "on Telegram", "in an article published by the Asia Times", "told Reuters"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.extract.lexicon import Lexicon
from ingest.extract.name_kinds import Name
from ingest.extract.tokens import POSSESSIVE, WORD, Token, tokenise
from ingest.model import ActorKind, Span, Spans

OUTLET_WORDS = {"news", "agency", "newspaper", "magazine", "channel", "television", "radio", "tv", "network"}
_PARTS = ("press", "posten", "zeitung", "blatt", "gazet", "pravda", "izvest", "media", "news", "wire")
"""What names of newspapers and agencies often contain."""
_PREPOSITIONS = {"on", "in", "at", "via", "through", "during", "to", "with", "over", "from", "for"}


@dataclass(frozen=True, slots=True)
class FoundMedium:
    """A medium as worded: its name, the words for it, and the name's own place if it is a proper name."""

    name: str
    span: Span
    proper: Span | None


def find_medium(
    text: str, adjuncts: Spans, names: Sequence[Name], lexicon: Lexicon, *, addressed: bool
) -> FoundMedium | None:
    """Return the medium named in the adjuncts of a cue, or None.

    Args:
        text: the article's text.
        adjuncts: the phrases around the cue.
        names: the names that lie within them.
        lexicon: the word lists.
        addressed: True if the cue takes an addressee first ("told Reuters").
    """
    for adjunct in adjuncts:
        tokens = tokenise(text, adjunct.start, adjunct.end)
        inside = [name for name in names if adjunct.start <= name.span.start and name.span.end <= adjunct.end]
        found = _addressee(text, tokens, inside, lexicon) if addressed else None
        found = found or _phrase(text, tokens, inside, lexicon)
        if found:
            return found
    return None


def _addressee(
    text: str, tokens: Sequence[Token], names: Sequence[Name], lexicon: Lexicon
) -> FoundMedium | None:
    if not tokens or tokens[0].lower in _PREPOSITIONS:
        return None
    first = next((t for t in tokens if t.lower not in {"the", "a"} | OUTLET_WORDS or t.capital), tokens[0])
    name = next((n for n in names if n.span.start in {first.start, tokens[0].start}), None)
    if name is None and _outlet_noun(tokens, lexicon):
        words = [t for t in tokens if t.lower not in lexicon.words["determiner"]]
        span = Span(words[0].start, words[-1].end)
        return FoundMedium(span.of(text), span, None)
    if name is None or (not _outlet(name, lexicon) and not _outlet_noun(tokens, lexicon)):
        return None
    return FoundMedium(
        name.text,
        Span(tokens[0].start if text[tokens[0].start].isupper() else name.span.start, name.span.end),
        name.span,
    )


def _outlet_noun(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    return any(
        t.lower
        in {
            "newspaper",
            "magazine",
            "agency",
            "television",
            "radio",
            "tv",
            "channel",
            "network",
            "website",
            "podcast",
            "news",
        }
        for t in tokens
    )


def _outlet(name: Name, lexicon: Lexicon) -> bool:
    lower = name.text.lower().removeprefix("the ")
    return (
        lower in lexicon.media["outlet"]
        or lower in lexicon.media["platform"]
        or name.words[-1].lower() in lexicon.media["outlet_head"]
        or any(part in lower for part in _PARTS)
        or any(
            w.lower() in {"news", "radio", "tv", "times", "post", "daily", "evening", "sunday"}
            for w in name.words
        )
        or (
            name.kind is ActorKind.ORGANISATION
            and len(name.words) == 1
            and name.words[0].isupper()
            and lower not in lexicon.names["acronym"]
        )
    )


def _phrase(
    text: str, tokens: Sequence[Token], names: Sequence[Name], lexicon: Lexicon
) -> FoundMedium | None:
    """Read a prepositional phrase with a noun or a name for a medium."""
    for i, token in enumerate(tokens):
        if token.lower not in _PREPOSITIONS or i + 1 >= len(tokens):
            continue
        start = tokens[i + 1].start
        own = next(
            (n for n in names if n.span.start in {start, tokens[i + 2].start if i + 2 < len(tokens) else -1}),
            None,
        )
        if (
            own is not None
            and token.lower in {"on", "via", "in", "to", "through", "for", "with"}
            and _outlet(own, lexicon)
        ):
            return FoundMedium(own.text, own.span, own.span)
        noun = _medium_noun(tokens, i + 1, lexicon)
        if noun is None:
            continue
        outlet = next(
            (
                n
                for n in names
                if n.span.start > tokens[noun].start and _names_outlet(text, tokens, noun, n, lexicon)
            ),
            None,
        )
        if outlet is not None:
            return FoundMedium(outlet.text, Span(start, outlet.span.end), outlet.span)
        words = tokens[i + 1 : noun + 1]
        while len(words) > 1 and words[0].lower in lexicon.words["determiner"]:
            words = words[1:]
        return FoundMedium(text[words[0].start : words[-1].end], Span(start, tokens[noun].end), None)
    return None


def _medium_noun(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> int | None:
    """Return the index of the medium noun that heads the noun phrase at `i`."""
    last = None
    for k in range(i, min(len(tokens), i + 7)):
        word = tokens[k]
        if (
            word.kind not in {WORD, POSSESSIVE}
            or word.lower in lexicon.words["preposition"]
            or word.lower in lexicon.words["time"]
        ):
            break
        lone = word.text == "X" and k == i  # the platform; elsewhere a letter
        if word.lower in lexicon.media["event"] or (
            word.lower in lexicon.media["platform"] and (len(word.text) > 1 or lone)
        ):
            last = k
        elif last is not None:
            break
    return last


def _names_outlet(text: str, tokens: Sequence[Token], noun: int, name: Name, lexicon: Lexicon) -> bool:
    """Return whether a name after the noun is the outlet: "with The Economist", "published by the Asia
    Times"."""
    between = text[tokens[noun].end : name.span.start].lower().split()
    if (
        len(between) > 6
        or not between
        or {"seen", "obtained", "reviewed", "shared", "quoted", "cited"} & set(between)
    ):
        return False
    if _outlet(name, lexicon):
        return True
    return "published" in between and name.kind in {ActorKind.ORGANISATION, ActorKind.OTHER}
