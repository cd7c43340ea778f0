"""How often news is taken for a page without an article: a note to visitors, a paywall, a list.

    python -m benchmarks.stubs            the figures of docs/decisions/0089-notes-to-visitors.md
    python -m benchmarks.stubs --errors   with what was refused, and why

There is no page without an article in the development data (`--gold`, by default ../shared/gold), so every
refusal is wrong. Each article is judged as a whole, and each of its windows as a short article of its own.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.languages import english
from ingest.read.fault import Fault
from ingest.read.web.stubs import refuse_stub

WINDOWS = (300, 600, 1_500)


def windows(text: str, size: int) -> list[str]:
    """Return the whole windows of a text, one after the other."""
    return [text[begin : begin + size] for begin in range(0, len(text) - size + 1, size)]


def refusal(text: str) -> str:
    """Return why a text is refused, or "": one without a sentence, as windows may be, is none of ours."""
    try:
        refuse_stub(text, None)
    except Fault as fault:
        return "" if "running text" in fault.message else fault.message
    return ""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gold", type=Path, default=Path(__file__).parents[2] / "shared" / "gold")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    articles = dict(english(options.gold))["articles"]
    texts = {"articles": articles} | {
        f"{size} characters": [part for article in articles for part in windows(article, size)]
        for size in WINDOWS
    }
    print("| English news | texts | refused |\n|---|---:|---:|")
    for name, each in texts.items():
        refused = [(text, reason) for text in each if (reason := refusal(text))]
        print(f"| {name} | {len(each)} | {len(refused)} |")
        for text, reason in refused if options.errors else ():
            print(f"{reason}\t{text[-300:]!r}")


if __name__ == "__main__":
    main()
