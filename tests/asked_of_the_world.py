"""With which values the shipped questions are asked of the small world, by their names; the others have
none."""

from typing import Any

import small_world as world

VALUES: dict[str, list[dict[str, Any]]] = {
    "acts": [{}, {"act": "deny"}],
    "by-office-holders": [{}, {"office": "Q702"}, {"about": "Q20"}],
    "chains": [{}, {"least": 1}],
    "claims-about": [{"entity": "Q159"}, {"entity": "Q20"}],
    "claims-by": [{"entity": "Q101"}, {"entity": "Q900"}],
    "most-quoted": [{}, {"kind": "person"}],
    "countries": [{}, {"kind": "person"}],
    "only-spoken-about": [{}, {"kind": "place"}],
    "provenance": [{}, {"article": world.DAM}, {"claim": world.claim(world.dam(), "c1")}],
    "same-wording": [{}, {"least": 1}],
    "through-medium": [
        {},
        {"person": "holm"},
        {"through": "telegram"},
        {"person": 'x" } #', "through": "\\"},
    ],
    "unlinked-actors": [{}, {"kind": "person"}],
    "who-said-what": [{"article": world.DAM}, {"article": world.POST}],
}
