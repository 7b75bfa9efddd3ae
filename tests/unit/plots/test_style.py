"""One look: colours that stay, words that people say, hours as hours."""

import pytest

from sim.plots import style
from sim.plots.lettering import text_width, wrapped


def test_known_classes_keep_their_colours_whoever_else_is_there() -> None:
    alone, together = style.class_colours(["car"]), style.class_colours(["car", "tram", "ambulance"])
    assert alone["car"] == together["car"]
    assert len({together[name] for name in ("car", "truck", "bus", "tram", "ambulance", "all")}) == 6


def test_symbols_are_told_apart_by_as_few_letters_as_it_takes() -> None:
    assert style.symbols(["car", "truck", "bus"]) == {"car": "C", "truck": "T", "bus": "B"}
    assert style.symbols(["car", "coach"]) == {"car": "Ca", "coach": "Co"}
    assert len(set(style.symbols(["car", "carrier", "caravan"]).values())) == 3


def test_names_become_words() -> None:
    assert [style.plural(name) for name in ("truck", "bus", "all")] == ["trucks", "buses", "all vehicles"]
    assert [style.statistic_title(name) for name in ("mean", "p50", "p95")] == ["mean", "median", "95th percentile"]
    assert style.measure_title("crossing_time") == "Crossing time"
    assert style.measure_title("time_to_clear") == "Time to clear"


@pytest.mark.parametrize(("width", "bold"), [(1.0, False), (0.7, True), (0.3, False)])
def test_wrapped_lines_fit_and_lose_no_letter(width: float, bold: bool) -> None:
    text = "Registration of goods at Yarag-Kazmalyar"
    lines = wrapped(text, width=width, size=8, bold=bold)
    assert all(text_width(line, size=8, bold=bold) <= width for line in lines)
    joined = "".join(lines)
    assert joined.replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")


def test_a_word_breaks_at_its_own_hyphen_first() -> None:
    assert wrapped("Yarag-Kazmalyar", width=0.7, size=8) == ("Yarag-", "Kazmalyar")
