"""What holds for every command: help, exit codes, complaints, pipes, interrupts."""

import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import get_args

import pytest

from sim import engines
from sim.cli.options import DEFAULT_ENGINE, Engine
from sim.cli.progress import progress
from sim.cli.reference import page
from sim.compiling import LOG
from sim.version import __version__
from tests.commands.samur import samur, start
from tests.tiny import write_tiny

COMMANDS = ("run", "compare", "sweep", "plot", "check", "schema", "verify")
FAST = ("-n", "2", "-j", "1", "--quiet")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def test_help_names_every_command() -> None:
    code, out, _ = samur("--help")
    assert code == 0
    assert all(f"\n  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    code, out, _ = samur(command, "--help")
    assert code == 0
    assert out.startswith(f"Usage: samur {command}") or f" {command} " in out.splitlines()[0]


def test_version() -> None:
    assert samur("--version") == (0, f"samur {__version__}\n", "")


def test_nothing_typed_shows_the_help() -> None:
    code, out, err = samur()
    assert code == 2
    assert "Commands:" in out + err


def test_the_engines_of_the_options_are_those_that_there_are() -> None:
    assert (get_args(Engine), DEFAULT_ENGINE) == (engines.ENGINES, engines.DEFAULT)


ENGINES = ("llvmlite", "numba", "scipy", "matplotlib", "polars", "simpy", "joblib", "dask")
"""What only commands that simulate, tabulate or draw may load."""


def _loaded(program: str, among: tuple[str, ...]) -> list[str]:
    """Which of the packages *among* are loaded when *program* has run."""
    program += f"\nimport sys\nprint(*sorted(set(sys.modules) & set({among!r})), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[-1].split()


def _typed(*words: str) -> str:
    return f"from sim.cli.app import app\ntry:\n    app({list(words)!r})\nexcept SystemExit:\n    pass"


@pytest.mark.parametrize("program", [_typed("--help"), "import sim"])
def test_help_and_the_package_load_nothing_heavy(program: str) -> None:
    assert _loaded(program, (*ENGINES, "numpy", "pydantic", "ruamel")) == []


def test_a_check_loads_nothing_that_only_a_run_needs() -> None:
    path = Path(__file__).parents[2] / "scenarios" / "single-bridge.yaml"
    program = _typed("check", str(path), "--with", "new-bridge,digital-tracking")
    assert _loaded(program, (*ENGINES, "numpy", "pydantic")) == ["numpy", "pydantic"]


@pytest.mark.parametrize("words", [["walk"], ["run"], ["run", "a.yaml", "--fast"], ["schema", "extra"]])
def test_a_command_that_does_not_exist_is_refused(words: list[str]) -> None:
    code, out, err = samur(*words)
    assert (code, out) == (2, "")
    assert "Error: " in err


@pytest.mark.parametrize(
    "option",
    [
        ["-n", "0"],
        ["-n", "two"],
        ["-n", "1000000"],
        ["--seed", "-1"],
        ["--seed", "9223372036854775808"],
        ["-j", "0"],
        ["-j", "-2"],
        ["-j", "many"],
        ["--engine", "fast"],
    ],
)
@pytest.mark.parametrize("command", [["run"], ["compare", "--with", "second-booth"], ["sweep", "--set", "a.b=1,2"]])
def test_a_wrong_value_of_an_option_is_refused(command: list[str], option: list[str], tiny: Path) -> None:
    code, out, err = samur(*command, tiny, *option)
    assert (code, out) == (2, "")
    assert option[0].lstrip("-") in err or "Invalid value" in err


@pytest.mark.parametrize("command", [["run"], ["check"], ["compare", "--with", "second-booth"], ["plot", "-o", "x"]])
def test_a_missing_file_is_refused_in_one_line(command: list[str], tmp_path: Path) -> None:
    code, out, err = samur(*command, tmp_path / "missing.yaml")
    assert (code, out) == (2, "")
    assert err.splitlines() == [f"error: {tmp_path / 'missing.yaml'}: there is no such file"]


@pytest.mark.parametrize("command", [["run"], ["compare", "--no-capacity", "--no-figures"], ["check"]])
def test_an_unknown_intervention_is_refused_with_the_nearest_one(command: list[str], tiny: Path) -> None:
    code, out, err = samur(*command, tiny, "--with", "second-both")
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert "second-booth" in err


@pytest.mark.parametrize("setting", ["run.length", "=3 d", "run.lenght=3 d", "run.length=3", "places.gate=null"])
def test_a_setting_that_means_nothing_is_refused(setting: str, tiny: Path) -> None:
    code, out, err = samur("run", tiny, "--set", setting, *FAST)
    assert (code, out) == (2, "")
    assert all(line.startswith("error: ") for line in err.splitlines())


def test_all_faults_are_told_at_once(tiny: Path) -> None:
    _, _, err = samur("run", tiny, "--set", "run.length=3", "--set", "services.gate.car.mean=-2 min")
    assert len([line for line in err.splitlines() if line.startswith("error: ")]) >= 2


def test_piped_output_has_no_escape_codes(tiny: Path) -> None:
    with start("run", tiny, *FAST) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "\x1b" not in out + err
    assert err == ""


def test_a_reader_that_has_seen_enough_ends_the_command_quietly(tiny: Path) -> None:
    with start("check", tiny, tiny, tiny, tiny) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(timeout=60) == 0
    assert err == ""


def test_a_pipe_is_told_once_that_the_engine_is_compiled(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    for expected in ("compiling the engine, once\n", ""):
        with start("run", tiny, "-n", "4", "-j", "2") as process:
            out, err = process.communicate(timeout=300)
        assert (process.returncode, err) == (0, expected)
        assert "Crossing time" in out


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [StringIO, _Terminal], ids=["a pipe", "a terminal"])
@pytest.mark.parametrize(("quiet", "told"), [(False, 1), (True, 0)])
def test_what_takes_long_is_told_beside_the_bar_and_not_to_who_wants_quiet(
    stream: type[StringIO], quiet: bool, told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream())
    with progress("run", quiet=quiet) as report:
        LOG.info("compiling the engine, once")
        if report is not None:
            report(1, 2)
    assert isinstance(sys.stderr, StringIO)
    assert sys.stderr.getvalue().count("compiling the engine, once") == told


@pytest.mark.parametrize("command", ["run", "compare", "sweep", "verify"])
def test_every_command_knows_both_engines(command: str) -> None:
    _, out, _ = samur(command, "--help")
    assert "--engine <reference|compiled>" in " ".join(out.split())
    assert "[default: compiled]" in " ".join(out.split())


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("command", [["run"], ["compare", "--with", "second-booth"]])
def test_an_interrupt_ends_with_130_and_leaves_nothing(
    command: list[str], jobs: str, tiny: Path, tmp_path: Path
) -> None:
    process = start(*command, tiny, "--set", "run.length=60 d", "-n", "5000", "-j", jobs, "-o", tmp_path / "out")
    with process:
        _wait_until_it_works(process.pid, jobs=jobs)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert out == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tiny"]


def test_a_request_to_terminate_leaves_nothing_and_nobody(tiny: Path, tmp_path: Path) -> None:
    process = start("run", tiny, "--set", "run.length=60 d", "-n", "5000", "-j", "2", "-o", tmp_path / "out")
    with process:
        _wait_until_it_works(process.pid, jobs="2")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tiny"]
    assert _group_is_gone(process.pid)


def _group_is_gone(group: int) -> bool:
    """Whether every process of *group* ends before long; one that only waits to be buried has ended."""
    for _ in range(300):
        if not any(_works_in(group, stat) for stat in Path("/proc").glob("[0-9]*/stat")):
            return True
        time.sleep(0.1)
    return False


def _works_in(group: int, stat: Path) -> bool:
    try:
        state, _, its_group, *_ = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return False  # it ended as we looked
    return int(its_group) == group and state != "Z"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_the_pipe_is_one_complaint(tiny: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sim", "check", str(tiny)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("error: the output could not be written")
    assert "Traceback" not in done.stderr


def _wait_until_it_works(pid: int, *, jobs: str) -> None:
    """Until every process has loaded the engine: before, an interrupt meets Python's own imports."""
    processes = 1 if jobs == "1" else 1 + int(jobs)
    if not Path(f"/proc/{pid}/maps").exists():
        time.sleep(10)
        return
    for _ in range(600):
        works = [stat for stat in Path("/proc").glob("[0-9]*/stat") if _works_in(pid, stat)]
        if sum(map(_has_loaded_the_engine, works)) >= processes:
            break
        time.sleep(0.05)
    time.sleep(2)


def _has_loaded_the_engine(stat: Path) -> bool:
    try:
        return "llvmlite" in stat.with_name("maps").read_text(encoding="utf-8")
    except OSError:
        return False  # it ended as we looked


def test_the_reference_page_is_the_one_that_the_commands_write() -> None:
    path = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
    assert path.read_text(encoding="utf-8") == page()
