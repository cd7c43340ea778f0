"""What sites tell their visitors where an article should be: that there is none, or what they must do first.

Consent to cookies, errors with status 200, pages that scripts would fill, checks for robots, forms to sign
in. An article may quote any of this; so a page is taken for such a note only where most of it is one, and
what stands in quotation marks does not count.
"""

from __future__ import annotations

import re

MOST_CHARS = 1_500
"""Above it a text is no mere note."""
SHARE, SHARE_UNDER_TITLE, SHARE_OF_ARTICLE = 0.5, 0.25, 0.8
"""So much of a note's running text is addressed to visitors, in characters."""

_PATTERNS = (
    # consent
    r"we (?:value|care about|respect) your privacy|your privacy (?:matters|is important)",
    r"we and our (?:[\d,]{1,7} )?(?:third[- ]party |advertising )?partners",
    r"\b(?:we|site|website|page)\b (?:also )?uses? [^.\n]{0,60}\bcookies\b",
    r"\bstores?\b[^.\n]{0,30}\bcookies\b",
    r"(?:accept|reject|agree to) (?:all|cookies)\b|withdraw (?:your |it|my )?consent|by giving your consent",
    r"(?:manage|change|adjust) (?:your )?(?:cookies?|privacy|consent|preferences|options)",
    r"(?:your|our) (?:privacy|cookie) (?:policy|settings|preferences|choices|notice)",
    r"(?:with|free of) (?:ads|adverts|advertising) and (?:without )?tracking|personali[sz]ed ads\b",
    # scripts, browsers, blockers
    r"(?:enable|turn on|activate|allow) (?:javascript|js|cookies)\b",
    r"javascript (?:is |being )?(?:disabled|required|blocked|enabled|and cookies)",
    r"(?:requires?|needs?|without|supports?) javascript",
    r"(?:outdated|unsupported|upgrade your|update your|your) (?:web )?browser\b",
    r"(?:using|use|have|disable|off) (?:an |your |the )?ad[- ]?block(?:er)?\b",
    r"(?:reload|refresh) (?:the|this) page",
    # robots
    r"you(?:['’]re| are)? (?:not )?(?:a )?(?:human|robot)\b|you were a (?:bot|robot)|automation tools",
    r"(?:checking|review|verify(?:ing)?) [^.\n]{0,30}(?:your (?:browser|connection)|is secure|human)",
    r"unusual (?:activity|traffic) from your|ddos protection|\bray id\b|\breference id\b",
    r"\A\W*access (?:has been |is )?denied",
    r"access to this (?:page|site|website) (?:has been |is |was )?denied",
    r"don['’]t have permission to access",
    r"browser will redirect|you will be redirected|being redirected",
    # errors
    r"page (?:you|that you) (?:requested|(?:are|were) (?:looking for|trying))",
    r"(?:page|article|story|content) (?:you|that you) (?:are|were) (?:looking for|trying)",
    r"\b(?:page|url) (?:was |is |could |can(?:no|['’])t )?(?:not )?(?:be )?found\b",
    r"nothing was found (?:at|here)",
    r"(?:this|requested) (?:page|article|story|content|url) (?:is|was|has been|does) (?:no longer|not)\b",
    r"(?:check|mistyped|double-check) the (?:url|address|link)",
    r"(?:back|return|go) to (?:the|our) (?:home ?page|front page|start page)",
    r"try (?:searching|again later|another search)|one of the links below|come back later",
    r"sorry for (?:the|any) inconvenience|\bbe back (?:soon|shortly|online)|performing (?:some )?maintenance",
    r"server is temporarily|temporarily (?:unable to|unavailable)|maintenance downtime",
    r"(?:not |un)available (?:in your (?:region|country|location)|due to legal|for legal)",
    r"access(?:ing)? this (?:web)?site from|access cannot be granted|we cannot show this page",
    # signing in
    r"(?:sign|log) ?in to your account|(?:enter|forgot|forgotten) your (?:e-?mail|user ?name|password)",
    r"(?:do not|don['’]t) have an account|(?:e-?mail|send) you a link",
)
_TO_VISITORS = re.compile("|".join(f"(?:{each})" for each in _PATTERNS), re.IGNORECASE)
_TITLE = re.compile(
    r"\s*(?:error:? ?)?(?:4(?:0[0-9]|10|29|51)|50[0-4])\b(?:[^\w\n]|\Z)"
    r"|\b(?:page|content|article|story) (?:not found|unavailable|can(?:no|['’])t be found)|\bnot found\s*\Z"
    r"|\baccess (?:to this page has been )?denied\s*(?:[|:–—-]|\Z)"
    r"|\s*oops\b|\s*just a moment\b|\bare you a (?:robot|human)\b"
    r"|\s*(?:before you continue|pardon our interruption|attention required)\b"
    r"|\s*(?:sign|log) ?in\b(?:[^\w\n]{1,3}|\Z)|\bservice unavailable\b|\bunsupported browser\b"
    r"|\bwe['’]ll be back\b|\byour (?:browser is not supported|privacy matters)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_QUOTED = re.compile(r"[“\"„«][^”\"“»\n]{1,200}[”\"“»]")
_SHORTEST = 25
"""Shorter pieces are buttons and menus, and count for neither side."""


def is_note(text: str, titles: tuple[str, ...], is_article: bool | None) -> bool:
    """Whether a text is a note to visitors.

    Args:
        text: one paragraph a line.
        titles: the page's headlines: under one such as “Page not found” less is enough.
        is_article: whether the page says that it is an article: then it takes more.
    """
    if len(text) > MOST_CHARS:
        return False
    pieces = [each for each in map(str.strip, _SENTENCE.findall(text)) if len(each) >= _SHORTEST]
    notes = sum(len(each) for each in pieces if _TO_VISITORS.search(_QUOTED.sub("…", each)))
    share = SHARE_OF_ARTICLE if is_article else SHARE
    if any(map(_TITLE.search, titles)):
        share = SHARE_UNDER_TITLE
    return notes > share * sum(map(len, pieces))
