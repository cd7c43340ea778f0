"""From the fields that a format holds to an `Article`: the checks and the cleaning that all formats share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from ingest.errors import Origin, Problem
from ingest.language import detect
from ingest.model import Article
from ingest.read.canonical_url import canonical_url
from ingest.read.dates import parse_date
from ingest.read.fault import Code, Fault
from ingest.read.language import UNDETERMINED, language_tag
from ingest.read.limits import Limits

T = TypeVar("T")

REPLACEMENT = "\ufffd"
ASSUMED = "en"
"""The language of a text that says nothing of it and is in none plainly."""

# What neither XML 1.0 nor RDF can hold: C0 controls other than tab and line break, two non-characters, and
# surrogates, which UTF-8 cannot encode.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|div|p|article|\?xml)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article's fields as a format gives them; what is missing is empty.

    Attributes:
        language: a tag, or "" where the input does not say: then it is what the text is plainly in.
        url_place: where the URL stands, for messages.
        date_place: where the date stands, for messages.
    """

    title: str = ""
    lead: str = ""
    body: str = ""
    url: str = ""
    date: str = ""
    language: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    url_place: str = "Line 1"
    date_place: str = "Line 1"


def outcome(origin: Origin, parse: Callable[[list[Fault]], T]) -> Iterator[T | Problem]:
    """Yield what one record holds (an article) after its warnings, or the problem for which it is set aside.

    Args:
        origin: the record.
        parse: returns it, raises `Fault`, and appends its warnings to the list that it is given.
    """
    warnings: list[Fault] = []
    try:
        found = parse(warnings)
    except Fault as fault:
        yield fault.problem(origin)
    else:
        different = {warning.message: warning for warning in warnings}.values()
        yield from (warning.problem(origin, fatal=False) for warning in different)
        yield found


def to_article(draft: Draft, origin: Origin, limits: Limits, warnings: list[Fault]) -> Article:
    """Check and clean a draft.

    The text is kept as stored, so that offsets point into what the user has: it is not re-wrapped, and not
    normalised to NFC. Only line breaks become ``\\n``, white space around headline, lead and body goes, a
    headline's own line breaks become spaces, and characters that RDF and XML cannot hold become U+FFFD, with
    a warning. Bidirectional controls stay, with a warning: they make text look other than it is.
    A lead with nothing below it is the body.

    Raises:
        Fault: there is no headline or no text, it is too long, or its URL or date cannot be right.
    """
    _check_length(draft, limits)
    draft = _storable(_with_line_breaks(draft), warnings)
    title = one_line(draft.title)
    lead, body = draft.lead.strip(), draft.body.strip()
    if not body:
        lead, body = "", lead
    if _MARKUP.match(title) or _MARKUP.match(body):
        cure = "Extract the article's text from the page first."
        raise Fault(Code.MARKUP, "This is the markup of a web page, not an article's text.", cure)
    if not title:
        message = "There is no headline."
        raise Fault(
            Code.NO_HEADLINE, message, "Put one before the text, as a paragraph (or field) of its own."
        )
    if not body:
        message = "There is a headline, but no text below it."
        raise Fault(
            Code.NO_TEXT, message, "Add the article's text, after a blank line (or as the field `text`)."
        )
    article = Article(
        title=title,
        body=body,
        lead=lead or None,
        url=_url(draft),
        date=parse_date(draft.date, draft.date_place) if draft.date.strip() else None,
        language=_language(draft.language, warnings) if draft.language.strip() else "",
        publisher=one_line(draft.publisher) or None,
        authors=tuple(dict.fromkeys(filter(None, map(one_line, draft.authors)))),
        origin=origin,
    )
    return article if article.language else replace(article, language=detect(article.text) or ASSUMED)


def too_large(limits: Limits) -> Fault:
    """Return the fault of an article beyond the limit."""
    return Fault(
        Code.TOO_LARGE,
        f"The article has more than {limits.max_article_chars:,} characters.",
        "If it holds several articles, split it; if it really is one, raise the limit `max_article_chars`.",
    )


def line_breaks(text: str) -> str:
    """Return the text with ``\\r\\n`` and ``\\r`` as ``\\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """Return the text without line breaks and surrounding white space."""
    return " ".join(filter(None, (line.strip() for line in text.split("\n"))))


def _check_length(draft: Draft, limits: Limits) -> None:
    if len(draft.title) + len(draft.lead) + len(draft.body) > limits.max_article_chars:
        raise too_large(limits)


def _with_line_breaks(draft: Draft) -> Draft:
    return replace(
        draft, title=line_breaks(draft.title), lead=line_breaks(draft.lead), body=line_breaks(draft.body)
    )


def _storable(draft: Draft, warnings: list[Fault]) -> Draft:
    """Replace what cannot be stored, and warn of it and of what deceives the eye."""
    everything = "\n".join((draft.title, draft.lead, draft.body, draft.publisher, *draft.authors))
    if deceptive := _code_points(_BIDI_CONTROLS, everything):
        warnings.append(
            Fault(
                Code.BIDI_CONTROLS,
                f"The text holds bidirectional controls ({deceptive}), which can show its characters in"
                " another order than they are stored in.",
                "Look at it in an editor that makes them visible; they were kept.",
            )
        )
    if unstorable := _code_points(_UNSTORABLE, everything):
        warnings.append(
            Fault(
                Code.CONTROL_CHARACTERS,
                f"The text holds characters that cannot be stored ({unstorable}).",
                "They were replaced by U+FFFD, and offsets refer to the text so cleaned.",
            )
        )
        draft = replace(
            draft,
            title=cleaned(draft.title),
            lead=cleaned(draft.lead),
            body=cleaned(draft.body),
            publisher=cleaned(draft.publisher),
            authors=tuple(map(cleaned, draft.authors)),
        )
    return draft


def cleaned(text: str) -> str:
    """Return a text of the same length, in which what cannot be stored is U+FFFD."""
    return _UNSTORABLE.sub(REPLACEMENT, text)


def _code_points(pattern: re.Pattern[str], text: str) -> str:
    """Return which characters of a kind a text holds, as ``U+0000, U+0007``, at most eight of them."""
    found = sorted(set(pattern.findall(text)))
    return ", ".join(f"U+{ord(character):04X}" for character in found[:8]) + (", …" if found[8:] else "")


def _url(draft: Draft) -> str | None:
    if not draft.url:
        return None
    try:
        return canonical_url(draft.url)
    except ValueError as error:
        message, cure = f"{draft.url_place}: {error}", "Correct the URL, or leave it out."
        raise Fault(Code.BAD_URL, message, cure) from None


def _language(tag: str, warnings: list[Fault]) -> str:
    language = language_tag(tag)
    if language is None:
        shown = one_line(cleaned(tag))[:40]
        message = f"“{shown}” is no language tag, so that the language counts as undetermined (“und”)."
        warnings.append(Fault(Code.BAD_LANGUAGE, message, "Write it as BCP 47 has it, e.g. en or pt-BR."))
    return language or UNDETERMINED
