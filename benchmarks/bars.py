"""Draws figures as bars: an SVG of fixed layout, the same for the same figures, for light and dark pages."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

WIDTH, LABEL, HEIGHT, TOP = 760, 250, 30, 56
FIGURES = 150  # to the right of the longest bar

_STYLE = """
    .page { fill: #ffffff } .name, .title { fill: #24292f } .figure { fill: #57606a } .bar { fill: #0b6e80 }
    .track { fill: #eaeef2 }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117 } .name, .title { fill: #e6edf3 } .figure { fill: #9da7b3 } .bar { fill: #3fb6cc }
      .track { fill: #21262d }
    }
"""


def draw(figures: Mapping[str, float], title: str, unit: str) -> str:
    """Return an SVG with a bar for each figure, in their order, with its share of the sum.

    Args:
        figures: by name.
        title: what they are.
        unit: of the figures.
    """
    whole, most = sum(figures.values()), max(figures.values())
    room = WIDTH - LABEL - FIGURES
    height = TOP + HEIGHT * len(figures) + 14
    told = "; ".join(f"{name} {_told(value, unit, whole)}" for name, value in figures.items())
    rows = [
        f'  <g transform="translate(0 {TOP + HEIGHT * number})">\n'
        f'    <text class="name" x="{LABEL - 12}" y="14" text-anchor="end">{escape(name)}</text>\n'
        f'    <rect class="track" x="{LABEL}" y="0" width="{room}" height="20" rx="3"/>\n'
        f'    <rect class="bar" x="{LABEL}" y="0" width="{max(1, room * value / most):.1f}"'
        ' height="20" rx="3"/>\n'
        f'    <text class="figure" x="{LABEL + room + 10}" y="14">{_told(value, unit, whole)}</text>\n'
        "  </g>\n"
        for number, (name, value) in enumerate(figures.items())
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-size="13" role="img"'
        ' font-family="Helvetica, Arial, sans-serif" aria-labelledby="t d">\n'
        f'  <title id="t">{escape(title)}</title>\n'
        f'  <desc id="d">{escape(told)}</desc>\n'
        f"  <style>{_STYLE}  </style>\n"
        f'  <rect class="page" width="{WIDTH}" height="{height}" rx="6"/>\n'
        f'  <text class="title" x="20" y="32" font-size="15" font-weight="bold">{escape(title)}</text>\n'
        f"{''.join(rows)}</svg>\n"
    )


def _told(value: float, unit: str, whole: float) -> str:
    return f"{value:.1f} {unit} · {value / whole:.1%}"
