"""Queues of a stage in the plan: own lanes, how they are chosen, who is called first, who comes again."""

from typing import Any

import pytest

from sim.draws import draw, n_lucks, n_slots
from sim.plan.model import MOST_REPEATS, UNLIMITED, Choice, Luck, Queue, Repeats
from tests.unit.plan.files import CROSSING, N, S, kind, planned, stage_named, stop_at

OWN: dict[str, Any] = {
    "places": {
        "truck-lanes": {
            "queue": "own",
            "space": None,
            "lanes": {
                "lane": {"space": "5 vehicles"},
                "second": {"space": "unlimited", "booths": "2"},
                "north": {"space": "7 vehicles", "booths": "1", "direction": "northbound"},
            },
        }
    }
}


def stage(**keys: Any) -> dict[str, Any]:
    return {"places": {"truck-lanes": keys}}


def test_own_lanes_have_waiting_places_of_their_own_for_both_directions() -> None:
    lanes = stage_named(planned(CROSSING, OWN), "truck-lanes")
    assert (lanes.queue, lanes.choice) == (Queue.OWN, Choice.SHORTEST)
    assert (lanes.space, lanes.pool) == ((5, UNLIMITED, 7), (0, 0))


def test_an_instance_has_the_waiting_places_of_its_own_lanes_only() -> None:
    desks = {
        "queue": "own",
        "space": None,
        "lanes": {"desk": {"space": "5 vehicles"}, "late": {"space": "2 vehicles", "booths": "1"}},
    }
    one_way = {"places": {"desks": {"lanes": {"late": {"direction": "southbound"}}}}}
    plan = planned(CROSSING, {"places": {"desks": desks}}, one_way)
    assert [stage_named(plan, "desks", way).space for way in (N, S)] == [(5,), (5, 2)]


def test_an_own_yard_needs_no_waiting_places() -> None:
    yard = {"service": None, "queue": "own", "space": None}
    assert stage_named(planned(CROSSING, stage(**yard)), "truck-lanes").space == (0,)


@pytest.mark.parametrize(
    ("written", "choice"),
    [("shortest", Choice.SHORTEST), ("in-turn", Choice.IN_TURN), ("at-random", Choice.AT_RANDOM)],
)
def test_lanes_are_chosen_as_the_file_says(written: str, choice: Choice) -> None:
    plan = planned(CROSSING, OWN, stage(lane_choice=written))
    assert stage_named(plan, "truck-lanes").choice is choice


def test_only_a_choice_at_random_is_drawn_and_both_directions_of_a_place_share_the_column() -> None:
    drawn = planned(CROSSING, OWN, stage(lane_choice="at-random"))
    assert [stop_at(drawn, "truck-lanes", way).luck for way in (N, S)] == [Luck("lane/truck-lanes", 0)] * 2
    assert n_lucks(drawn) == 1
    assert n_lucks(planned(CROSSING, OWN)) == 0


def test_each_place_has_a_column_of_luck() -> None:
    desks = {"queue": "own", "space": None, "lane_choice": "at-random", "lanes": {"desk": {"space": "5 vehicles"}}}
    plan = planned(CROSSING, OWN, stage(lane_choice="at-random"), {"places": {"desks": desks}})
    found = [stop_at(plan, name).luck for name in ("truck-lanes", "desks")]
    assert found == [Luck("lane/truck-lanes", 0), Luck("lane/desks", 1)]


def test_luck_is_kept_with_the_draws_of_another_stage() -> None:
    plan = planned(CROSSING, OWN, stage(lane_choice="at-random", draws_as="gate"))
    assert stop_at(plan, "truck-lanes").luck == Luck("lane/gate", 0)


def test_the_rank_of_a_kind_is_that_of_its_most_specific_selector() -> None:
    attribute = {"attributes": {"empty": {"share": {"truck": "0.5"}}}}
    ranks = {"car": "2", "bus": "1", "truck": "4", "truck+empty": "3"}
    plan = planned(CROSSING, attribute, {"places": {"gate": {"priority": ranks}}})
    priority = stage_named(plan, "gate", N).priority
    found = [priority[kind(plan, name, N)] for name in ("car", "bus", "truck")]
    assert found == [2, 1, 4]
    assert priority[kind(plan, "truck", N, "empty")] == 3
    assert stage_named(plan, "truck-lanes").priority == ()


def test_a_share_repeats_each_service() -> None:
    attribute = {"attributes": {"empty": {"share": {"truck": "0.5"}}}}
    plan = planned(CROSSING, attribute, stage(repeats={"truck": "0.1", "truck+empty": "0.3"}))
    repeats = stop_at(plan, "truck-lanes", S).repeats
    assert repeats is not None
    assert (repeats.decision, repeats.first_slot) == ("repeat/truck-lanes", 0)
    assert [repeats.share[kind(plan, "truck", S, *has)] for has in ((), ("empty",))] == [0.1, 0.3]
    for stranger in (kind(plan, "truck", N), kind(plan, "car", S)):
        assert repeats.share[stranger] == 0


def test_each_repeated_place_has_slots_for_the_most_repeats() -> None:
    plan = planned(CROSSING, stage(repeats={"truck": "0.1"}), {"places": {"desks": {"repeats": {"car": "0.2"}}}})
    trucks, desks = (stop_at(plan, name).repeats for name in ("truck-lanes", "desks"))
    assert trucks is not None
    assert desks is not None
    assert (trucks.first_slot, desks.first_slot) == (0, MOST_REPEATS)
    assert n_slots(plan) == 2 * MOST_REPEATS


def test_shares_of_nobody_are_as_if_they_were_not_there() -> None:
    assert planned(CROSSING, stage(repeats={"truck": "0"})) == planned(CROSSING)


def test_repeats_are_kept_with_the_draws_of_another_stage() -> None:
    # Whoever repeats at one of two stages that draw alike repeats as often, and as long, at the other.
    second = {**CROSSING["places"]["truck-lanes"], "draws_as": "truck-lanes", "repeats": {"truck": "0.5"}}
    route = [*CROSSING["routes"]["northbound"], "second"]
    plan = planned(
        CROSSING,
        stage(repeats={"truck": "0.5"}),
        {"places": {"second": second}, "routes": {"northbound": route}},
    )
    found = [stop_at(plan, name).repeats for name in ("truck-lanes", "second")]
    assert [each and each.decision for each in found] == ["repeat/truck-lanes"] * 2
    assert [isinstance(each, Repeats) and each.first_slot for each in found] == [0, MOST_REPEATS]
    draws = draw(plan, seed=1, replication=0, reach=plan.window_end)
    trucks = draws.repeats[(draws.direction == N) & (draws.vehicle_class == plan.classes.index("truck"))]
    assert (trucks[:, 0, 0] >= 0).any()
    assert (trucks[:, :MOST_REPEATS] == trucks[:, MOST_REPEATS:]).all()
