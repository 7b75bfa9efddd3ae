from datetime import date

from sim.plan.daily import first_day, phase_of, shown_at_0, start_of_day, step_function
from sim.plan.steps import value_at
from sim.scenario.schema import Post, Run
from sim.units import DAY, HOUR, MINUTE


def _run(start: str = "2019-06-03 00:00", clock: str = "UTC+4") -> Run:
    return Run.model_validate({"start": start, "clock": clock, "length": "1 d"})


def _post(clock: str) -> Post:
    return Post.model_validate({"clock": clock})


def test_instant_0_is_the_start_by_the_clock_of_the_run() -> None:
    assert start_of_day(_run("2019-06-03 10:30")) == 10 * HOUR + 30 * MINUTE


def test_the_first_day_is_the_local_date_of_the_start() -> None:
    assert first_day(_run("1970-01-02 10:30")) == 1
    assert first_day(_run("2019-06-03 00:00")) == (date(2019, 6, 3) - date(1970, 1, 1)).days


def test_a_post_behind_the_run_may_still_live_in_the_day_before() -> None:
    assert shown_at_0(_post("UTC+3"), _run("1970-01-02 00:00")) == 23 * HOUR


def test_a_post_an_hour_behind_the_run_shows_an_hour_less_at_instant_0() -> None:
    assert phase_of(_post("UTC+3"), _run("2019-06-03 10:00")) == 9 * HOUR
    assert phase_of(_post("UTC+3"), _run("2019-06-03 00:00")) == 23 * HOUR


def test_without_a_post_or_a_clock_of_its_own_the_clock_of_the_run_counts() -> None:
    assert phase_of(None, _run("2019-06-03 10:00")) == 10 * HOUR
    assert phase_of(Post(), _run("2019-06-03 10:00")) == 10 * HOUR


def test_changes_are_counted_from_instant_0() -> None:
    steps = step_function({8 * HOUR: 4, 20 * HOUR: 1}, phase=10 * HOUR)
    assert (steps.at, steps.value, steps.period) == ((0, 10 * HOUR, 22 * HOUR), (4, 1, 4), DAY)


def test_before_the_first_stated_time_the_last_of_the_day_before_holds() -> None:
    steps = step_function({8 * HOUR: 4, 20 * HOUR: 1}, phase=0)
    assert (steps.at, steps.value) == ((0, 8 * HOUR, 20 * HOUR), (1, 4, 1))


def test_a_change_at_the_time_of_instant_0_is_in_force_at_once() -> None:
    steps = step_function({8 * HOUR: 4, 20 * HOUR: 1}, phase=20 * HOUR)
    assert (steps.at, steps.value) == ((0, 12 * HOUR), (1, 4))


def test_a_constant_never_changes() -> None:
    steps = step_function({0: 3}, phase=10 * HOUR)
    assert (steps.at, steps.value) == ((0,), (3,))


def test_the_value_of_a_step_function_repeats_daily() -> None:
    steps = step_function({8 * HOUR: 4, 20 * HOUR: 1}, phase=10 * HOUR)
    assert [value_at(steps, at) for at in (0, 10 * HOUR - 1, 10 * HOUR, DAY + 21 * HOUR, DAY + 22 * HOUR)] == [
        4,
        4,
        1,
        1,
        4,
    ]
