"""Counting what a run did, for its table and its log."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table

from ingest.errors import Problem
from ingest.pipeline import SET_ASIDE, Analysis, Outcome, Result


@dataclass
class Tally:
    """What became of the articles of a run, and what was found in those that were analysed."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    entities: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def add(self, item: Result | Problem) -> Problem | None:
        """Count a result or warning; return the problem that the user should be told, if any."""
        if isinstance(item, Problem):
            told: Problem | None = item
        else:
            self.outcomes[item.outcome] += 1
            told = item.problem
            if item.analysis and item.outcome not in SET_ASIDE:
                self._add_analysis(item.analysis)
        if told:
            self.problems.append(told)
        return told

    @property
    def set_aside(self) -> int:
        """How many articles and records could not be loaded."""
        return sum(self.outcomes[outcome] for outcome in SET_ASIDE)

    @property
    def quarantined(self) -> int:
        """How many of them were readable, and are in quarantine."""
        return self.outcomes[Outcome.QUARANTINED]

    def rate(self, seconds: float) -> float:
        """How many articles a second."""
        return round(sum(self.outcomes.values()) / seconds, 2) if seconds else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the counts and problems, ready for `json.dumps`."""
        return {
            "articles": {outcome.value: self.outcomes[outcome] for outcome in Outcome},
            "found": {**dict(sorted(self.found.items())), "entities": len(self.entities)},
            "problems": [problem_as_json(problem) for problem in self.problems],
        }

    def table(self) -> Table:
        """Return the table of what was read, extracted, linked, validated and loaded."""
        made = sum(self.outcomes[each] for each in (Outcome.LOADED, Outcome.NEW_VERSION, Outcome.RENEWED))
        found = self.found
        table = Table(show_header=False, box=None, padding=(0, 2))
        table.add_row("read", _counted(sum(self.outcomes.values()), "article"), self._others())
        table.add_row(
            "extracted",
            _counted(found["claims"], "claim"),
            f"in {_counted(found['attributions'], 'attribution')}; {found['relayed']} relayed, "
            f"{found['hedged']} hedged, {found['unnamed']} resting on an unnamed source",
        )
        table.add_row(
            "linked",
            f"{found['linked']} of {_counted(found['actors'], 'actor')}",
            f"to {_counted(len(self.entities), 'Wikidata entity', 'Wikidata entities')}; the others are NIL",
        )
        table.add_row(
            "validated",
            f"{_counted(made, 'article')} conform",
            f"{self.quarantined} quarantined" if self.quarantined else "",
        )
        table.add_row(
            "loaded", f"{found['quads']:,} quads", f"{found['quads'] / max(found['claims'], 1):.0f} a claim"
        )
        return table

    def _others(self) -> str:
        usual = (Outcome.LOADED, Outcome.QUARANTINED)
        return ", ".join(
            f"{count} {each}" for each, count in sorted(self.outcomes.items()) if each not in usual
        )

    def _add_analysis(self, analysis: Analysis) -> None:
        extraction = analysis.extraction
        unnamed = {actor.id for actor in extraction.actors if actor.unnamed}
        self.found.update(
            claims=len(extraction.claims),
            attributions=sum(len(claim.chain) for claim in extraction.claims),
            relayed=sum(len(claim.chain) > 1 for claim in extraction.claims),
            hedged=sum(claim.certainty != "certain" for claim in extraction.claims),
            unnamed=sum(any(link.actor in unnamed for link in claim.chain) for claim in extraction.claims),
            actors=len(analysis.links),
            linked=sum(link.qid is not None for link in analysis.links),
            quads=len(analysis.graphs.quads),
        )
        self.entities.update(link.qid for link in analysis.links if link.qid)


def _counted(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Return a problem, ready for `json.dumps`."""
    return {
        "origin": str(problem.origin),
        "code": problem.code,
        "message": problem.message,
        "cure": problem.cure,
        "set aside": problem.fatal,
    }
