"""Formulas against each other, against values published elsewhere, and against cases that can be seen at once."""

from math import exp

import numpy as np
import pytest

from sim.theory import birth_death, cumulative, erlang, gim1, lanes, lines, markov, mg1, networks, priority
from sim.theory.profile import Profile
from sim.theory.shifts import Shifts

CLOSE = 1e-9


def test_one_booth_is_the_simplest_case_of_several() -> None:
    assert erlang.probability_of_waiting(0.8, 1, 1) == pytest.approx(0.8, rel=CLOSE)
    assert erlang.mean_wait(0.8, 1, 1) == pytest.approx(4, rel=CLOSE)
    assert erlang.percentile_of_wait(0.8, 1, 1, 0.1) == 0


def test_erlangs_c_of_two_booths_by_hand() -> None:
    # a^2/2 * 2/(2 - a) over itself and 1 + a.
    a = 1.6
    assert erlang.probability_of_waiting(a, 1, 2) == pytest.approx(a * a / (2 + a), rel=CLOSE)


def test_an_unstable_queue_has_no_closed_form() -> None:
    with pytest.raises(ValueError, match="not stable"):
        erlang.mean_wait(2, 1, 1)


def test_an_exponential_service_makes_mg1_an_mm1() -> None:
    assert mg1.mean_wait(0.8, mg1.gamma_moments(1, 1)) == pytest.approx(erlang.mean_wait(0.8, 1, 1), rel=CLOSE)
    variance = 0.8 * (2 - 0.8) / 0.2**2  # of the wait in M/M/1: rho (2 - rho) / (mu - lambda)^2
    assert mg1.sd_wait(0.8, mg1.gamma_moments(1, 1)) == pytest.approx(variance**0.5, rel=CLOSE)


def test_the_renewal_equation_finds_the_exponential_tail() -> None:
    def survival(x: mg1.FloatArray) -> mg1.FloatArray:
        return np.exp(-x)

    assert mg1.share_waiting_longer(0.8, 1, survival, 5) == pytest.approx(0.8 * exp(-0.2 * 5), rel=CLOSE)


def test_constant_services_wait_half_as_long_and_their_distribution_has_that_mean() -> None:
    assert mg1.mean_wait(0.85, (1, 1, 1)) == pytest.approx(erlang.mean_wait(0.85, 1, 1) / 2, rel=CLOSE)
    step = 0.01
    tail = [mg1.share_waiting_longer_md1(0.5, 1, step * k) for k in range(3000)]
    assert step * (sum(tail) - tail[0] / 2) == pytest.approx(mg1.mean_wait(0.5, (1, 1, 1)), rel=1e-4)
    assert tail[0] == pytest.approx(0.5, rel=CLOSE)


def test_moments_of_a_mixture_and_of_a_shift() -> None:
    one, two, three = mg1.shifted((1, 1, 1), 2)
    assert (one, two, three) == (3, 9, 27)
    assert mg1.mixed([0.5, 0.5], [(1, 1, 1), (3, 9, 27)]) == (2, 5, 14)
    assert mg1.lognormal_moments(2, 0) == (2, 4, 8)


def test_priority_moves_the_wait_about_and_keeps_the_mean_over_all() -> None:
    first, second = priority.mean_waits_mmc([0.2, 0.4], 0.8, 1)
    assert (0.2 * first + 0.4 * second) / 0.6 == pytest.approx(erlang.mean_wait(0.6, 0.8, 1), rel=CLOSE)
    exponential = (1.25, 2 * 1.25**2)
    assert priority.mean_waits_mg1([0.2, 0.4], [exponential] * 2) == pytest.approx([first, second], rel=CLOSE)


def test_the_tails_of_both_classes_have_their_means() -> None:
    step = 0.05
    for tail, mean in zip(
        (priority.share_of_first_waiting_longer, priority.share_of_second_waiting_longer),
        priority.mean_waits_mmc([0.2, 0.4], 0.8, 1),
        strict=True,
    ):
        values = [tail(0.2, 0.4, 0.8, step * k) for k in range(0, 3000, 20)]
        coarse = step * 20
        simpson = coarse / 3 * (values[0] + 4 * sum(values[1::2]) + 2 * sum(values[2::2]))
        assert simpson == pytest.approx(mean, rel=5e-3)


def test_a_second_class_without_a_first_waits_as_in_mm1() -> None:
    tail = priority.share_of_second_waiting_longer(0.0, 0.6, 0.8, 7)
    assert tail == pytest.approx(erlang.share_waiting_longer(0.6, 0.8, 1, 7), rel=1e-8)


def test_first_passage_without_births() -> None:
    # From n it takes n deaths, Erlang; started at a geometric number their sum is exponential at rate 1 - r.
    assert birth_death.probability_above_zero(0, 1, ratio=0.5, t=0) == pytest.approx(0.5, rel=CLOSE)
    assert birth_death.probability_above_zero(0, 1, ratio=0.5, t=2) == pytest.approx(0.5 * exp(-1), rel=1e-8)


def test_every_second_arrival_waits_less_than_a_poisson_stream_of_half_the_flow() -> None:
    sigma = gim1.probability_of_waiting_with_every_other_arrival(1.2, 1 / 1.2)
    assert sigma == pytest.approx((1.2 / (1.2 + (1 - sigma) / 1.2)) ** 2, rel=CLOSE)
    assert gim1.mean_wait_with_every_other_arrival(1.2, 1 / 1.2) < erlang.mean_wait(0.6, 1 / 1.2, 1)


def test_a_tandem_takes_longer_than_its_parts_and_less_than_twice_the_slower() -> None:
    longer = networks.share_in_tandem_longer(0.6, 1 / 1.2, 1 / 1.4, 10)
    fast, slow = exp(-(1 / 1.2 - 0.6) * 10), exp(-(1 / 1.4 - 0.6) * 10)
    assert max(fast, slow) < longer < 1
    assert networks.share_in_tandem_longer(0.6, 1 / 1.2, 1 / 1.4, 0) == 1
    at = networks.percentile_in_tandem(0.6, 1 / 1.2, 1 / 1.4, 0.95)
    assert networks.share_in_tandem_longer(0.6, 1 / 1.2, 1 / 1.4, at) == pytest.approx(0.05, rel=CLOSE)


def test_two_booths_in_line_by_three_ways() -> None:
    closed = lines.throughput_of_two_booths_in_line(1, 1)
    assert closed == pytest.approx(2 / 3, rel=CLOSE)
    assert lines.two_stages(lines.TwoStages(1, 1, 1, 1, 0)).throughput == pytest.approx(closed, rel=CLOSE)
    assert lines.shares_of_line(2)[0][lines.SERVING] == pytest.approx(closed, rel=CLOSE)
    unequal = lines.throughput_of_two_booths_in_line(1, 2)
    assert lines.two_stages(lines.TwoStages(1, 2, 1, 1, 0)).throughput == pytest.approx(unequal, rel=CLOSE)


def test_three_booths_in_line_pass_22_of_39() -> None:
    assert [shares[lines.SERVING] for shares in lines.shares_of_line(3)] == pytest.approx([22 / 39] * 3, rel=CLOSE)


def test_a_waiting_place_more_gives_the_published_three_quarters() -> None:
    assert lines.two_stages(lines.TwoStages(1, 1, 1, 1, 1)).throughput == pytest.approx(3 / 4, rel=CLOSE)


def test_much_space_between_makes_two_stages_a_tandem() -> None:
    of = lines.two_stages(lines.TwoStages(1, 1, 1, 1, 60, lam=0.5, most=60))
    assert of.waiting_first == pytest.approx(0.5, rel=1e-8)
    assert of.waiting_second == pytest.approx(0.5, rel=1e-8)
    assert of.blocked_first == pytest.approx(0, abs=1e-12)


def test_two_stages_let_through_what_comes() -> None:
    of = lines.two_stages(lines.TwoStages(1, 1 / 1.2, 1, 1, 1, lam=0.5))
    assert of.throughput == pytest.approx(0.5, rel=CLOSE)
    assert of.serving_first == pytest.approx(0.5, rel=CLOSE)


def test_a_chain_comes_to_rest_at_its_long_run() -> None:
    chain = markov.chain([0], lambda n: [(1.0, 1)] if n == 0 else [(3.0, 0)])
    assert markov.stationary(chain) == pytest.approx([0.75, 0.25], rel=CLOSE)
    later, spent = markov.after(chain, chain.at(0), 1.0)
    # Two states: p0(t) = 3/4 + exp(-4 t) / 4.
    assert later[0] == pytest.approx(0.75 + exp(-4) / 4, rel=CLOSE)
    assert spent[0] == pytest.approx(0.75 + (1 - exp(-4)) / 16, rel=CLOSE)


def test_a_long_profile_comes_to_rest_at_erlangs_c() -> None:
    profile = Profile([1.0] * 5, 200.0, 0.5, 3)
    assert profile.all_taken(990) == pytest.approx(erlang.probability_of_waiting(1, 0.5, 3), rel=1e-7)
    assert profile.queue(990) == pytest.approx(1 * erlang.mean_wait(1, 0.5, 3), rel=1e-7)
    assert profile.mean_virtual_wait(990) == pytest.approx(erlang.mean_wait(1, 0.5, 3), rel=1e-7)
    longer = profile.share_of_virtual_wait_longer(990, 2)
    assert longer == pytest.approx(erlang.share_waiting_longer(1, 0.5, 3, 2), rel=1e-7)


def test_shifts_that_do_not_change_are_a_profile() -> None:
    shifts, profile = Shifts(1.0, 1 / 1.5, (2, 2), 120), Profile([1.0, 1.0], 120, 1 / 1.5, 2)
    assert shifts.queue(170) == pytest.approx(profile.queue(170), rel=CLOSE)
    assert shifts.sd_queue(170) == pytest.approx(profile.sd_queue(170), rel=CLOSE)
    assert shifts.all_taken(170) == pytest.approx(profile.all_taken(170), rel=CLOSE)
    assert shifts.open_booths() == pytest.approx(2, rel=CLOSE)


def test_a_booth_stays_open_for_the_vehicle_in_it() -> None:
    # Nobody comes after the first instant of the second shift: whoever is in service then finishes at rate mu each.
    shifts = Shifts(1.2, 1 / 1.5, (3, 1), 120)
    assert shifts.open_booths() > 2
    assert shifts.number(120.0) == pytest.approx(shifts.number(119.999999), rel=1e-5)
    assert shifts.all_taken(120.0) > 0.7


def test_lanes_alike_share_the_vehicles_and_the_first_takes_the_ties() -> None:
    of = lanes.shortest(1.25, 1 / 1.2)
    assert sum(of.busy) == pytest.approx(1.5, rel=CLOSE)
    assert of.busy[0] > of.busy[1]
    pooled, apart = erlang.mean_wait(1.25, 1 / 1.2, 2), erlang.mean_wait(0.625, 1 / 1.2, 1)
    assert pooled < sum(of.waiting) / 1.25 < apart


def test_cumulative_curves_by_hand() -> None:
    # Arrivals at 0, 1, 2, 9; services of 3: begins at 0, 3, 6, 9.
    arrivals = np.array([2, 0, 9, 1])
    assert cumulative.waits(arrivals, 3).tolist() == [0, 2, 4, 0]
    assert [cumulative.number_waiting(arrivals, 3, at) for at in (0, 1, 2, 3, 6)] == [0, 1, 2, 1, 0]
    assert cumulative.arrivals_between(0, 12, 3).tolist() == [2, 6, 10]
    with pytest.raises(ValueError, match="whole instants"):
        cumulative.arrivals_between(0, 10, 3)


def test_closures_by_hand() -> None:
    # Closed from 2 to 5: who began at 0 is done at 3, the next two begin at 5 and 8; the booth is closed from 3 to 5.
    arrivals = np.array([0, 1, 2])
    begins = cumulative.begins_with_closures(arrivals, 3, [(2, 5)])
    assert begins.tolist() == [0, 5, 8]
    assert cumulative.closed_time(begins, 3, [(2, 5), (20, 24)]) == 2 + 4


def test_without_closures_the_curve_is_the_plain_one() -> None:
    arrivals = np.array([2, 0, 9, 1])
    begins = cumulative.begins_with_closures(arrivals, 3, [])
    assert (begins - np.sort(arrivals)).tolist() == cumulative.waits(arrivals, 3).tolist()


def test_visits_and_circles() -> None:
    assert networks.mean_visits(0.2, 8) == pytest.approx((1 - 0.2**8) / 0.8, rel=CLOSE)
    assert networks.throughput_of_two_in_a_circle(1, 1) == 0.5
