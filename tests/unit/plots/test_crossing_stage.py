"""What the diagram says of the queue of a stage, and of headways by pair."""

from typing import Any

import pytest

from sim.plots.crossing import crossing_figure
from sim.plots.crossing_stage import stage_words
from sim.plots.crossing_words import Symbol, link_words
from sim.scenario.places import Link, Stage
from tests.unit.plots.crossings import large

C, T, B = Symbol("car"), Symbol("truck"), Symbol("bus")


def said(**changes: Any) -> list[str]:
    """Lines about a stage with two lanes, symbols as the first letters of their classes."""
    written = {"kind": "stage", "service": "gate", "lanes": {"a": {"booths": "1"}, "b": {"booths": "1"}}, **changes}
    words = stage_words("gate", Stage.model_validate(written), large(), None)
    return [" ".join(p if isinstance(p, str) else p.vehicle_class[0].upper() for p in line) for line in words.lines]


def test_one_queue_says_how_many_may_wait() -> None:
    assert said(space="20 vehicles") == ["1 booth C T B", "1 booth C T B", "20 may wait"]
    assert said(space="120 m")[2:] == ["120 m to wait"]
    assert said(space="unlimited")[2:] == ["any number may wait"]
    assert said(space="0 vehicles")[2:] == ["no room to wait"]


def test_staffing_that_differs_by_day_is_told() -> None:
    days = {"weekdays": {"sat": {"00:00": "1"}}}
    lanes = {"a": {"booths": "2", **days}, "b": {"staffing": {"00:00": "1", "08:00": "4"}}}
    told = ["2 booths, otherwise on some days C T B", "1 to 4 booths by the hour C T B"]
    assert said(space="1 vehicle", lanes=lanes)[:2] == told


def test_spaces_of_both_directions_stand_with_their_arrows() -> None:
    space = {"northbound": "120 m", "southbound": "unlimited"}
    assert said(space=space)[2:] == ["may wait: 120 m\N{NO-BREAK SPACE}→ unlimited\N{NO-BREAK SPACE}←"]


@pytest.mark.parametrize(
    ("choice", "words"),
    [("shortest", "the shortest is joined"), ("in-turn", "joined in turn"), ("at-random", "joined at random")],
)
def test_own_queues_say_what_waits_in_each_lane_and_which_is_joined(choice: str, words: str) -> None:
    lanes = {"a": {"booths": "1", "space": "60 m"}, "b": {"booths": "1", "space": "80 m", "serves": ["truck"]}}
    lines = said(queue="own", lane_choice=choice, lanes=lanes)
    told = ["1 booth C T B", "60 m to wait", "1 booth T", "80 m to wait", f"a queue to each lane, {words}"]
    assert lines == told


def test_priority_and_repeats_are_told_by_class() -> None:
    priority = {"truck": "2", "car": "2", "bus": "1"}
    lines = said(space="1 vehicle", priority=priority, repeats={"truck": "0.125", "car": "0"})
    assert lines[2:] == ["called first B then T C", "12.5% of T queue again", "1 may wait"]
    assert said(space="1 vehicle", priority={"truck": "2", "car": "2", "bus": "2"})[2:] == ["1 may wait"]


def test_headways_of_pairs_have_a_line_for_each_class_ahead() -> None:
    written = {
        "kind": "link",
        "mode": "two-way",
        "travel": "2 min",
        "entry_space": {"northbound": "5 vehicles"},
        "lanes": {},
        "headway": {"car": "4 s", "truck": {"car": "6 s", "truck": "8 s", "bus": "8 s"}, "bus": "4 s"},
    }
    words = link_words("bridge", Link.model_validate(written))
    glued = "\N{NO-BREAK SPACE}4\N{NO-BREAK SPACE}s"
    assert ("headway", C, B, glued) in words.lines
    assert ("headway behind", T, "for", C, glued.replace("4", "6"), T, B, glued.replace("4", "8")) in words.lines


def test_a_crossing_with_all_of_it_is_drawn() -> None:
    scenario = large()
    lanes = {"lane": {"space": "120 m", "booths": "5"}, "other": {"space": "unlimited", "booths": "1"}}
    stage = {
        "kind": "stage",
        "post": "yarag-kazmalyar",
        "service": "gate",
        "queue": "own",
        "visits": {"truck": "1"},
        "priority": {"truck": "1"},
        "repeats": {"truck": "0.1"},
        "lanes": lanes,
    }
    places = {**scenario.places, "yk-truck-lanes": Stage.model_validate(stage)}
    (ax,) = crossing_figure(scenario.model_copy(update={"places": places})).axes
    texts = " ".join(text.get_text() for text in ax.texts)
    assert "120 m to wait" in texts
    assert "queue again" in texts
