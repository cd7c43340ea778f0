"""The quality gate: its rules, and that extraction is as good as `benchmarks/floors.toml` says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import gate, quality
from benchmarks.floors import (
    Floor,
    FloorError,
    Floors,
    Lowered,
    changed,
    dumps,
    failures,
    loads,
    lowered,
    margin,
    raised,
    tight,
    unbounded,
    unexplained,
    unmeasured,
)
from benchmarks.gate import FLOORS, RENEW, Seen, Wish, decide, table
from benchmarks.quality import FIGURES, PARTS, SHARED_GOLD

ECE = "polnear.calibration-error"
DAY = date(2030, 1, 2)
FIRST = Floors(
    {"a.f1": Floor(80.0, (79.0, 80.0)), ECE: Floor(5.0, (5.0,))}, {"model": "m1", "../shared/gold": "g1"}
)
GOOD = {"a.f1": 80.05, ECE: 4.95}
BAD = {"a.f1": 78.46, ECE: 4.95}


def seen(measured: Mapping[str, float] = GOOD, *, outside: bool = True, model: str = "m1") -> Seen:
    files = {"model": model} | ({"../shared/gold": "g1"} if outside else {})
    return Seen(measured, files, outside, ("a.f1", ECE))


# -- extraction is as good as it was


def pinned() -> Floors:
    return loads(FLOORS.read_text(encoding="utf-8"))


def below(*parts: str) -> list[str]:
    measured = quality.measure(parts)
    assert set(measured) == {name for name in FIGURES if name.split(".")[0] in parts}
    return list(failures(pinned(), measured))


HELP = (
    "Find out why (`python -m benchmarks.gate` prints all figures; CONTRIBUTING.md tells what may be done)."
)


def test_extraction_from_the_sample_articles_is_as_good_as_it_was() -> None:
    assert not below("seeds"), HELP


@pytest.mark.slow
@pytest.mark.skipif(not SHARED_GOLD.is_dir(), reason="needs ../shared/gold, which is not distributed")
def test_extraction_from_the_development_gold_is_as_good_as_it_was() -> None:
    assert not below(*(name for name, part in PARTS.items() if part.outside)), HELP


def test_model_and_gold_are_those_that_the_floors_were_measured_on() -> None:
    moved = list(changed(pinned(), quality.digests(), outside=quality.outside()))
    assert not moved, f"If that is meant, take note of it: {RENEW}"


def test_every_lowered_floor_has_its_reason() -> None:
    assert list(unexplained(pinned())) == []


def test_every_figure_has_a_floor_and_every_floor_its_figure() -> None:
    assert [*unbounded(pinned(), FIGURES), *unmeasured(pinned(), FIGURES)] == []


def test_the_file_is_as_the_gate_writes_it() -> None:
    assert dumps(pinned()) == FLOORS.read_text(encoding="utf-8")


def test_the_model_and_all_gold_are_pinned() -> None:
    paths = set(pinned().digests)
    assert "ingest/extract/encoder/data/attribution.onnx" in paths
    assert sum(path.startswith("tests/gold/") for path in paths) == 8
    assert sum(path.startswith("benchmarks/gold/wikinews/final/") for path in paths) == 13
    assert sum(path.startswith("../shared/gold/attribution/polnear-dev") for path in paths) == 2


# -- what holds and what fails


def test_figures_at_their_bound_hold_and_figures_beyond_it_fail() -> None:
    assert list(failures(FIRST, {"a.f1": 80.0, ECE: 5.0})) == []
    assert list(failures(FIRST, {"a.f1": 79.99, ECE: 5.01})) == [
        "a.f1 is 79.99; its floor is 80.0.",
        f"{ECE} is 5.01; its ceiling is 5.0.",
    ]


def test_what_is_no_number_fails() -> None:
    assert len(list(failures(FIRST, {"a.f1": float("nan")}))) == 1


def test_what_was_not_measured_does_not_fail() -> None:
    assert list(failures(FIRST, {})) == []


@given(st.sampled_from(["a.f1", ECE]), st.floats(0, 100))
def test_a_new_bound_is_one_to_two_tenths_off_and_holds(name: str, figure: float) -> None:
    bound = tight(name, figure)
    assert 0.1 - 1e-6 <= margin(name, bound, figure) <= 0.2 + 1e-6
    assert bound == round(bound, 1)


def test_figure_and_bound_come_and_go_together() -> None:
    assert list(unbounded(FIRST, ["a.f1", "b.f1"])) == ["b.f1 has no floor: set it with --raise."]
    assert list(unmeasured(FIRST, ["a.f1"])) == [f"{ECE} has a ceiling, and nothing measures it."]


# -- files


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"model": "m2", "../shared/gold": "g1"}, "model has changed: its SHA-256 is m2."),
        ({"model": "m1"}, "../shared/gold is gone."),
        ({"model": "m1", "../shared/gold": "g1", "more": "x"}, "more is new."),
    ],
)
def test_a_changed_a_missing_and_a_new_file_are_named(files: dict[str, str], said: str) -> None:
    assert list(changed(FIRST, files, outside=True)) == [said]


def test_without_the_gold_beside_the_checkout_only_what_lies_in_it_is_compared() -> None:
    assert list(changed(FIRST, {"model": "m1"}, outside=False)) == []
    assert len(list(changed(FIRST, {"model": "m2"}, outside=False))) == 1


# -- raising and lowering


def test_raising_tightens_what_has_room_and_leaves_the_rest() -> None:
    higher = raised(FIRST, {"a.f1": 82.5, ECE: 4.95})
    assert higher.bounds == {"a.f1": Floor(82.4, (79.0, 80.0, 82.4)), ECE: FIRST.bounds[ECE]}
    assert raised(FIRST, {ECE: 3.0}).bounds[ECE] == Floor(3.1, (5.0, 3.1))
    assert list(unexplained(higher)) == []


def test_raising_never_lowers() -> None:
    assert raised(FIRST, {"a.f1": 10.0, ECE: 90.0}) == FIRST


def test_a_floor_is_lowered_to_what_is_measured_and_the_reason_kept() -> None:
    lower = lowered(FIRST, BAD, ["a.f1"], "a smaller model", DAY)
    assert lower.bounds["a.f1"] == Floor(78.3, (79.0, 80.0, 78.3))
    assert lower.lowered == (Lowered("a.f1", 80.0, 78.3, DAY, "a smaller model"),)
    assert list(unexplained(lower)) == []
    again = lowered(lower, {"a.f1": 70.0}, ["a.f1", "a.f1"], "a rule less", DAY)
    assert [one.after for one in again.lowered] == [78.3, 69.9]
    assert list(unexplained(again)) == []


def test_a_ceiling_is_lowered_by_letting_it_rise() -> None:
    laxer = lowered(FIRST, {ECE: 6.0}, [ECE], "another corpus", DAY)
    assert laxer.bounds[ECE] == Floor(6.1, (5.0, 6.1))
    assert list(unexplained(laxer)) == []


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [
        ("a.f1", " ", "for a reason"),
        ("a.f1", "two\nlines", "for a reason"),
        (ECE, "just so", "nothing to lower"),
        ("b.f1", "just so", "no such floor"),
    ],
)
def test_a_floor_is_not_lowered_without_reason_or_need(name: str, reason: str, said: str) -> None:
    with pytest.raises(FloorError, match=said):
        lowered(FIRST, BAD, [name], reason, DAY)


@pytest.mark.parametrize(
    ("history", "entries", "said"),
    [
        ((80.0, 79.0), (), "a.f1 was lowered from 80.0 to 79.0 without a reason."),
        ((80.0, 79.0, 80.0, 79.0), (("a.f1", 80.0, 79.0, "once"),), "a.f1 was lowered from 80.0 to 79.0"),
        ((80.0, 79.0), (("a.f1", 80.0, 79.0, " "),), "a.f1: the reason for lowering it to 79.0 is empty."),
        ((79.0,), (("a.f1", 80.0, 79.0, "why"),), "a.f1: a reason is given for a step"),
        ((79.0,), (("b.f1", 80.0, 79.0, "why"),), "b.f1: a reason is given for a step"),
    ],
)
def test_a_history_that_does_not_add_up_is_named(
    history: tuple[float, ...], entries: tuple[tuple[str, float, float, str], ...], said: str
) -> None:
    listed = tuple(Lowered(name, before, after, DAY, why) for name, before, after, why in entries)
    (fault,) = unexplained(Floors({"a.f1": Floor(history[-1], history)}, {}, listed))
    assert fault.startswith(said)


@pytest.mark.parametrize("history", [(80.0,), ()])
def test_a_floor_that_its_history_does_not_end_with_is_named(history: tuple[float, ...]) -> None:
    (fault,) = unexplained(Floors({"a.f1": Floor(70.0, history)}))
    assert "not the last of its history" in fault


# -- the decision


def test_nothing_to_say_and_nothing_to_write_when_all_is_as_it_was() -> None:
    assert decide(FIRST, seen(), Wish()) == (FIRST, [])


@pytest.mark.parametrize("wish", [Wish(), Wish(higher=True), Wish(pin=True)])
def test_a_figure_below_its_floor_fails_whatever_is_wished(wish: Wish) -> None:
    _, faults = decide(FIRST, seen(BAD), wish)
    assert faults == ["a.f1 is 78.46; its floor is 80.0."]


def test_lowering_one_floor_does_not_excuse_another() -> None:
    wish = Wish(lower=("a.f1",), reason="a smaller model", day=DAY)
    assert decide(FIRST, seen(BAD), wish)[1] == []
    assert decide(FIRST, seen(BAD | {ECE: 9.0}), wish)[1] == [f"{ECE} is 9.00; its ceiling is 5.0."]


@pytest.mark.parametrize("wish", [Wish(), Wish(higher=True)])
def test_another_model_fails_until_it_is_pinned(wish: Wish) -> None:
    _, faults = decide(FIRST, seen(model="m2"), wish)
    assert faults[0] == "model has changed: its SHA-256 is m2."
    assert RENEW in faults[1]
    new, faults = decide(FIRST, seen(model="m2"), replace(wish, pin=True))
    assert faults == []
    assert new.digests == {"model": "m2", "../shared/gold": "g1"}
    assert new.bounds == FIRST.bounds


def test_another_model_is_not_pinned_where_not_all_can_be_measured() -> None:
    (fault,) = decide(FIRST, seen({"a.f1": 81.0}, outside=False, model="m2"), Wish(pin=True))[1]
    assert fault.startswith("--pin measures everything")


def test_raising_cannot_hide_a_floor_that_was_lowered_by_hand() -> None:
    by_hand = replace(FIRST, bounds={**FIRST.bounds, "a.f1": Floor(70.0, (79.0, 80.0, 70.0))})
    assert decide(by_hand, seen(), Wish(higher=True))[1]


def test_the_first_floors_are_set_by_raising() -> None:
    new, faults = decide(Floors(), seen(), Wish(higher=True, pin=True))
    assert faults == []
    assert {name: bound.value for name, bound in new.bounds.items()} == {"a.f1": 79.9, ECE: 5.1}
    assert len(decide(Floors(), seen(), Wish(pin=True))[1]) == 2


def test_the_table_shows_floor_figure_and_margin_and_what_was_not_measured() -> None:
    lines = list(table(FIRST, seen({ECE: 4.95}, outside=False)))
    assert [line.split() for line in lines[1:]] == [
        ["a.f1", "80.0", "-"],
        [ECE, "5.0", "4.95", "+0.05", "(a", "ceiling)"],
    ]


# -- the file and the command

tenths = st.integers(0, 1000).map(lambda n: n / 10)
names = st.text(st.characters(exclude_categories=["C"]), min_size=1)
histories = st.lists(tenths, min_size=1, max_size=4).map(lambda h: Floor(h[-1], tuple(h)))
entries = st.builds(Lowered, names, tenths, tenths, st.dates(), names)


@given(
    st.builds(
        Floors,
        st.dictionaries(names | st.just(ECE), histories, max_size=3),
        st.dictionaries(names, names, max_size=3),
        st.lists(entries, max_size=3).map(tuple),
    )
)
def test_what_is_written_is_read_again(floors: Floors) -> None:
    assert loads(dumps(floors)) == floors


@pytest.mark.parametrize(
    "text", ["[", '[bounds."a.f1"]\nfloor = 1.0', '[bounds."a.f1"]\nceiling = 1.0\nhistory = [1.0]']
)
def test_a_file_of_another_form_is_an_error(text: str) -> None:
    with pytest.raises(FloorError, match="cannot be read"):
        loads(text)


def run(monkeypatch: pytest.MonkeyPatch, file: Path, there: Seen, *arguments: str) -> int:
    """Return the exit status of the command on a file of floors, with given figures."""
    monkeypatch.setattr(gate, "FLOORS", file)
    monkeypatch.setattr(gate, "look", lambda: there)
    try:
        gate.main(arguments)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_the_command_ends_with_one_and_writes_nothing_if_anything_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(before := dumps(FIRST), encoding="utf-8")
    for wishes in ([], ["--raise"], ["--pin"], ["--raise", "--pin"]):
        assert run(monkeypatch, file, seen(BAD, model="m2"), *wishes) == 1
        assert "a.f1 is 78.46" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == before


def test_the_command_raises_pins_and_lowers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "floors.toml"
    good = seen({"a.f1": 90.0, ECE: 4.0}, model="m2")
    assert run(monkeypatch, file, good, "--raise", "--pin") == 0
    assert run(monkeypatch, file, good) == 0
    worse = seen({"a.f1": 85.0, ECE: 4.0}, model="m2")
    assert run(monkeypatch, file, worse) == 1
    assert run(monkeypatch, file, worse, "--lower", "a.f1", "--reason", "why", "--date", "2030-01-02") == 0
    assert run(monkeypatch, file, worse) == 0
    assert loads(file.read_text(encoding="utf-8")).lowered == (Lowered("a.f1", 89.9, 84.9, DAY, "why"),)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lower", "a.f1"],
        ["--lower", "a.f1", "--reason", "why"],
        ["--lower", "a.f1", "--date", "2030-01-02"],
        ["--lower", "a.f1", "--reason", " ", "--date", "2030-01-02"],
        ["--reason", "why", "--date", "2030-01-02"],
    ],
)
def test_lowering_needs_name_reason_and_date(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, tmp_path / "none", seen(BAD), *arguments) == 2
