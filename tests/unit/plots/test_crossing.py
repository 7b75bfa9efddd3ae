"""The diagram says what the scenario declares, legibly, whatever the scenario."""

from itertools import pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.plots.crossing import crossing_figure, draw_crossing
from sim.plots.crossing_layout import layout
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from tests.unit.plots.crossings import large, small

_BASE = "scenarios/single-bridge.yaml"
_SAMUR = [
    (),
    ("new-bridge",),
    ("separate-checkpoints", "digital-tracking"),
    ("one-truck-at-a-time",),
    ("one-lane-bridge",),
    ("single-file-approach",),
    ("new-bridge", "separate-checkpoints", "digital-tracking"),
]


def _texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def _marked(ax: Axes, gid: str) -> list[Patch]:
    return [patch for patch in ax.patches if patch.get_gid() == gid]


def _assert_legible(figure: Figure) -> None:
    """No text lies over another, and none is cut by the edge of the figure."""
    figure.draw_without_rendering()
    (ax,) = figure.axes
    frame = figure.bbox
    boxes = [(text.get_text(), text.get_window_extent()) for text in ax.texts if text.get_text().strip()]
    for text, box in boxes:
        assert frame.x0 <= box.x0, text
        assert box.x1 <= frame.x1, text
        assert frame.y0 <= box.y0, text
        assert box.y1 <= frame.y1, text
    x0, y0, x1, y1 = np.array([box.extents for _, box in boxes]).T
    width = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
    height = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0)
    # The extent of a text has a few pixels of air above and below its letters.
    over = (width > 1) & (height > 0.3 * np.minimum.outer(y1 - y0, y1 - y0))
    pairs = [(boxes[i][0], boxes[j][0]) for i, j in np.argwhere(np.triu(over, 1))]
    assert pairs == []


def test_every_place_stands_in_the_row_of_each_direction() -> None:
    figure = crossing_figure(large())
    (ax,) = figure.axes
    assert len(_marked(ax, "place-samur-gate")) == 2
    assert len(_marked(ax, "place-samur-exit-yard")) == 1
    assert len(_marked(ax, "place-approach")) == 2


def test_what_both_directions_share_is_drawn_once_across_both_rows() -> None:
    (ax,) = crossing_figure(large()).axes
    (shared,) = _marked(ax, "place-yk-truck-lanes")
    (bridge,) = _marked(ax, "place-bridge")
    one_row = _marked(ax, "place-yk-gate")[0].get_window_extent().height
    assert shared.get_window_extent().height > 2 * one_row
    assert bridge.get_window_extent().height > 2 * one_row


def test_northbound_runs_to_the_right_and_southbound_to_the_left() -> None:
    scenario = large()
    boxes = layout(scenario).boxes
    for direction, order in (("northbound", 1), ("southbound", -1)):
        lefts = [
            next(b.left for b in boxes if b.place == name and direction in b.directions)
            for name in scenario.routes[direction]  # type: ignore[index]
        ]
        assert all((there - here) * order > 0 for here, there in pairwise(lefts))


def test_boxes_of_one_row_do_not_overlap_and_lie_within_their_post() -> None:
    scenario = large()
    found = layout(scenario)
    for direction in ("northbound", "southbound"):
        row = sorted((b for b in found.boxes if direction in b.directions), key=lambda b: b.left)
        assert all(here.right < there.left for here, there in pairwise(row))
    for group in found.groups:
        for box in found.boxes:
            place = scenario.places.get(box.place or "")
            inside = group.left <= box.left and box.right <= group.right
            assert inside == (getattr(place, "post", None) == group.post)


def test_a_zone_spans_its_places_and_names_its_limit() -> None:
    (ax,) = crossing_figure(large()).axes
    (line,) = [line for line in ax.lines if line.get_gid() == "zone-samur-north"]
    left, right = line.get_xdata()[0], line.get_xdata()[-1]  # type: ignore[index]
    gate, yard = _marked(ax, "place-samur-gate")[0], _marked(ax, "place-samur-exit-yard")[0]
    inverse = ax.transData.inverted()
    assert left == pytest.approx(inverse.transform(gate.get_window_extent().p0)[0], abs=0.01)
    assert right == pytest.approx(inverse.transform(yard.get_window_extent().p1)[0], abs=0.01)
    assert "at most 40" in _texts(ax)


def test_it_names_booths_waiting_places_shares_pauses_and_the_mode_of_the_bridge() -> None:
    said = " ".join(_texts(crossing_figure(large()).axes[0]))
    for words in ("4 booths", "2 booths", "20 may wait", "60% of", "08:00 to 08:20", "two-way traffic", "room for 40"):
        assert words in said.replace("\N{NO-BREAK SPACE}", " ")


def test_every_class_symbol_that_is_drawn_is_explained() -> None:
    (ax,) = crossing_figure(large()).axes
    said = [text.strip("\N{NO-BREAK SPACE} ") for text in _texts(ax)]
    for name, words in (("car", "cars"), ("truck", "trucks"), ("bus", "buses")):
        assert _marked(ax, f"symbol-{name}")
        assert words in said


def test_one_stage_without_post_or_bridge_is_drawn_with_its_unnamed_approach() -> None:
    figure = crossing_figure(small())
    (ax,) = figure.axes
    assert len(_marked(ax, "place-control")) == 1
    assert len(_marked(ax, "place-None")) == 1
    assert "2 booths" in _texts(ax)
    _assert_legible(figure)


def test_it_draws_on_the_axes_it_is_given_with_letters_to_scale() -> None:
    sizes = []
    for width in (12.0, 6.0):
        ax = Figure(figsize=(width, width / 2)).add_axes((0, 0, 1, 1))
        assert draw_crossing(large(), ax=ax) is ax
        sizes.append(ax.texts[0].get_fontsize())
    assert sizes[0] == pytest.approx(2 * sizes[1])


def test_the_large_crossing_is_legible() -> None:
    _assert_legible(crossing_figure(large()))


@pytest.mark.parametrize("interventions", _SAMUR, ids="+".join)
def test_the_shipped_scenarios_are_legible(interventions: tuple[str, ...]) -> None:
    _assert_legible(crossing_figure(_samur(interventions)))


def test_the_reserve_lane_shows_both_ways_and_its_hours() -> None:
    (ax,) = crossing_figure(_samur(("new-bridge",))).axes
    assert _marked(ax, "lane-reserve-northbound")
    assert _marked(ax, "lane-reserve-southbound")
    assert any("08:00" in text for text in _texts(ax))


def test_tracking_marks_the_places_where_it_acts() -> None:
    plain = _texts(crossing_figure(_samur(())).axes[0])
    tracked = _texts(crossing_figure(_samur(("digital-tracking",))).axes[0])
    assert sum(text.startswith("◆") for text in plain) == 0
    # Registration in both rows, the shared lanes once, two roads, and the legend.
    assert sum(text.startswith("◆") for text in tracked) == 6


def _samur(interventions: tuple[str, ...]) -> Scenario:
    return load(_BASE, with_=interventions).scenario
