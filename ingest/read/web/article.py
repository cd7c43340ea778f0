"""From what is found in a page to an article: which of its statements are believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ingest.errors import Origin
from ingest.model import Article
from ingest.read.assemble import Draft, to_article
from ingest.read.canonical_url import canonical_url
from ingest.read.dates import parse_date
from ingest.read.fault import Code, Fault
from ingest.read.language import language_tag
from ingest.read.limits import Limits
from ingest.read.parts import without_opening
from ingest.read.web.cited import with_sources
from ingest.read.web.page import Page
from ingest.read.web.stubs import MIN_PARAGRAPH, refuse_stub

_ALTERNATIVE_HOSTS = ("www.", "m.", "mobile.", "amp.")


def page_article(
    page: Page, origin: Origin, limits: Limits, warnings: list[Fault], *, address: str = ""
) -> Article:
    """Return the article of a page.

    A statement that cannot be read (a date that is none, a URL that no address is) yields to the next best
    and costs no article, for nobody who has the page can correct it; where none is left, a warning says so.

    Args:
        page: what was found in it.
        origin: the file or record.
        limits: what is too large.
        warnings: is added to.
        address: where the page was fetched, if that is known: then the page is believed to be known under
            another address only of the same site.

    Raises:
        Fault: it holds no article.
    """
    title = _title(page)
    text = _text(page, title)
    refuse_stub(text, page.free, page.titles, page.is_article)
    draft = Draft(
        title=title,
        body="\n\n".join(filter(None, map(str.strip, text.split("\n")))),
        url=_url(page, address, warnings),
        date=_date(page, warnings),
        language=next((tag for tag in page.languages if language_tag(tag)), ""),
        publisher=page.publishers[0] if page.publishers else "",
        authors=page.authors,
        url_place="The page",
        date_place="The page",
    )
    return with_sources(to_article(draft, origin, limits, warnings), page, limits, warnings)


def page_address(page: Page, address: str = "") -> str:
    """Return the address under which a page is known, "" if there is none."""
    return _url(page, address, [])


def _title(page: Page) -> str:
    """Return the headline without the outlet's name, which some add to it."""
    title = page.titles[0] if page.titles else ""
    for publisher in page.publishers:
        for separator in (" | ", " - ", " – ", " — ", " :: "):
            title = title.removesuffix(separator + publisher)
    return title


def _text(page: Page, title: str) -> str:
    """Return the text below the headline; what it states as `articleBody` where it has no other."""
    text = page.text.strip()
    for opening in dict.fromkeys((title, *page.titles)):
        text = without_opening(text, opening)
    stated = page.article_body  # of the same words, it is the one that has kept its paragraphs
    found_nothing = len(text) < MIN_PARAGRAPH and len(stated) > len(text)
    return stated if found_nothing or stated.split() == text.split() else text


def _date(page: Page, warnings: list[Fault]) -> str:
    unread: Fault | None = None
    for text in page.dates:
        try:
            return parse_date(text, "The page")
        except Fault as fault:
            unread = unread or fault
    if page.guessed_date and (unread is None or unread.code is not Code.AMBIGUOUS_DATE):
        source = "was guessed from its address or layout"
        message = f"The page states no date that can be read; {page.guessed_date} {source}."
        warnings.append(Fault(Code.DATE_GUESSED, message, "Check it where dates matter."))
        return page.guessed_date
    if unread:
        message = f"{unread.message} It was left out."
        warnings.append(Fault(Code.DATE_LEFT_OUT, message, "The article is read without a date."))
    return ""


def _url(page: Page, address: str, warnings: list[Fault]) -> str:
    fetched = _canonical(address)
    stated = [url for url in map(_canonical, page.addresses) if url]
    if not fetched:
        return next(iter(sorted(stated, key=_is_front_page)), "")  # the first that is no front page
    for url in stated:
        if _site(url) == _site(fetched) and not _is_front_page(url):
            return url
    if stated and all(_site(url) != _site(fetched) for url in stated):
        message = (
            f"The page was fetched from another site than the address {stated[0]} that it claims to have."
        )
        warnings.append(Fault(Code.URL_NOT_BELIEVED, message, "It is known by where it was fetched."))
    return fetched


def _canonical(url: str) -> str:
    try:
        return canonical_url(url) if url else ""
    except ValueError:
        return ""


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    for prefix in _ALTERNATIVE_HOSTS:
        host = host.removeprefix(prefix)
    return host


def _is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def media_type(content_type: str) -> tuple[str, str]:
    """Split a `Content-Type` header into type and charset, in lower case; either may be empty."""
    kind, _, parameters = content_type.lower().partition(";")
    return kind.strip(), next(_charsets(parameters.split(";")), "")


def _charsets(parameters: Iterable[str]) -> Iterator[str]:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            yield value.strip(" \t\"'")
