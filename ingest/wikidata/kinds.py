"""What kind of thing an item is: the nearest of some root classes above its own (P31, then P279 upwards)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

#: The kind of what belongs to Wikimedia's projects alone, as disambiguation pages do. Never kept.
INTERNAL = "internal"

#: Classes that say what their instances are. Of several at the same distance the first kind counts.
ROOTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        INTERNAL: (
            "Q17442446",  # Wikimedia internal item
            "Q4167410",  # disambiguation page
            "Q4167836",  # category
            "Q13406463",  # list article
        ),
        "person": ("Q5",),  # human
        "place-country": (
            "Q6256",  # country
            "Q3624078",  # sovereign state
            "Q3024240",  # historical country
        ),
        "place-city": (
            "Q486972",  # human settlement
            "Q515",  # city
            "Q15284",  # municipality
        ),
        "place-region": (
            "Q10864048",  # first-level administrative division
            "Q56061",  # administrative territorial entity
            "Q15642541",  # human-geographic territorial entity
            "Q82794",  # geographic region
        ),
        "government": (
            "Q7188",  # government
            "Q327333",  # government agency
            "Q2659904",  # government organisation
            "Q192350",  # ministry
            "Q11204",  # legislature
            "Q41487",  # court
        ),
        "military": (
            "Q772547",  # armed forces
            "Q17149090",  # armed organisation
            "Q176799",  # military unit
        ),
        "media": (
            "Q1193236",  # news media
            "Q11033",  # mass media
            "Q11032",  # newspaper
            "Q1002697",  # periodical
            "Q41298",  # magazine
            "Q192283",  # news agency
            "Q17232649",  # news website
            "Q15265344",  # broadcaster
            "Q1616075",  # television station
            "Q2001305",  # television channel
            "Q14350",  # radio station
        ),
        "platform": (
            "Q3220391",  # social networking service
            "Q202833",  # social media
            "Q35127",  # website
        ),
        "organisation": (
            "Q43229",  # organisation
            "Q4830453",  # business
            "Q7210356",  # political organisation
            "Q484652",  # international organisation
            "Q16334295",  # group of humans
        ),
        "event": (
            "Q1656682",  # event; not "occurrence" above it, which is also diseases, sports and sciences
            "Q198",  # war
            "Q180684",  # conflict
            "Q178561",  # battle
            "Q645883",  # military operation
            "Q2223653",  # terrorist attack
            "Q40231",  # election
            "Q43109",  # referendum
            "Q273120",  # protest
            "Q3839081",  # disaster
            "Q744913",  # aviation accident
            "Q16510064",  # sporting event
            "Q18608583",  # recurring sporting event
            "Q27020041",  # sports season
            "Q132241",  # festival
        ),
        "place-other": (
            "Q2221906",  # geographic location; not "location" above it, where tools and jewels end as well
            "Q27096213",  # geographic entity
            "Q618123",  # geographical feature
            "Q41176",  # building
            "Q811979",  # architectural structure
            "Q13226383",  # facility
        ),
        # What would otherwise come out as one of the above, by a long way round.
        "other": (
            "Q14897293",  # fictional entity
            "Q386724",  # work
            "Q2424752",  # product
            "Q42889",  # vehicle
            "Q34770",  # language
            "Q9174",  # religion
            "Q349",  # sport
            "Q31629",  # type of sport
            "Q11862829",  # academic discipline
            "Q12136",  # disease
            "Q11173",  # chemical compound
            "Q7187",  # gene
            "Q8054",  # protein
            "Q6999",  # astronomical object
            "Q41710",  # ethnic group
            "Q101352",  # family name
            "Q202444",  # given name
            "Q16521",  # taxon
            "Q13442814",  # scholarly article
            "Q4164871",  # position
            "Q294414",  # public office
            "Q12737077",  # occupation
            "Q28640",  # profession
        ),
    }
)

KINDS = tuple(kind for kind in ROOTS if kind != INTERNAL)

#: What the linker looks for. "other" is the rest of the world: works, products, species, ideas.
DEFAULT_KINDS = tuple(kind for kind in KINDS if kind != "other")

#: Items of these classes name offices, also where they are subclasses of nothing and known in few wikis.
OFFICE_CLASSES = frozenset({"Q4164871", "Q294414"})  # position, public office

#: What is below these plays in leagues.
CLUB_CLASSES = frozenset({"Q12973014", "Q847017"})  # sports team, sports club

_ROOT_OF = {root: number for number, roots in enumerate(ROOTS.values()) for root in roots}
_NAMES = tuple(ROOTS)
_NOWHERE = (1 << 30, _NAMES.index("other"))


class Kinds:
    """Decides kinds by walking up a class hierarchy; what a class turned out to be is remembered.

    >>> above = {"Q1549591": ["Q515"], "Q99": ["Q98"], "Q98": ["Q99"]}
    >>> kinds = Kinds(lambda qid: above.get(qid, []))
    >>> kinds.of(["Q1549591"]), kinds.of(["Q5"]), kinds.of(["Q99"])
    ('place-city', 'person', 'other')
    """

    def __init__(self, superclasses: Callable[[str], Iterable[str]]) -> None:
        """Take a function that gives the direct superclasses (P279) of a class."""
        self._superclasses = superclasses
        self._nearest: dict[str, tuple[int, int]] = {}
        self._clubs: dict[str, bool] = {}

    def of(self, types: Sequence[str]) -> str:
        """Return the kind of an instance of these classes: of the nearest root, "other" if there is none."""
        return _NAMES[min(map(self._of_class, types), default=_NOWHERE)[1]]

    def is_club(self, types: Sequence[str]) -> bool:
        """Whether an instance of these classes is a sports club or team."""
        return any(self._is_club_class(qid) for qid in types)

    def _is_club_class(self, qid: str) -> bool:
        if qid not in self._clubs:
            level, seen = {qid}, {qid}
            while level and seen.isdisjoint(CLUB_CLASSES):
                level = {above for each in level for above in self._superclasses(each)} - seen
                seen |= level
            self._clubs[qid] = not seen.isdisjoint(CLUB_CLASSES)
        return self._clubs[qid]

    def _of_class(self, qid: str) -> tuple[int, int]:
        if qid not in self._nearest:
            self._nearest[qid] = self._walk(qid)
        return self._nearest[qid]

    def _walk(self, qid: str) -> tuple[int, int]:
        """Go up level by level to the first that holds a root, past no class twice."""
        level, seen, distance = {qid}, {qid}, 0
        while level:
            roots = [_ROOT_OF[each] for each in level if each in _ROOT_OF]
            if roots:
                return distance, min(roots)
            level = {above for each in level for above in self._superclasses(each)} - seen
            seen |= level
            distance += 1
        return _NOWHERE
