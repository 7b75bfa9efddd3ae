"""The whole way from draws to trajectory against closed forms.

Each estimate lies within four standard errors of the formula, and the standard error is small enough for
the test to have failed. The expected value is the formula's. Times in minutes.
"""

from dataclasses import replace

import numpy as np
import pytest

from sim import quantiles, theory
from sim.draws import draw
from sim.engines import engine
from sim.plan.model import UNLIMITED, Demand, Plan, Saturated, ServicePart, ServiceRecipe, Volume
from sim.quantiles import Law
from sim.units import DAY, MINUTE
from tests.builders import CLASSES, KINDS, N, approach, lane, plan, stage

REPLICATIONS = 12
WARM_UP_DAYS = 1
DAYS = 5
MINUTES_A_DAY = 1440


def line(laws: list[Law], *, booths: int = 1, per_day: float | None, space: int = UNLIMITED) -> Plan:
    """Stages in a row behind a free approach; a flow of None is saturated."""
    stages = [stage(f"stage-{i}", lane(booths), space=UNLIMITED if i == 0 else space) for i in range(len(laws))]
    if per_day is None:
        stages[0] = stage("stage-0", lane(booths), space=0)
    of = plan([approach(), *stages], window=(WARM_UP_DAYS + DAYS) * MINUTES_A_DAY)
    stops = [of.routes[0][0]]
    for stop, law in zip(of.routes[0][1:], laws, strict=True):
        recipe = ServiceRecipe((ServicePart(f"service/{stop.place}", law, 1.0, 0.0),), 0)
        stops.append(replace(stop, service=((recipe, recipe),) * len(KINDS)))
    arrivals = Saturated() if per_day is None else Volume(per_day, (1.0,), (0,), 0.0)
    end = (WARM_UP_DAYS + DAYS) * DAY
    return replace(
        of,
        routes=(tuple(stops), ()),
        demand=(Demand(N, CLASSES.index("car"), arrivals),),
        stop_at=end if per_day is None else 10 * end,
    )


def mean_wait(of: Plan) -> tuple[float, float]:
    """Mean waiting time at the first stage, minutes, and its standard error over replications."""
    means = []
    for replication in range(REPLICATIONS):
        draws = draw(of, seed=7, replication=replication, reach=of.window_end + DAY)
        visits = engine("reference")(of, draws).visits
        counted = (visits.place == 1) & (visits.joined_at >= WARM_UP_DAYS * DAY) & (visits.joined_at < of.window_end)
        means.append(float(np.mean((visits.began_at - visits.joined_at)[counted])) / MINUTE)
    return float(np.mean(means)), float(np.std(means, ddof=1) / np.sqrt(REPLICATIONS))


def agrees(estimate: tuple[float, float], expected: float, *, precision: float) -> None:
    mean, standard_error = estimate
    assert standard_error <= precision * expected, "the test could not have failed"
    assert abs(mean - expected) <= 4 * standard_error


@pytest.mark.parametrize(("booths", "rho"), [(1, 0.5), (3, 0.7)])
def test_mmc_mean_wait_is_erlangs_c(booths: int, rho: float) -> None:
    mu = 0.5
    lam = rho * booths * mu
    law = quantiles.exponential(MINUTE / mu)
    expected = theory.mean_wait_mmc(lam, mu, booths)
    agrees(mean_wait(line([law], booths=booths, per_day=lam * MINUTES_A_DAY)), expected, precision=0.05)


@pytest.mark.parametrize(
    ("law", "cv"),
    [
        (quantiles.constant(2 * MINUTE), 0.0),
        (quantiles.gamma_from_mean_cv(2 * MINUTE, 0.6), 0.6),
        (quantiles.lognormal_from_mean_cv(2 * MINUTE, 1.0), 1.0),
    ],
    ids=["M/D/1", "M/Gamma/1", "M/Lognormal/1"],
)
def test_mg1_mean_wait_is_pollaczek_khinchine(law: Law, cv: float) -> None:
    lam = 0.3
    expected = theory.mean_wait_mg1(lam, 2.0, cv)
    agrees(mean_wait(line([law], per_day=lam * MINUTES_A_DAY)), expected, precision=0.05)


def test_two_exponential_booths_without_space_between_pass_two_thirds_of_their_rate() -> None:
    law = quantiles.exponential(1 * MINUTE)
    of = line([law, law], per_day=None, space=0)
    per_minute = []
    for replication in range(REPLICATIONS):
        draws = draw(of, seed=7, replication=replication, reach=of.window_end)
        left = engine("reference")(of, draws).vehicles.left_at
        per_minute.append(np.sum((left >= WARM_UP_DAYS * DAY) & (left < of.window_end)) / (DAYS * MINUTES_A_DAY))
    estimate = float(np.mean(per_minute)), float(np.std(per_minute, ddof=1) / np.sqrt(REPLICATIONS))
    agrees(estimate, theory.throughput_of_two_booths_in_line(1, 1), precision=0.02)


def test_an_unstable_queue_has_no_closed_form() -> None:
    with pytest.raises(ValueError, match="not stable"):
        theory.mean_wait_mmc(2, 1, 1)
