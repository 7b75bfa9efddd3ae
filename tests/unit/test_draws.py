from dataclasses import replace

import numpy as np
import pytest

from sim.arrivals import STRIP_SHIFT
from sim.draws import LONGEST, Draws, draw
from sim.laws import Law, constant, exponential, gamma_from_mean_cv, lognormal
from sim.plan.model import (
    DIGITAL,
    NORTHBOUND,
    PAPER,
    SOUTHBOUND,
    Plan,
    RoadTime,
    Saturated,
    ServicePart,
    ServiceRecipe,
    Stop,
    Timetabled,
)
from sim.quantiles import quantile
from sim.streams import uniforms
from sim.units import DAY, HOUR, MINUTE, NEVER
from tests.plans import BUS, CAR, KINDS, TRUCK, one_stage_plan, volume


def drawn(plan: Plan, *, reach: int = DAY) -> Draws:
    return draw(plan, seed=1, replication=0, reach=reach)


def own(decision: str, draws: Draws, vehicle: int, *, words: tuple[str, str] = ("northbound", "truck")) -> float:
    """The uniform at the vehicle's own point, by the definition."""
    strip, index = divmod(int(draws.point[vehicle]), 1 << STRIP_SHIFT)
    return float(uniforms(1, 0, (*words, decision, str(strip)), index + 1)[index])


def with_service(plan: Plan, paper: ServiceRecipe | None, digital: ServiceRecipe | None) -> Plan:
    approach, stop = plan.routes[NORTHBOUND]
    return replace(plan, routes=((approach, replace(stop, service=((paper, digital),) * len(KINDS))), ()))


TRUCKS = (NORTHBOUND, TRUCK, volume(200.0))
LAW = gamma_from_mean_cv(10 * MINUTE, 0.7)


def test_every_quantity_of_a_vehicle_is_its_own_uniform_through_the_law() -> None:
    draws = drawn(one_stage_plan(TRUCKS, service=LAW, share=(0.6, 0.4), adoption=0.5))
    assert len(draws) > 100
    for v in range(len(draws)):
        tracked = own("attribute/tracked", draws, v) < 0.5
        assert draws.attributes[v] == tracked
        assert KINDS[draws.kind[v]].attributes == tracked
        visit = own("visit/control", draws, v)
        assert draws.visits[v, 1].tolist() == [visit < 0.6, visit < (0.4 if tracked else 0.6)]
        if draws.visits[v, 1].any():
            time = quantile(LAW, np.array([own("service/control", draws, v)]))[0]
            assert draws.service[v, 1].tolist() == [round(time)] * 2


def test_a_service_is_the_scaled_and_shifted_sum_of_its_parts_and_persons_rounded_once() -> None:
    parts = (
        ServicePart("service/control/papers", LAW, 0.5, MINUTE),
        ServicePart("service/control/search", exponential(3 * MINUTE), 1.0, -2 * MINUTE),
    )
    plan = with_service(one_stage_plan(TRUCKS), ServiceRecipe(parts, 7 * MINUTE, 1.1, -3 * MINUTE), None)
    draws = drawn(replace(plan, persons=(30, 2, 4)))
    cut = 0
    for v in range(len(draws)):
        papers, search = (quantile(part.law, np.array([own(part.decision, draws, v)]))[0] for part in parts)
        cut += search < 2 * MINUTE
        expected = 1.1 * (0.5 * papers + MINUTE + max(0.0, search - 2 * MINUTE) + 28 * MINUTE) - 3 * MINUTE
        assert abs(draws.service[v, 1, PAPER] - expected) <= 0.5 + 1e-6
    assert 0 < cut < len(draws)


def test_no_service_is_below_zero_or_beyond_what_an_instant_holds() -> None:
    negative = ServiceRecipe((ServicePart("a", constant(MINUTE), 1.0, 0.0),), 0, 1.0, -HOUR)
    endless = ServiceRecipe((ServicePart("a", lognormal(30.0, 40.0), 1.0, 0.0),), 0)
    assert set(drawn(with_service(one_stage_plan(TRUCKS), negative, None)).service[:, 1].ravel().tolist()) == {0}
    assert drawn(with_service(one_stage_plan(TRUCKS), endless, None)).service.max() == LONGEST


def test_an_untracked_vehicle_holds_in_the_digital_column_what_stands_in_the_paper_one() -> None:
    draws = drawn(one_stage_plan(TRUCKS, share=(0.9, 0.3), digital_scale=0.25, adoption=0.5))
    untracked = draws.attributes == 0
    assert 0 < untracked.sum() < len(draws)
    for column in (draws.visits, draws.service):
        assert (column[untracked, :, PAPER] == column[untracked, :, DIGITAL]).all()
    visiting = ~untracked & draws.visits[:, 1].any(axis=1)
    paper, digital = draws.service[visiting, 1, PAPER], draws.service[visiting, 1, DIGITAL]
    assert (abs(digital - 0.25 * paper) <= 1).all()
    assert (paper > digital).mean() > 0.9
    # Both forms are drawn for who visits in either: an outage may change the form at the call.
    assert (draws.visits[visiting, 1, PAPER] & ~draws.visits[visiting, 1, DIGITAL]).any()


def test_the_approach_is_always_visited_and_takes_no_time() -> None:
    draws = drawn(one_stage_plan(TRUCKS, share=(0.0, 0.0)))
    assert draws.visits[:, 0].all()
    assert not draws.visits[:, 1].any()
    assert not draws.service.any()


def test_stops_beyond_the_end_of_a_shorter_route_are_not_visited() -> None:
    plan = one_stage_plan(TRUCKS, (SOUTHBOUND, CAR, volume(100.0)))
    plan = replace(plan, routes=(plan.routes[NORTHBOUND], plan.routes[SOUTHBOUND][:1]))
    draws = drawn(plan)
    assert draws.visits[draws.direction == NORTHBOUND, 1].all()
    assert not draws.visits[draws.direction == SOUTHBOUND, 1].any()


def test_two_stages_of_one_decision_keep_the_luck_of_their_vehicles() -> None:
    plan = one_stage_plan(TRUCKS, share=(0.5, 0.5))
    approach, stop = plan.routes[NORTHBOUND]
    other = Stop(3, "visit/other", stop.share, stop.service)
    draws = drawn(replace(plan, routes=((approach, stop, replace(stop, place=3), other), plan.routes[SOUTHBOUND])))
    assert draws.visits[:, 1].tolist() == draws.visits[:, 2].tolist()
    assert draws.service[:, 1].tolist() == draws.service[:, 2].tolist()
    assert draws.visits[:, 1].tolist() != draws.visits[:, 3].tolist()


def test_road_time_is_driving_and_what_is_drawn_in_the_form_of_the_vehicle() -> None:
    def escort(scale: float) -> ServiceRecipe:
        return ServiceRecipe((ServicePart("service/escort", LAW, scale, 0.0),), 0)

    driving = tuple(kind.vehicle_class * HOUR for kind in KINDS)
    roads = (
        RoadTime("baku", driving, ((escort(1.0), escort(0.0)),) * len(KINDS)),
        RoadTime("derbent", driving, ((None, None),) * len(KINDS)),
    )
    draws = drawn(one_stage_plan(TRUCKS, adoption=0.5, roads=roads))
    for v in range(len(draws)):
        time = quantile(LAW, np.array([own("service/escort", draws, v)]))[0]
        expected = 2 * TRUCK * HOUR + (0 if draws.attributes[v] else round(time))
        assert draws.road_time[v] == expected


def test_rows_stand_by_instant_direction_class_and_point() -> None:
    noon = Timetabled((12 * HOUR, 12 * HOUR), None)
    plan = one_stage_plan(
        (NORTHBOUND, CAR, noon),
        (NORTHBOUND, TRUCK, Saturated()),
        (SOUTHBOUND, BUS, noon),
        (SOUTHBOUND, CAR, Saturated()),
    )
    draws = drawn(plan, reach=2 * DAY)
    keys = list(zip(draws.arrives_at, draws.direction, draws.vehicle_class, draws.point, strict=True))
    assert keys == sorted(keys)
    assert draws.direction[:8].tolist() == [0, 0, 1, 1, 0, 0, 1, 1]
    assert draws.vehicle_class[:8].tolist() == [1, 1, 0, 0, 1, 1, 0, 0]
    saturated = draws.arrives_at == NEVER
    assert saturated[8:].all()
    assert draws.service[saturated, 1].any()


def test_the_sample_mean_of_the_service_is_the_mean_of_the_law() -> None:
    draws = drawn(one_stage_plan((NORTHBOUND, TRUCK, volume(2000.0)), service=LAW), reach=5 * DAY)
    times = draws.service[:, 1, PAPER]
    assert abs(times.mean() - 10 * MINUTE) < 4 * 7 * MINUTE / len(times) ** 0.5


def test_nobody_comes_where_there_is_no_demand() -> None:
    draws = drawn(one_stage_plan())
    assert len(draws) == 0
    assert draws.visits.shape == draws.service.shape == (0, 2, 2)


def test_draws_cannot_reach_before_instant_0() -> None:
    with pytest.raises(ValueError, match="instant of 0 or later, not -1"):
        drawn(one_stage_plan(TRUCKS), reach=-1)


def test_columns_have_the_types_that_engines_count_in() -> None:
    draws = drawn(one_stage_plan(TRUCKS, service=Law("constant", (90.0,))))
    for column in (draws.kind, draws.point, draws.arrives_at, draws.service, draws.road_time):
        assert column.dtype == np.int64
    assert draws.visits.dtype == np.bool_
