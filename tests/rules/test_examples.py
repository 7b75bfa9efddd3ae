"""The drawn examples of the rules come out as worked out on paper."""

import re

import pytest

from sim.engines import ENGINES
from sim.units import MINUTE
from tests.builders import minutes
from tests.rules.case import INSTANTS, Case, told
from tests.rules.every import CASES, TITLES
from tests.rules.page import PAGE, PICTURES, page, rules

PANELS = [
    pytest.param(case, number, id=f"{case.file}-{number}") for case in CASES for number in range(len(case.panels))
]


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize(("case", "number"), PANELS)
def test_example_comes_out_as_on_paper(case: Case, number: int, name: str) -> None:
    panel = case.panels[number]
    trajectory = panel.run(name)
    seen = told(panel, trajectory)
    assert panel.expect
    for visit, instants in panel.expect.items():
        assert {instant: seen[visit][instant] for instant in instants} == instants, visit
    assert trajectory.ending.value == panel.ending
    assert panel.last is None or trajectory.until == panel.last * MINUTE


@pytest.mark.parametrize(("case", "number"), PANELS)
def test_booths_and_lights_come_out_as_on_paper(case: Case, number: int) -> None:
    panel = case.panels[number]
    booths, lights = panel.trajectory.booths, panel.trajectory.lights
    for booth, stretches in panel.open_booths.items():
        rows = [row for row in range(len(booths)) if booths.booth[row] == booth - 1]
        assert [(minutes(booths.opened_at[row]), minutes(booths.closed_at[row])) for row in rows] == list(stretches)
    if panel.greens:
        greens = [
            (int(lights.direction[row]), minutes(lights.began_at[row]), minutes(lights.ended_at[row]))
            for row in range(len(lights))
        ]
        assert greens == list(panel.greens)


def test_every_rule_has_an_example() -> None:
    assert [case.rule for case in CASES] == sorted(case.rule for case in CASES)
    assert {case.rule for case in CASES} == set(TITLES) == set(range(1, 24))
    assert len({case.file for case in CASES}) == len(CASES)


def test_the_page_says_what_the_rules_and_the_examples_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.rules"


def test_the_page_has_every_rule_in_order() -> None:
    numbers = [number for of in rules().values() for number in of]
    assert numbers == list(TITLES)
    assert all("*" in text for of in rules().values() for text in of.values()), "a rule without a reason"


def test_the_pictures_are_those_that_the_page_shows() -> None:
    shown = re.findall(r"\(\.\./pictures/rules/([^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert shown == [case.file for case in CASES]
    assert sorted(path.name for path in PICTURES.iterdir()) == sorted(shown)


@pytest.mark.parametrize(("case", "number"), PANELS)
def test_an_example_is_small_and_in_whole_minutes(case: Case, number: int) -> None:
    panel = case.panels[number]
    assert 2 <= len(panel.vehicles) <= 5
    instants = [visit[name] for visit in told(panel, panel.trajectory).values() for name in INSTANTS]
    assert all(minute is None or minute == int(minute) for minute in instants)
    assert all(minute is None or minute <= panel.until for minute in instants), "the drawing ends too early"
