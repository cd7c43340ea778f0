"""Language tags, in the shape that BCP 47 gives them."""

from __future__ import annotations

import re

UNDETERMINED = "und"

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?P<extended>(?:-[a-z]{3}){0,3})(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.IGNORECASE | re.ASCII,
)


def language_tag(tag: str) -> str | None:
    """Return a language tag in BCP 47's usual case, or None if it has not the shape of one.

    An underscore is taken for a hyphen, as locales write it. Names of languages are no tags.

    >>> language_tag("pt_br")
    'pt-BR'
    >>> language_tag("English") is None
    True
    """
    match = _TAG.fullmatch(tag.strip().replace("_", "-"))
    if match is None:
        return None
    parts = [match["language"].lower() + match["extended"].lower()]
    parts += [part for part in (match["script"] and match["script"].title(),) if part]
    parts += [part for part in (match["region"] and match["region"].upper(),) if part]
    return "-".join(parts) + match["rest"].lower()
