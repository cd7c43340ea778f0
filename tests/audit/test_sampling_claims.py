"""Which claims are drawn: the same whatever their order, in proportion, and each equally likely."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ingest.audit.sampling import MINIMUM, OTHERS, ROWS_A_STRATUM, Stratum, allocation, coarsening, draw


def units(counts: dict[Stratum, int]) -> list[tuple[str, Stratum]]:
    return [(f"{stratum}-{number}", stratum) for stratum, count in counts.items() for number in range(count)]


STRATA = st.builds(
    Stratum, st.sampled_from("abcdefgh"), st.sampled_from(["direct", "own-voice"]), st.sampled_from("lh")
)


@given(
    st.dictionaries(STRATA, st.integers(1, 40), min_size=1), st.integers(1, 60), st.integers(), st.randoms()
)
def test_the_order_in_which_claims_come_plays_no_part(counts, size, seed, shuffled):
    found = units(counts)
    drawn = draw(found, size, seed)
    shuffled.shuffle(found)
    assert draw(found, size, seed) == drawn
    assert len(drawn) == min(size, sum(counts.values())) == len({each.name for each in drawn})


@given(st.dictionaries(STRATA, st.integers(1, 40), min_size=1), st.integers(1, 60))
def test_what_a_row_says_of_its_stratum_is_so(counts, size):
    drawn = draw(units(counts), size, 1)
    coarse = coarsening(counts, size)
    held: Counter[Stratum] = Counter()
    for stratum, count in counts.items():
        held[coarse(stratum)] += count
    taken = Counter(each.stratum for each in drawn)
    assert all((each.of, each.drawn) == (held[each.stratum], taken[each.stratum]) for each in drawn)
    assert len(held) * ROWS_A_STRATUM <= max(size, ROWS_A_STRATUM)
    if size >= 2 * len(held):
        assert all(taken[stratum] >= min(MINIMUM, count) for stratum, count in held.items())


def test_a_longer_sample_of_one_stratum_begins_with_the_shorter():
    one = units({Stratum("a", "direct", "l"): 500})
    assert draw(one, 50, 7)[:20] == [
        each for each in draw(one, 50, 7) if each.name in {short.name for short in draw(one, 20, 7)}
    ]


def test_other_seeds_draw_other_claims_and_every_claim_is_drawn_as_often():
    one = units({Stratum("a", "direct", "l"): 20})
    times = Counter(each.name for seed in range(2000) for each in draw(one, 5, seed))
    assert len(times) == 20
    assert all(420 < count < 580 for count in times.values())  # 500 expected, four standard deviations: 77


def test_small_outlets_become_one_and_large_ones_stay():
    counts = {Stratum(f"outlet {number:02}", "direct", "l"): 1 for number in range(30)}
    counts[Stratum("big", "direct", "l")] = 500
    drawn = draw(units(counts), 20, 1)
    outlets = Counter(each.stratum.outlet for each in drawn)
    assert len(outlets) == 5
    assert outlets["big"] >= 15
    assert outlets[OTHERS] == MINIMUM


def test_shares_come_near_to_proportion():
    rng = random.Random(3)  # noqa: S311 - no secrets
    for _ in range(50):
        counts = {Stratum(str(number), "", ""): rng.randint(1, 400) for number in range(6)}
        size = rng.randint(24, 80)
        shares = allocation(counts, size)
        total = sum(counts.values())
        assert sum(shares.values()) == min(size, total)
        for stratum, share in shares.items():
            if size < total and share > MINIMUM:
                assert share < size * counts[stratum] / total + 1
