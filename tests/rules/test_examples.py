"""The drawn examples of the rules come out as worked out on paper."""

import pytest

from sim.engines import ENGINES
from sim.units import MINUTE
from tests.builders import minutes
from tests.rules.case import Case, told
from tests.rules.every import CASES, TITLES

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
