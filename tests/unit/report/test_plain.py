from sim.report.plain import plain
from sim.report.table import Table, group, left, prose, right

TABLE = Table(
    title="Times",
    columns=(group("class"), left("way"), right("mean"), prose("why")),
    rows=(
        ("car", "north", "5 min", "short"),
        ("car", "south", "12 min", "one two three four five six seven eight nine ten"),
        ("truck", "north", "2 h", "first line\nsecond line"),
    ),
    notes=("Read this.",),
)


def test_columns_are_aligned_and_repeated_groups_left_out() -> None:
    assert plain(TABLE, width=60) == (
        "Times\n"
        "Read this.\n"
        "\n"
        "class  way      mean  why\n"
        "-----  -----  ------  --------------------------------------\n"
        "car    north   5 min  short\n"
        "       south  12 min  one two three four five six seven\n"
        "                      eight nine ten\n"
        "truck  north     2 h  first line\n"
        "                      second line\n"
    )


def test_prose_is_broken_to_keep_within_the_width() -> None:
    assert max(len(line) for line in plain(TABLE, width=50).splitlines()) <= 50


def test_numbers_are_never_broken() -> None:
    assert "12 min" in plain(TABLE, width=10)


def test_where_rows_are_too_long_intervals_and_titles_take_lines_of_their_own() -> None:
    wide = Table(
        "Wide", (left("class"), right("mean time"), right("p95")), (("car", "5 min (4 to 6)", "9 min (7 to 11)"),)
    )
    assert plain(wide, width=40).splitlines()[2:] == [
        "class       mean time              p95",
        "-----  --------------  ---------------",
        "car    5 min (4 to 6)  9 min (7 to 11)",
    ]
    assert plain(wide, width=30).splitlines()[2:] == [
        "class      mean        p95",
        "           time",
        "-----  --------  ---------",
        "car       5 min      9 min",
        "       (4 to 6)  (7 to 11)",
    ]
