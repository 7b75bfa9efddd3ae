"""Queues through the day: means with a band over replications, staffing beneath."""

import numpy as np
import pytest
from matplotlib.patches import StepPatch

from sim.plots import style
from sim.plots.occupancy import plot_queue_through_day, plot_queue_through_window

_QUEUES = {"northbound": np.array([[0.0, 4.0], [2.0, 8.0]]), "southbound": np.array([[1.0, 1.0], [1.0, 3.0]])}


def test_the_line_is_the_mean_and_the_band_spans_the_replications() -> None:
    ax = style.figure().add_subplot()
    assert plot_queue_through_day(_QUEUES, ax=ax, what="Trucks waiting") is ax
    band, line = (patch for patch in ax.patches[:2] if isinstance(patch, StepPatch))
    mean, edges, _ = line.get_data()
    assert list(mean) == [1, 6]
    assert list(edges) == [0, 12, 24]
    values, _, baseline = band.get_data()
    assert list(values) == [2, 8]
    assert list(np.asarray(baseline)) == [0, 4]


def test_hours_of_the_day_read_as_hours() -> None:
    ax = plot_queue_through_day(_QUEUES, ax=style.figure().add_subplot(), what="Trucks waiting", clock="UTC+4")
    assert ax.get_xlim() == (0, 24)
    assert [ax.xaxis.get_major_formatter()(hour, 0) for hour in (0, 8, 24)] == ["00:00", "08:00", "24:00"]
    assert "UTC+4" in ax.get_xlabel()


def test_the_note_says_what_the_band_is_and_how_many_replications_there_are() -> None:
    ax = plot_queue_through_day(_QUEUES, ax=style.figure().add_subplot(), what="Trucks waiting")
    (note,) = [text.get_text() for text in ax.texts if text.get_gid() == "note"]
    assert "least to greatest replication, chance only" in note
    assert "2 replications." in note


def test_one_replication_has_no_band_and_the_note_promises_none() -> None:
    ax = plot_queue_through_day({"truck": np.ones((1, 24))}, ax=style.figure().add_subplot(), what="Trucks")
    assert len(ax.patches) == 1
    (note,) = [text.get_text() for text in ax.texts if text.get_gid() == "note"]
    assert note == "1 replication."


def test_staffing_stands_beneath_on_the_same_hours_and_takes_the_note() -> None:
    above, below = style.figure().subplots(2, 1)
    plot_queue_through_day(
        _QUEUES, ax=above, what="Trucks waiting", staffing={"truck lanes": np.array([5.0, 3.0])}, below=below
    )
    (booths,) = below.patches
    assert isinstance(booths, StepPatch)
    assert list(booths.get_data()[0]) == [5, 3]
    assert below.get_ylabel() == "open booths"
    assert below.get_xlim() == above.get_xlim()
    assert [text.get_gid() for text in below.texts] == ["note"]
    assert len(above.texts) == 0


def test_through_the_window_slots_follow_each_other_from_its_first_day() -> None:
    ax = plot_queue_through_window(
        {"truck": np.ones((2, 72))}, first_day=2, slot_hours=1, ax=style.figure().add_subplot(), what="Trucks"
    )
    line = ax.patches[-1]
    assert isinstance(line, StepPatch)
    _, edges, _ = line.get_data()
    assert (edges[0], edges[-1]) == (2, pytest.approx(5))
    assert "day of the run" in ax.get_xlabel()
