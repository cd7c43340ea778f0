"""Invented web pages for tests of several formats."""

import json

PARAGRAPHS = (
    "The pier at Varnholm is unsafe, the mayor, Ada Holm, told reporters on Monday in the town hall.",
    "“It will stay closed until May,” she said, and added that the council had not yet found the money.",
    "Fishermen said that nobody had asked them, and that they would go to court over the closure.",
)
BODY = "\n\n".join(PARAGRAPHS)
TITLE = "Pier is unsafe, mayor says"


def page(*head, lang="en", paragraphs=PARAGRAPHS, title=f"<title>{TITLE}</title>", extra=""):
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{title}{"".join(head)}</head><body>'
        '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"<article><h1>{TITLE}</h1>{text}</article>{extra}"
        "<footer>About us. All rights reserved.</footer></body></html>"
    )


def json_ld(**fields):
    fields = {"@context": "https://schema.org", "@type": "NewsArticle"} | fields
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'
