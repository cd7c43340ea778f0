"""Who is meant: names, short names, roles and pronouns resolved to the actors of one article.

A pronoun goes to the most recent compatible speaker or subject, by gender and number; a role ("the
military correspondent") to the person or body that the article gave that role. What fits nobody is an
unnamed actor.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from ingest.extract.antecedents import (
    RELATIVE,
    all_quotation,
    before_relative,
    lead_in,
    opening_mark,
    paragraph,
)
from ingest.extract.name_kinds import Name
from ingest.extract.roster import Person, Roster
from ingest.extract.tokens import NUMBER, POSSESSIVE, WORD, Token, tokenise
from ingest.model import ActorKind, Span, Spans

_LOOK_BACK = 2500
"""Characters: a pronoun farther from its antecedent than this is left unresolved."""


_MOST_EVENTS = 60


_AGED = re.compile(r"[Tt]he (\d{1,3})-year-old\b")


_REFLEXIVE = {"himself", "herself", "itself", "themselves"}
_SINGULAR = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m"}


_PLURAL = {"they", "them", "their"}


_FIRST = {"i", "we"}


_THINGS = {ActorKind.ORGANISATION, ActorKind.GROUP, ActorKind.OTHER, ActorKind.PLACE}
_THING = {"it", "its"}


_OUTLET_WORDS = {
    "news", "agency", "newspaper", "magazine", "channel", "television", "tv", "radio", "network", "website",
    "site", "daily", "weekly", "wire",
}  # fmt: skip


_CUT = {
    "for", "of", "in", "at", "with", "from", "who", "that", "which", "on", "to", "by", "close", "familiar",
    "among", "within", "based",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved source: who, at which words, in which role."""

    actor: Person
    head: Span | None
    role: Spans = ()


class Cast(Roster):
    """The actors of one article, and who was last spoken of."""

    def heard(self, position: int, person: Person) -> None:
        """Note that `person` spoke at `position`: later pronouns look there first."""
        insort(self._events, (position, person), key=itemgetter(0))
        insort(self._speeches, (position, person), key=itemgetter(0))

    def speaker(self, source: Spans, antecedent: Spans = ()) -> Speaker:
        """Resolve the words at `source` (for a relative pronoun: at `antecedent`)."""
        if antecedent:
            return self.speaker(antecedent)
        span = Span(source[0].start, source[-1].end)
        tokens = tokenise(self._text, span.start, span.end)
        word = tokens[0].lower if len(tokens) == 1 else ""
        if word in RELATIVE:
            before = before_relative(self._text, span, self._names, self._starts, self._lexicon)
            if before is not None:
                return self.speaker((before,))
        if word in _FIRST:
            return Speaker(self._first_person(span), span)
        if word in _SINGULAR or word in _PLURAL | _THING:
            return Speaker(self._pronoun(word, span), span)
        numbers = self.names_in(span)
        named = self._head_name(tokens, numbers)
        joint = self._coordination(tokens, numbers)
        if joint:
            return Speaker(self._group(joint, span.start), None)
        if named is not None:
            name, person = self._names[named], self.of_name[named]
            return Speaker(person, name.span, self._role_at(span, name))
        return self._description(tokens, span)

    def _coordination(self, tokens: Sequence[Token], numbers: Sequence[int]) -> str:
        """Return "A and B" if a source is two or more names joined by "and", else nothing."""
        if len(numbers) < 2:
            return ""
        first, last = self._names[numbers[0]], self._names[numbers[-1]]
        between = (
            self._text[self._names[numbers[-2]].span.end : last.span.start]
            .lower()
            .replace("the", "")
            .strip(" ,")
        )
        lead = self._text[tokens[0].start : first.span.start].lower().split()
        if between != "and" or last.span.end < tokens[-1].end - 1 or len(lead) > 2:
            return ""
        return " ".join(self._text[first.span.start : last.span.end].split())

    def _group(self, name: str, first: int) -> Person:
        known = self._described.get("group " + name.lower())
        if known is None:
            known = self._new(name, ActorKind.GROUP, first, plural=True)
            known.unnamed = False
            self._described["group " + name.lower()] = known
        return known

    def _head_name(self, tokens: Sequence[Token], numbers: Sequence[int]) -> int | None:
        """Return the number of the name that heads a noun phrase, or None if a common noun does."""
        core = self._core(tokens)
        if not core:
            return None
        for number in numbers:
            span = self._names[number].span
            if span.end >= core[-1].end and span.start <= core[-1].start:
                return number
            if span.start == core[0].start and all(
                t.lower in _OUTLET_WORDS for t in core if t.start >= span.end
            ):
                return number
        role = any(t.lower in self._lexicon.roles for t in core)
        last = self._names[numbers[-1]] if numbers else None
        if (
            role
            and "," not in {t.text for t in tokens}
            and last is not None
            and last.kind is ActorKind.PERSON
            and last.span.end == tokens[-1].end
        ):
            before = [t for t in tokens if t.end <= last.span.start]
            if before and before[-1].lower not in _CUT | {"and", "'s", ","} and before[-1].kind != POSSESSIVE:
                return numbers[-1]
        rest = [t for t in tokens if t.start >= core[-1].end]
        if (
            (role or core[0].lower in {"the", "a", "an", "one", "another", "its", "his", "her", "their"})
            and rest
            and rest[0].lower in _CUT | {","}
        ):
            comma = next((t.start for t in rest if t.text == ","), None)
            if comma is not None:
                after = [n for n in numbers if self._names[n].span.start > comma]
                if after and self._names[after[0]].span.start - comma <= 3 and self._ends(after[0], tokens):
                    return after[0]
        return None

    def _ends(self, number: int, tokens: Sequence[Token]) -> bool:
        """Return whether a person's name, or a name alone between commas, stands in apposition."""
        name = self._names[number]
        following = next((t for t in tokens if t.start >= name.span.end), None)
        return name.kind is ActorKind.PERSON or following is None or following.text == ","

    def _core(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the noun phrase up to its head: before a comma, preposition or relative clause outside
        names."""
        core: list[Token] = []
        inside = 0
        numbers = self.names_in(Span(tokens[0].start, tokens[-1].end)) if tokens else []
        ends = {self._names[n].span.start: self._names[n].span.end for n in numbers}
        for token in tokens:
            inside = max(inside, ends.get(token.start, 0))
            if token.start >= inside and core and (token.text in {",", "(", "—", "–"} or token.lower in _CUT):
                break
            core.append(token)
        while core and (core[-1].kind not in {WORD, NUMBER} or core[-1].lower in _REFLEXIVE):
            core.pop()
        return core

    def _role_at(self, span: Span, name: Name) -> Spans:
        if name.role is not None and span.start <= name.role.start:
            return (name.role,)
        before = self._text[span.start : name.span.start].rstrip(" ,")
        words = before.split()
        if words and len(words) <= 14 and any(w.lower().strip(",") in self._lexicon.roles for w in words):
            return (Span(span.start, span.start + len(before)),)
        after = tokenise(self._text, name.span.end, span.end)
        if (
            len(after) > 1
            and after[0].text == ","
            and after[1].lower not in {"who", "whose", "which"}
            and any(t.lower in self._lexicon.roles for t in after)
        ):
            end = after[-1].end if after[-1].text != "," else after[-2].end
            return (Span(after[1].start, end),)
        return ()

    def _first_person(self, span: Span) -> Person:
        """Return who says "I" or "we": the one speaker of this paragraph, or of the one before if this is
        all quotation; outside quotations the writer, whom no words name."""
        if opening_mark(self._text, span.start) is not None:
            around = paragraph(self._text, span.start)
            near = self._speakers_in(around)
            if not near and all_quotation(self._text, around):
                near = self._speakers_in(paragraph(self._text, max(0, around.start - 3)))
            if len(near) == 1:
                return near[0]
        return self._new(span.of(self._text), ActorKind.OTHER, span.start)

    def _speakers_in(self, span: Span) -> list[Person]:
        """Return who spoke there so far, each once."""
        low = bisect_left(self._speeches, span.start, key=itemgetter(0))
        high = bisect_left(self._speeches, span.end, key=itemgetter(0))
        return list({id(person): person for _, person in self._speeches[low:high]}.values())

    def _quoted_here(self, position: int) -> list[Person]:
        """Return who speaks before the quotation around a position: none whom it calls "he" or "they"."""
        opening = opening_mark(self._text, position)
        return [] if opening is None else self._speakers_in(lead_in(self._text, opening))

    def _others_spoken_of(self, start: int, end: int) -> bool:
        """Return whether a plural for people stands between: "they" may be those."""
        return any(
            token.lower == "people" or token.lower.removesuffix("s") in self._lexicon.persons - {token.lower}
            for token in tokenise(self._text, max(start, end - _LOOK_BACK), end)
        )

    def _pronoun(self, word: str, span: Span) -> Person:
        gender = _SINGULAR.get(word, "")
        quoted = self._quoted_here(span.start)
        last = bisect_left(self._events, span.start, key=itemgetter(0))
        for position, person in reversed(self._events[max(0, last - _MOST_EVENTS) : last]):
            if span.start - position > _LOOK_BACK:
                break
            if any(person is one for one in quoted):
                continue
            if gender:
                human = person.kind is ActorKind.PERSON or (person.kind is ActorKind.OTHER and person.unnamed)
                if human and not person.plural and person.gender in {"", gender}:
                    if person.kind is ActorKind.PERSON:
                        person.gender = gender
                    return person
            elif word in _PLURAL:
                if person.plural:
                    return person
                if person.kind in {ActorKind.ORGANISATION, ActorKind.GROUP}:
                    if self._others_spoken_of(position, span.start):
                        break
                    return person
            elif person.kind in _THINGS and not person.plural:
                return person
        kind = ActorKind.GROUP if word in _PLURAL else ActorKind.OTHER if word in _THING else ActorKind.PERSON
        return self._new(self._text[span.start : span.end], kind, span.start, plural=word in _PLURAL)

    def _description(self, tokens: Sequence[Token], span: Span) -> Speaker:
        core = self._core(tokens)
        head = core[-1].lower if core else ""
        definite = bool(core) and core[0].lower in {"the", "this", "that", "his", "her", "its", "their"}
        if core and (titled := self._in_headline(core, head)):
            return Speaker(titled, Span(core[0].start, core[-1].end), (Span(core[0].start, core[-1].end),))
        if core and (definite or (len(core) == 1 and head in self._lexicon.roles)):
            known = self._by_role([t.lower for t in core[1 if definite else 0 :]], head, span.start) or (
                self._last_word(head, span.start) if len(core) == 2 else None
            )
            bare_name = self._by_words.get((head,))
            if bare_name is not None and len(core) == 2 and core[-1].capital:
                return Speaker(bare_name, core[-1].span)
            if known is not None and len(core) == len([t for t in tokens if t.kind != POSSESSIVE]):
                title = Span(core[1 if definite else 0].start, core[-1].end)
                place = Span(core[0].start, core[-1].end)
                return Speaker(known, place, (title,) if known.kind is ActorKind.PERSON else ())
        if aged := self._aged(span):
            return Speaker(aged, None, (span,))
        words = re.split(
            r", (?:who|which|whose|speaking|citing|quoting|seen|obtained|published|released)\b",
            self._text[span.start : span.end],
        )[0]
        text = " ".join(words.rstrip(" ,").split())
        if definite and text.lower() in self._described:
            return Speaker(self._described[text.lower()], None)
        person = self._new(text, self._described_kind(head), span.start, plural=self._plural(core, head))
        if head in self._lexicon.roles:
            person.roles.update(t.lower for t in core)
        person.gender = (
            "m"
            if head in self._lexicon.words["male"]
            else "f"
            if head in self._lexicon.words["female"]
            else ""
        )
        if self._named_body(core, head):
            person.unnamed, person.kind = False, ActorKind.ORGANISATION
            person.name = self._text[core[0].start : core[-1].end].removeprefix("the ").removeprefix("The ")
        self._described[text.lower()] = person
        role = (
            (Span(core[0].start, core[-1].end),)
            if core and head in self._lexicon.roles - self._lexicon.documents
            else ()
        )
        return Speaker(person, None, role)

    def _in_headline(self, core: Sequence[Token], head: str) -> Person | None:
        """Return the one person whom the body gives the role that the headline speaks of."""
        if core[0].start >= self._text.find("\n\n"):
            return None
        fits = [p for p in self._by_head.get(head, []) if all(t.lower in p.roles | p.beside for t in core)]
        return fits[0] if len(fits) == 1 else None

    def _last_word(self, head: str, position: int) -> Person | None:
        """Return the one thing named before whose name ends so ("the programme")."""
        ending = {
            id(person): person
            for words, person in self._by_words.items()
            if len(words) > 2 and words[-1] == head and person.first < position
        }
        fits = [p for p in ending.values() if p.kind in _THINGS]
        return fits[0] if len(fits) == len(ending) == 1 else None

    def _aged(self, span: Span) -> Person | None:
        """Return who "the 71-year-old" is: the one person of that age, else the one whom its paragraph
        named before."""
        age = _AGED.match(self._text, span.start, span.end)
        if age is None:
            return None
        fits = [p for p in self.people if p.age == age[1] and p.first < span.start]
        if not fits:
            near = self.names_in(Span(paragraph(self._text, span.start).start, span.start))
            named = {id(self.of_name[n]): self.of_name[n] for n in near}
            fits = [p for p in named.values() if p.kind is ActorKind.PERSON]
            fits = [p for p in fits if not p.age] if len(fits) == 1 else []
        return fits[0] if len(fits) == 1 else None

    def _plural(self, core: Sequence[Token], head: str) -> bool:
        return (
            head in {"people", "police", "others", "many", "some", "most", "both", "few"}
            or (head.endswith("s") and not head.endswith("ss"))
            or any(t.lower == "and" for t in core)
        )

    def _described_kind(self, head: str) -> ActorKind:
        if head in self._lexicon.documents:
            return ActorKind.OTHER
        if self._plural([], head) or head in self._lexicon.bodies:
            return ActorKind.GROUP
        return ActorKind.PERSON if head in self._lexicon.roles else ActorKind.OTHER

    def _named_body(self, core: Sequence[Token], head: str) -> bool:
        """Return whether a common noun with a name or nationality before it names a body ("the Oslo
        government")."""
        if head not in self._lexicon.bodies or len(core) < 2:
            return False
        if any(t.capital and t.lower in self._lexicon.names["demonym"] for t in core):
            return True
        return bool(self.names_in(Span(core[0].start, core[-1].start)))

    def _by_role(self, words: Sequence[str], head: str, position: int) -> Person | None:
        """Return the one most recent actor whose role has this head, all given words, or whose name
        holds it."""
        if head.endswith("s") and head not in {"news"}:
            return None
        candidates = [person for person in self._by_head.get(head, []) if person.first < position]
        if not candidates:
            return None
        fit = {id(p): sum(w in p.roles | p.words for w in words) for p in candidates}
        best = [p for p in candidates if fit[id(p)] == max(fit.values())]
        last = bisect_left(self._events, position, key=itemgetter(0))
        for _, person in reversed(self._events[max(0, last - _MOST_EVENTS) : last]):
            if any(person is p for p in best):
                return person
        return max(best, key=lambda p: p.first)

    def medium(self, name: str, proper: Span | None, position: int) -> Person:
        """Return the actor record of a medium: that of the name, or a new unnamed one."""
        if proper is not None:
            for number in self.names_in(proper):
                return self.of_name[number]
        known = self._described.get("medium " + name.lower())
        if known is None:
            known = self._described["medium " + name.lower()] = self.unnamed(name, position)
        return known
