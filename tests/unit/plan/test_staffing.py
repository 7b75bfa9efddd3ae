from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from sim.plan.staffing import Pause, Roster, staffing
from sim.plan.steps import Spell, StepFunction, value_at
from sim.units import DAY, HOUR, MINUTE, WEEK

MONDAY = (date(2019, 6, 3) - date(1970, 1, 1)).days
SAT, SUN = 5, 6


def target(
    daily: Mapping[int, int],
    *,
    weekdays: Mapping[int, Mapping[int, int]] | None = None,
    dates: Mapping[int, Mapping[int, int]] | None = None,
    pauses: Iterable[Pause] = (),
    closures: Iterable[Spell] = (),
    starts_at: int = 0,
) -> StepFunction:
    """Target of a run that starts at *starts_at* on a Monday; dates are counted from that day."""
    roster = Roster(daily, weekdays or {}, {MONDAY + day: booths for day, booths in (dates or {}).items()})
    begin = MONDAY * DAY + starts_at
    return staffing(roster, shown_at_0=begin, pauses=tuple(pauses), closures=tuple(closures))


def by_hour(steps: StepFunction, day: int, *hours: int) -> list[int]:
    return [value_at(steps, day * DAY + hour * HOUR) for hour in hours]


def test_a_day_without_weekdays_dates_and_closures_repeats_daily() -> None:
    assert target({0: 1, 8 * HOUR: 4}) == StepFunction((0, 8 * HOUR), (1, 4), DAY)


def test_a_pause_stops_calls_and_then_what_was_in_force_returns() -> None:
    steps = target({0: 5}, pauses=[(8 * HOUR, 20 * MINUTE)])
    assert steps == StepFunction((0, 8 * HOUR, 8 * HOUR + 20 * MINUTE), (5, 0, 5), DAY)


def test_a_pause_may_reach_over_midnight_and_over_instant_0() -> None:
    assert target({0: 5}, pauses=[(23 * HOUR, 2 * HOUR)]) == StepFunction((0, HOUR, 23 * HOUR), (0, 5, 0), DAY)


def test_a_change_within_a_pause_acts_at_its_end() -> None:
    steps = target({0: 5, 8 * HOUR: 2}, pauses=[(7 * HOUR, 2 * HOUR)])
    assert steps == StepFunction((0, 7 * HOUR, 9 * HOUR), (5, 0, 2), DAY)


def test_a_pause_of_a_day_leaves_nothing_open() -> None:
    assert target({0: 5}, pauses=[(8 * HOUR, DAY)]).value == (0,)


def test_a_pause_of_length_zero_is_none() -> None:
    assert target({0: 5}, pauses=[(8 * HOUR, 0)]) == target({0: 5})


def test_a_weekday_replaces_the_day_every_week() -> None:
    steps = target({0: 4}, weekdays={SAT: {0: 2, 8 * HOUR: 3}})
    assert steps == StepFunction((0, SAT * DAY, SAT * DAY + 8 * HOUR, SUN * DAY), (4, 2, 3, 4), WEEK)
    assert by_hour(steps, 7 + SAT, 0, 7, 8, 23) == [2, 2, 3, 3]
    assert by_hour(steps, 7 + SUN, 0, 23) == [4, 4]


def test_before_the_first_time_of_a_weekday_what_was_in_force_at_the_end_of_the_day_before_holds() -> None:
    steps = target({0: 1, 20 * HOUR: 6}, weekdays={SAT: {8 * HOUR: 2}, SUN: {9 * HOUR: 3}})
    assert by_hour(steps, SAT, 0, 7, 8, 23) == [6, 6, 2, 2]
    assert by_hour(steps, SUN, 0, 8, 9, 23) == [2, 2, 3, 3]
    assert by_hour(steps, 7, 0, 20) == [1, 6]


def test_over_the_end_of_the_week_the_sunday_holds_on() -> None:
    steps = target({0: 9}, weekdays={0: {8 * HOUR: 1}, SUN: {0: 5}})
    assert by_hour(steps, 0, 0, 7, 8) == [5, 5, 1]
    assert by_hour(steps, 7, 0, 7, 8) == [5, 5, 1]


def test_weekdays_that_say_what_every_day_says_change_nothing() -> None:
    daily = {0: 1, 8 * HOUR: 4}
    assert target(daily, weekdays={SAT: dict(daily), SUN: {0: 1, 8 * HOUR: 4, 12 * HOUR: 4}}) == target(daily)


def test_the_week_is_counted_from_instant_0() -> None:
    steps = target({0: 4}, weekdays={1: {0: 2}}, starts_at=10 * HOUR)
    assert steps == StepFunction((0, 14 * HOUR, 38 * HOUR), (4, 2, 4), WEEK)


def test_pauses_act_on_weekdays_and_dates() -> None:
    steps = target({0: 4}, weekdays={SAT: {0: 2}}, dates={2: {0: 3}}, pauses=[(8 * HOUR, HOUR)])
    assert by_hour(steps, SAT, 7, 8, 9) == [2, 0, 2]
    assert by_hour(steps, 2, 7, 8, 9) == [3, 0, 3]
    assert by_hour(steps, 3, 7, 8, 9) == [4, 0, 4]


def test_a_pause_over_the_midnight_of_a_date_acts_on_both_sides() -> None:
    steps = target({0: 4}, dates={2: {0: 3}}, pauses=[(23 * HOUR, 2 * HOUR)])
    assert by_hour(steps, 2, 0, 1, 22, 23) == [0, 3, 3, 0]
    assert by_hour(steps, 3, 0, 1) == [0, 4]


def test_a_date_replaces_its_day_once() -> None:
    steps = target({0: 4}, weekdays={2: {0: 1}}, dates={2: {0: 3}})
    assert steps.spells == (Spell(2 * DAY, 3 * DAY, 3),)
    assert by_hour(steps, 9, 0, 23) == [1, 1]


def test_before_the_first_time_of_a_date_the_day_before_holds_and_it_holds_until_the_next_days_first() -> None:
    steps = target({0: 1, 8 * HOUR: 4}, weekdays={3: {9 * HOUR: 7}}, dates={2: {10 * HOUR: 3}})
    assert by_hour(steps, 2, 0, 8, 9, 10, 23) == [4, 4, 4, 3, 3]
    assert by_hour(steps, 3, 0, 8, 9) == [3, 3, 7]
    assert by_hour(steps, 10, 0, 8, 9) == [4, 4, 7]


def test_dates_follow_one_another() -> None:
    steps = target({0: 1}, dates={2: {0: 3}, 3: {6 * HOUR: 5}})
    assert steps.spells == (Spell(2 * DAY, 3 * DAY + 6 * HOUR, 3), Spell(3 * DAY + 6 * HOUR, 4 * DAY, 5))


def test_a_date_before_the_run_reaches_into_it_where_the_first_day_states_nothing_yet() -> None:
    steps = target({0: 1}, weekdays={0: {8 * HOUR: 4}}, dates={-1: {0: 3}})
    assert by_hour(steps, 0, 0, 7, 8) == [3, 3, 4]
    assert steps.spells == (Spell(0, 8 * HOUR, 3),)


def test_a_date_that_says_what_the_day_says_changes_nothing() -> None:
    daily = {0: 1, 8 * HOUR: 4}
    assert target(daily, dates={2: dict(daily)}, pauses=[(9 * HOUR, HOUR)]) == target(daily, pauses=[(9 * HOUR, HOUR)])


def test_a_closure_wins_over_date_weekday_and_pause() -> None:
    pauses = [(8 * HOUR, HOUR)]
    closed = [Spell(2 * DAY + 6 * HOUR, 2 * DAY + 12 * HOUR, 0), Spell(SAT * DAY, SAT * DAY + HOUR, 0)]
    steps = target({0: 4}, weekdays={SAT: {0: 2}}, dates={2: {0: 3}}, pauses=pauses, closures=closed)
    assert by_hour(steps, 2, 5, 6, 8, 9, 11, 12) == [3, 0, 0, 0, 0, 3]
    assert by_hour(steps, SAT, 0, 1, 8) == [0, 2, 0]
    assert by_hour(steps, 7 + SAT, 0, 1, 8) == [2, 2, 0]


def test_the_most_booths_are_those_of_all_days() -> None:
    assert Roster({0: 1}, {SAT: {0: 2, HOUR: 3}}, {MONDAY: {0: 6}}).most == 6


def test_a_day_of_which_nothing_is_said_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Roster({0: 1}, {SAT: {}})


def test_every_local_minute_of_a_fortnight_is_what_the_roster_says() -> None:
    daily, pauses = {0: 1, 6 * HOUR: 4}, [(23 * HOUR + 30 * MINUTE, HOUR)]
    weekdays = {SAT: {7 * HOUR: 2}, SUN: {9 * HOUR: 3}, 0: {5 * HOUR: 5}}
    dates = {MONDAY + 1: {3 * HOUR: 9}, MONDAY + 6: {0: 8}, MONDAY + 7: {13 * HOUR: 7}}
    steps = staffing(Roster(daily, weekdays, dates), shown_at_0=MONDAY * DAY + 5 * HOUR, pauses=pauses, closures=())
    stated = [
        (day * DAY + at, booths)
        for day in range(MONDAY - 7, MONDAY + 16)
        for at, booths in dates.get(day, weekdays.get((day - MONDAY) % 7, daily)).items()
    ]
    for at in range(0, 14 * DAY, 30 * MINUTE):
        local = MONDAY * DAY + 5 * HOUR + at
        paused = (local - pauses[0][0]) % DAY < HOUR
        assert value_at(steps, at) == (0 if paused else max(each for each in stated if each[0] <= local)[1])
