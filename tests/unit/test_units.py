import pytest

from sim import units


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("90 s", 90_000_000),
        ("1.5 min", 90_000_000),
        ("12min", 720_000_000),
        ("1 h", 3_600_000_000),
        ("28 d", 28 * 86_400_000_000),
        ("1 wk", 7 * 86_400_000_000),
        ("250 ms", 250_000),
        ("3 us", 3),
        ("1e3 s", 1_000_000_000),
        ("0.1 s", 100_000),
        ("0.0000005 s", 0),  # half to even
        ("0.0000015 s", 2),
    ],
)
def test_a_duration_is_read_exactly(text: str, microseconds: int) -> None:
    assert units.parse_duration(text) == microseconds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("12", "the unit is missing"),
        ("12 minutes", "unknown unit 'minutes'"),
        ("min", "expected a time with its unit"),
        ("", "expected a time with its unit"),
        ("1 2 min", "expected a time with its unit"),
        ("nan s", "expected a time with its unit"),
        ("1e30 d", "the number is too large"),
        ("-5 min", "a duration cannot be negative"),
        (None, "expected a time with its unit"),
        (12, "expected a time with its unit"),
        (["12 min"], "expected a time with its unit"),
    ],
)
def test_a_duration_that_is_none_is_refused_in_words(text: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        units.parse_duration(text)


def test_a_signed_time_may_be_negative() -> None:
    assert units.parse_time("-30 min") == -1_800_000_000
    assert units.parse_time("+30 min") == 1_800_000_000


def test_lengths_speeds_flows_and_vehicles_have_their_units() -> None:
    assert units.parse_length("812 m") == 812_000
    assert units.parse_length("208 km") == 208_000_000
    assert units.parse_speed("36 km/h") == pytest.approx(0.01)
    assert units.parse_speed("10 m/s") == pytest.approx(0.01)
    assert units.parse_flow("30 veh/h") == 720
    assert units.parse_vehicles("1 vehicle") == 1
    assert units.parse_vehicles("20 vehicles") == 20


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (units.parse_length, "-1 m"),
        (units.parse_length, "8"),
        (units.parse_speed, "0 km/h"),
        (units.parse_flow, "-1 veh/h"),
        (units.parse_vehicles, "-1 vehicles"),
        (units.parse_vehicles, "1.5 vehicles"),
        (units.parse_vehicles, "5 trucks"),
    ],
)
def test_other_quantities_without_sense_are_refused(read: object, text: str) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match=r"\w"):
        read(text)


@pytest.mark.parametrize(("text", "hours"), [("00:00", 0.0), ("08:30", 8.5), ("23:59", 23 + 59 / 60), ("24:00", 24.0)])
def test_a_time_of_day_runs_from_midnight_to_midnight(text: str, hours: float) -> None:
    assert units.parse_time_of_day(text) == round(hours * units.HOUR)


@pytest.mark.parametrize("text", ["8:00", "24:01", "12:60", "12.00", "", None, 750, "12:00 "])
def test_what_is_no_time_of_day_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="time of day"):
        units.parse_time_of_day(text)


@pytest.mark.parametrize(("text", "hours"), [("UTC", 0.0), ("UTC+4", 4.0), ("UTC-3:30", -3.5), ("UTC+14", 14.0)])
def test_a_clock_is_its_distance_from_utc(text: str, hours: float) -> None:
    assert units.parse_clock(text) == hours * units.HOUR


@pytest.mark.parametrize("text", ["GMT", "UTC+15", "UTC4", "+4", None])
def test_what_is_no_clock_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="clock"):
        units.parse_clock(text)


def test_numbers_and_whole_numbers_are_read_from_text_and_from_numbers() -> None:
    assert units.parse_number(" 0.25 ") == 0.25
    assert units.parse_number(3) == 3
    assert units.parse_whole("40") == 40
    assert units.parse_whole(40) == 40


@pytest.mark.parametrize("text", ["", "1_000", "0x10", ".inf", "nan", "12 min", True, None])
def test_what_is_no_number_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="expected a number"):
        units.parse_number(text)


@pytest.mark.parametrize("text", ["1.5", "1_000", "", "9" * 40, True, 2.0])
def test_what_is_no_whole_number_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="expected a whole number"):
        units.parse_whole(text)


def test_only_true_and_false_are_flags() -> None:
    assert units.parse_flag("true") is True
    assert units.parse_flag("false") is False
    for text in ("yes", "True", "1", 1, None):
        with pytest.raises(ValueError, match="true or false"):
            units.parse_flag(text)


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [(90_000_000, "1.5 min"), (2 * units.DAY, "2 d"), (36 * units.HOUR, "36 h"), (500_000, "0.5 s"), (0, "0 s")],
)
def test_a_duration_is_shown_in_its_largest_unit(microseconds: int, text: str) -> None:
    assert units.format_duration(microseconds) == text


def test_local_times_and_dates_are_counted_from_1970() -> None:
    assert units.parse_moment("1970-01-01") == 0
    assert units.parse_moment("1970-01-02 03:04") == units.DAY + 3 * units.HOUR + 4 * units.MINUTE
    assert units.parse_moment("1969-12-31T23:00") == -units.HOUR
    assert units.parse_date("2020-03-01") - units.parse_date("2020-02-28") == 2
    for text in ("1969-12-31", "1970-01-01", "2020-02-29", "9999-12-31"):
        assert units.format_date(units.parse_date(text)) == text


def test_a_monday_is_day_0_of_the_week() -> None:
    assert (units.parse_date("2019-06-03") + units.EPOCH_WEEKDAY) % 7 == 0
    assert (units.parse_date("1969-12-29") + units.EPOCH_WEEKDAY) % 7 == 0


@pytest.mark.parametrize(
    "text",
    [
        "June",
        "08:00",
        "2019-6-3",
        "20190603",
        "2019-W23-1",
        "2019-06-31",
        "2019-06-03 24:00",
        "2019-06-03 08:00Z",
        None,
    ],
)
def test_what_is_no_local_time_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="expected a date and time without a zone, such as 2019-06-03 08:00"):
        units.parse_moment(text)
    with pytest.raises(ValueError, match="expected a date such as 2019-06-03"):
        units.parse_date(text)
