"""Equal fingerprints exactly for equal physics."""

from pathlib import Path

import pytest

from sim.scenario.load import load

SMALL = (Path(__file__).parents[2] / "scenarios" / "small.yaml").read_text(encoding="utf-8")


def mark(folder: Path, text: str) -> str:
    path = folder / "variant.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path).fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: A small crossing", "name: Another name\nquestion: Why?"),
        ("source: theory", "source: theory  # a comment\nreason: none"),
        ("post: west", "title: The control\n    post: west"),
        ("because: nobody knows", "because: somebody guessed"),
        ("seed: 1", "seed: 2, replications: 40"),
        ("travel: 2 min", "travel: 120 s"),
        ("per_day: 400, hours: day", "hours: day, per_day: 4e2"),
        ('"00:00": 0.5, "08:00": 1.5', '"08:00": 1.5, "00:00": 0.5'),
        ("{car: 4 s, truck: 8 s}", "{truck: 8 s, car: 4 s}"),
        ("seed: 1", "seed: 1, kind: episode, clock: UTC"),
        ("visits: {truck: 0.5}", "visits: {truck: 0.50}"),
    ],
)
def test_what_does_not_act_does_not_show(tmp_path: Path, old: str, new: str) -> None:
    assert old in SMALL
    assert mark(tmp_path, SMALL.replace(old, new, 1)) == mark(tmp_path, SMALL)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("travel: 2 min", "travel: 121 s"),
        ("length: 7 d", "length: 8 d"),
        ("queue, control, yard, bridge", "queue, yard, control, bridge"),
        ("discipline: free", "discipline: single-file"),
        ("at_most: 10", "at_most: 11"),
        ("level: low", "level: low\n  adoption: 0.2"),
        ("[30 min, 1 h]", "[30 min, 2 h]"),
        ("booths: 10", "booths: 11"),
        ("UTC+4", "UTC+3"),
        ("part: papers", "part: search"),
    ],
)
def test_what_acts_shows(tmp_path: Path, old: str, new: str) -> None:
    assert old in SMALL
    assert mark(tmp_path, SMALL.replace(old, new, 1)) != mark(tmp_path, SMALL)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("      east: {direction: northbound}\n", "      west: {direction: southbound}\n"),
        (
            "      cars: {serves: [car], booths: {northbound: 2, southbound: 1}}\n",
            '      trucks: {serves: [truck], staffing: {"00:00": 1, "08:00": 2}}\n',
        ),
        (
            "  queue: {kind: approach, per: direction, discipline: free, lines: {all: [car, truck]}}\n",
            "  yard: {kind: stage, directions: [northbound], visits: {truck: 0.5}, lanes: {yard: {booths: 10}}}\n",
        ),
    ],
)
def test_the_order_of_places_and_lanes_shows(tmp_path: Path, one: str, other: str) -> None:
    assert one in SMALL
    assert other in SMALL
    swapped = SMALL.replace(one, "@").replace(other, one).replace("@", other)
    assert mark(tmp_path, swapped) != mark(tmp_path, SMALL)
