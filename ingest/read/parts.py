"""Telling headline, lead and body apart in a text that may hold them all."""

from __future__ import annotations

from ingest.read.assemble import line_breaks


def split_text(title: str, lead: str, text: str) -> tuple[str, str]:
    """Return lead and body of a text that may hold the headline and the lead as well."""
    text = without_opening(line_breaks(text).strip(), line_breaks(title).strip())
    lead = line_breaks(lead).strip()
    below = without_opening(text, lead)
    if below == text and text.startswith(lead):
        return "", text  # the lead runs on into the body: it is there already
    return lead, below


def without_opening(text: str, opening: str) -> str:
    """Return the text below its opening paragraph, if that is the one given."""
    if not opening or not text.startswith(opening):
        return text
    rest = text[len(opening) :].lstrip(" \t")
    return rest.strip() if not rest or rest.startswith("\n") else text
