"""``warm_up: auto`` from the command line: what was chosen is said, drawn and written, or refused."""

import json
from pathlib import Path

import pytest

from tests.commands.samur import samur
from tests.tiny import write_tiny

AUTO = ("--set", "run.warm_up=auto")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def test_check_says_what_a_pilot_chose(tiny: Path) -> None:
    assert "warm-up: 1 d, chosen by Welch's method" in samur("check", tiny, *AUTO).out
    [file] = json.loads(samur("check", tiny, *AUTO, "--json").out)["files"]
    assert file["warm_up"].startswith("warm-up: 1 d")


def test_check_of_a_stated_warm_up_says_nothing_of_it(tiny: Path) -> None:
    assert "warm-up" not in samur("check", tiny).out


def test_run_and_compare_say_it_and_write_the_number(tiny: Path, tmp_path: Path) -> None:
    done = samur("run", tiny, *AUTO, "-n", "1", "-j", "1", "-o", tmp_path / "out")
    assert "warm-up: 1 day, chosen by a pilot" in done.out
    assert "Welch's method" in done.err
    assert "warm_up: 1 d" in (tmp_path / "out" / "scenario.yaml").read_text("utf-8")
    words = ("-n", "1", "-j", "1", "--no-figures", "--no-capacity", "-o", tmp_path / "compared")
    assert "chosen by a pilot" in samur("compare", tiny, "--with", "slow-bridge", *AUTO, *words).out


def test_what_never_settles_is_refused_and_told_what_to_do(tiny: Path, tmp_path: Path) -> None:
    done = samur("run", tiny, *AUTO, "--set", "services.gate.truck.mean=20 min", "-o", tmp_path / "out")
    assert done.code == 2
    assert "run.warm_up: the run never settles" in done.err
    assert "accepted: a warm-up in days" in done.err
    assert not (tmp_path / "out").exists()


def test_plot_draws_the_pilot_whatever_the_file_says(tiny: Path, tmp_path: Path) -> None:
    assert samur("plot", tiny, "--kind", "warm-up", "-j", "1", "-o", tmp_path / "pilot.png").code == 0
    assert (tmp_path / "pilot.png").stat().st_size > 0
