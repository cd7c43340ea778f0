"""Names inside compounds: "London-based" holds one, "Chun-wen" is one."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.extract.tokens import PUNCTUATION, WORD, Token

TAILS = set(
    "affiliated aligned allied appointed approved area backed based born bound brokered built centered "
    "centred chaired controlled critical designed dominated educated era focused free friendly funded "
    "governed headquartered held hosted imposed initiated inspired installed issued leaning led like "
    "linked listed made majority managed mandated occupied only operated organised organized owned "
    "produced ran registered related ruled run sanctioned sized speaking sponsored style supported themed "
    "trained wide".split()
)
"""What follows a name in an adjective made of it."""
HEADS = set("all anti cross ex inter mid multi non post pre pro then trans".split())
"""What stands before a name in such an adjective."""


def split_compound(token: Token) -> tuple[Token, ...]:
    """Return the parts of an adjective that is made of a name, else the token alone.

    The hyphens become marks: "Oslo-based" is "Oslo", "-", "based"; "pro-Kremlin" is "pro", "-", "Kremlin".
    """
    if token.kind != WORD or "-" not in token.lower or not any(char.isupper() for char in token.text):
        return (token,)
    head, _, _ = token.lower.partition("-")
    if head in HEADS and token.text[0].islower() and token.text[len(head) + 1].isupper():
        at = len(head)
    elif (
        token.lower.rpartition("-")[2] in TAILS
        and token.text[len(token.lower.rpartition("-")[0]) + 1].islower()
    ):
        at = len(token.lower.rpartition("-")[0])
    else:
        return (token,)
    hyphen = Token(token.start + at, token.start + at + 1, token.text[at], "-", PUNCTUATION)
    return (_part(token, 0, at), hyphen, _part(token, at + 1, len(token.text)))


def _part(token: Token, begin: int, end: int) -> Token:
    return Token(
        token.start + begin, token.start + end, token.text[begin:end], token.text[begin:end].lower(), WORD
    )


def in_compound(tokens: Sequence[Token], k: int) -> bool:
    """Return whether a token is a part of a compound that was split."""
    before = k >= 2 and tokens[k - 1].text == "-" and tokens[k - 2].text in HEADS
    after = k + 2 < len(tokens) and tokens[k + 1].text == "-" and tokens[k + 2].text in TAILS
    return (before and tokens[k - 2].end + 1 == tokens[k].start) or (
        after and tokens[k].end + 1 == tokens[k + 2].start
    )
