"""Dated outages of tracking, place by place."""

from typing import Any

from sim.plan.model import Plan
from sim.plan.steps import Spell, StepFunction
from sim.units import DAY, HOUR
from tests.unit.plan.files import CROSSING, TRACKING, planned

# The run starts on 3 June 2019 at 10:00 by its clock.
SPELL = Spell(22 * HOUR, 28 * HOUR, 0)
BROKEN = StepFunction((0,), (1,), DAY, (SPELL,))


def with_outages(*outages: dict[str, Any]) -> Plan:
    return planned(CROSSING, TRACKING, {"tracking": {"outages": list(outages)}})


def broken(plan: Plan) -> dict[str, StepFunction]:
    return {place.name: each for place, each in zip(plan.places, plan.digital, strict=True) if each is not None}


def test_without_outages_there_is_nothing_to_look_at() -> None:
    assert planned(CROSSING, TRACKING).digital == ()
    assert planned(CROSSING).digital == ()


def test_an_outage_is_everywhere_but_on_the_approach_by_the_clock_of_the_run() -> None:
    plan = with_outages({"from": "2019-06-04 08:00", "for": "6 h"})
    everywhere = {place.name for place in plan.places} - {"approach"}
    assert broken(plan) == dict.fromkeys(everywhere, BROKEN)


def test_an_outage_of_a_post_is_at_its_stages() -> None:
    plan = with_outages({"from": "2019-06-04 08:00", "for": "6 h", "posts": ["yarag"]})
    assert broken(plan) == dict.fromkeys(("yarag-gate", "truck-lanes", "desks"), BROKEN)


def test_outages_add_up() -> None:
    plan = with_outages(
        {"from": "2019-06-04 08:00", "for": "6 h", "posts": ["yarag"]},
        {"from": "2019-06-04 10:00", "for": "6 h"},
    )
    assert broken(plan)["desks"].spells == (Spell(22 * HOUR, 30 * HOUR, 0),)
    assert broken(plan)["gate"].spells == (Spell(24 * HOUR, 30 * HOUR, 0),)


def test_an_outage_of_length_zero_or_before_the_run_is_none() -> None:
    assert with_outages({"from": "2019-06-04 08:00", "for": "0 h"}) == planned(CROSSING, TRACKING)
    assert with_outages({"from": "2019-06-03 04:00", "for": "6 h"}) == planned(CROSSING, TRACKING)
