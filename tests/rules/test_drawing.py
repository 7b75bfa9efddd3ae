"""The drawings hold what the engine did."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tests.rules import entering, links, staffing
from tests.rules.bars import CLOSED, LOOKS, rows
from tests.rules.case import Case, told
from tests.rules.every import CASES
from tests.rules.phases import State, phases
from tests.rules.picture import figure


def axes(case: Case) -> list[Axes]:
    return figure(case).axes


def test_the_phases_of_a_vehicle_fill_its_time_without_gap_or_overlap() -> None:
    for panel in (panel for case in CASES for panel in case.panels):
        done = phases(panel, panel.trajectory)
        for vehicle in range(len(panel.vehicles)):
            own = [phase for phase in done if phase.vehicle == vehicle]
            joined = [
                seen["joined"] for visit, seen in told(panel, panel.trajectory).items() if visit[0] == vehicle + 1
            ]
            assert own[0].begin == min(minute for minute in joined if minute is not None)
            assert all(before.end == after.begin for before, after in pairwise(own))


def test_a_blocked_vehicle_is_drawn_blocked_until_there_is_room() -> None:
    (ax,) = axes(entering.R7)
    blocked = [
        (bar.get_x(), bar.get_width())
        for bar in ax.patches
        if isinstance(bar, Rectangle) and bar.get_hatch() == LOOKS[State.BLOCKED].hatch
    ]
    assert blocked == [(4, 6), (12, 1)]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["car 1", "car 2", "car 3"]
    assert "for control" in [text.get_text() for text in ax.texts]


def test_booths_are_drawn_open_between_their_opening_and_their_closing() -> None:
    (panel,) = staffing.R15_CLOSE.panels
    booths = [row for row in rows(panel, panel.trajectory) if row.label.startswith("booth")]
    drawn = [[(bar.begin, bar.end) for bar in row.bars if not bar.is_thin and bar.look is not CLOSED] for row in booths]
    assert drawn == [[(0, 15)], [(0, 7), (10, 15)], [(0, 5)]]


def test_vehicles_on_a_bridge_are_drawn_from_end_to_end_by_the_minute() -> None:
    space, light = axes(links.R19)
    lines = [np.asarray(line.get_xydata()).tolist() for line in space.lines]
    crossing = [points for points in lines if len(points) == 2 and sorted(y for _, y in points) == [0, 1]]
    assert crossing == [[[3, 0], [7, 1]], [[7, 1], [11, 0]], [[13, 0], [17, 1]]]
    assert [text.get_text() for text in light.texts] == ["northbound green", "southbound green", "northbound green"]
