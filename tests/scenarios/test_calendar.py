"""A file with dates, told by the engine: instants worked out on paper, in hours of the run."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sim.draws import draw
from sim.engines import engine
from sim.plan.build import build_plan
from sim.plan.model import DIGITAL, PAPER, Plan
from sim.scenario.load import load
from sim.trajectory import Visits
from sim.units import DAY, HOUR

# One car at half past each hour. The post shows an hour less than the run, which starts on a Monday at midnight.
TEXT = """\
format: 1
name: A car an hour
source: theory
run: {start: "2019-06-03 00:00", clock: UTC+4, length: 14 d}
classes: {car: {}}
demand: {northbound: {car: {timetable: {from: "00:00", to: "24:00", per_day: 24}}}}
posts: {west: {clock: UTC+3}}
services: {control: {car: {law: constant, mean: 15 min}}}
places:
  control: {kind: stage, post: west, space: unlimited, service: control, lanes: {lane: {booths: 1}}}
  bridge:
    kind: link
    mode: two-way
    travel: 3 min
    headway: 0 s
    entry_space: {northbound: unlimited}
    lanes: {east: {direction: northbound}}
routes: {northbound: [control, bridge]}
"""
TRACKING = "tracking: {adoption: 1, effect: 0.2, applies_to: [car], effects: {control: {scale: 1 - effect}}}"


def recorded(folder: Path, *changes: str) -> tuple[Plan, Visits]:
    (folder / "base.yaml").write_text(TEXT, encoding="utf-8")
    for number, change in enumerate(changes):
        (folder / f"{number}.yaml").write_text(f"format: 1\nsource: theory\n{change}\n", encoding="utf-8")
    loaded = load(folder / "base.yaml", with_=[str(folder / f"{number}.yaml") for number in range(len(changes))])
    plan = build_plan(loaded.scenario)
    return plan, engine("reference")(plan, draw(plan, seed=1, replication=0, reach=20 * DAY)).visits


def began(visits: Visits, plan: Plan, place: str, first: float, last: float) -> Sequence[float]:
    """Hours at which the cars that joined *place* from *first* to *last* began there."""
    number = [each.name for each in plan.places].index(place)
    rows = (visits.place == number) & (visits.joined_at >= first * HOUR) & (visits.joined_at < last * HOUR)
    return [round(float(at) / HOUR, 4) for at in np.sort(visits.began_at[rows])]


def test_without_dates_every_car_is_served_at_once(tmp_path: Path) -> None:
    plan, visits = recorded(tmp_path)
    assert began(visits, plan, "control", 0, 3) == [0.5, 1.5, 2.5]
    assert began(visits, plan, "bridge", 0, 3) == [0.75, 1.75, 2.75]


@pytest.mark.parametrize("where", ["posts: {west: {%s}}", "places: {control: {%s}}"])
def test_a_closed_stage_calls_nobody_until_it_opens_by_the_clock_of_its_post(tmp_path: Path, where: str) -> None:
    # 05:00 to 07:40 at the post is 06:00 to 08:40 of the run: three cars wait.
    plan, visits = recorded(tmp_path, where % "closures: [{from: 2019-06-03 05:00, for: 160 min}]")
    assert began(visits, plan, "control", 5, 10) == [5.5, 8.6667, 8.9167, 9.1667, 9.5]


def test_who_is_served_when_a_closure_begins_is_served_to_the_end(tmp_path: Path) -> None:
    plan, visits = recorded(tmp_path, "places: {control: {closures: [{from: 2019-06-03 04:35, for: 1 h}]}}")
    assert began(visits, plan, "control", 5, 7) == [5.5, 6.5833]
    assert began(visits, plan, "bridge", 5, 6.5) == [5.75]


def test_nobody_enters_a_closed_bridge_by_the_clock_of_the_run(tmp_path: Path) -> None:
    plan, visits = recorded(tmp_path, "places: {bridge: {closures: [{from: 2019-06-03 06:00, for: 2 h}]}}")
    assert began(visits, plan, "bridge", 5, 9) == [5.75, 8.0, 8.0, 8.75]


def test_a_weekday_and_a_date_have_booths_of_their_own(tmp_path: Path) -> None:
    days = 'weekdays: {tue: {"00:00": 0, "03:00": 1}}, dates: {2019-06-05: {"00:00": 0, "02:00": 1}}'
    plan, visits = recorded(tmp_path, f"places: {{control: {{lanes: {{lane: {{{days}}}}}}}}}")
    # Midnight of Tuesday comes to the post at 25:00 of the run, that of Wednesday, 5 June, at 49:00.
    assert began(visits, plan, "control", 24, 29) == [24.5, 28.0, 28.25, 28.5, 28.75]
    assert began(visits, plan, "control", 48, 52) == [48.5, 51.0, 51.25, 51.5]
    # A week later it is a Tuesday again, and Wednesday is as every day.
    assert began(visits, plan, "control", 7 * 24 + 24, 7 * 24 + 29) == [192.5, 196.0, 196.25, 196.5, 196.75]
    assert began(visits, plan, "control", 7 * 24 + 48, 7 * 24 + 52) == [216.5, 217.5, 218.5, 219.5]


def test_in_an_outage_tracked_cars_are_served_by_paper(tmp_path: Path) -> None:
    outage = "tracking: {outages: [{from: 2019-06-03 02:00, for: 2 h, posts: [west]}]}"
    plan, visits = recorded(tmp_path, TRACKING, outage)
    number = [each.name for each in plan.places].index("control")
    first = np.argsort(visits.called_at + (visits.place != number) * 100 * DAY)[:5]
    assert visits.form[first].tolist() == [DIGITAL, DIGITAL, PAPER, PAPER, DIGITAL]
    minutes = (visits.ended_at - visits.began_at)[first] * 60 / HOUR
    assert minutes.tolist() == [12, 12, 15, 15, 12]
