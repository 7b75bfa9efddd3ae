"""Work on a Dask cluster: the same result to the last byte, and one complaint where there is none to be had."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.experiment.cluster import ClusterError, software_of_numbers
from sim.experiment.pool import spread
from sim.experiment.run import run
from sim.results.store import write
from tests.commands.samur import samur

ROOT = Path(__file__).parents[3]


class Cluster(NamedTuple):
    """A scheduler and its workers, each a process of its own."""

    address: str
    workers: list["subprocess.Popen[str]"]


def _start(what: str, folder: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + what, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Two workers on loopback; nobody starts one again that ends."""
    pytest.importorskip("distributed", reason="the extra samur[dask] is not installed")
    import json

    where = tmp_path / "scheduler.json"
    address = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = _start("dask_scheduler", tmp_path, *address, "--port", "0", "--scheduler-file", str(where))
    alone = ("--nthreads", "1", "--no-nanny", "--scheduler-file", str(where))
    workers = [_start("dask_worker", tmp_path, *address, *alone) for _ in range(2)]
    try:
        for _ in range(600):
            if where.exists() and where.read_text(encoding="utf-8").strip().endswith("}"):
                break
            time.sleep(0.1)
        yield Cluster(json.loads(where.read_text(encoding="utf-8"))["address"], workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.filterwarnings("default")
def test_a_worker_killed_in_the_middle_changes_no_byte(tiny: Path, tmp_path: Path, cluster: Cluster) -> None:
    n = 40
    told: list[int] = []

    def kill_one(done: int, _total: int) -> None:
        told.append(done)
        if done == n // 4:
            cluster.workers[0].kill()

    sets = ["run.length=30 d"]
    write(run(tiny, sets=sets, replications=n), tmp_path / "serial")
    write(
        run(tiny, sets=sets, replications=n, scheduler=cluster.address, progress=kill_one),
        tmp_path / "cluster",
    )
    assert cluster.workers[0].wait(timeout=60) != 0
    assert cluster.workers[1].poll() is None
    assert told == list(range(1, n + 1))
    assert _bytes(tmp_path / "cluster") == _bytes(tmp_path / "serial")


@pytest.mark.filterwarnings("default")
def test_the_command_prints_what_it_prints_without_a_cluster(tiny: Path, cluster: Cluster) -> None:
    usual = samur("run", tiny, "-n", "3", "-j", "1")
    assert samur("run", tiny, "-n", "3", "--backend", "dask", "--scheduler", cluster.address).out == usual.out


@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_nobody_hears_is_one_complaint(tiny: Path) -> None:
    pytest.importorskip("distributed", reason="the extra samur[dask] is not installed")
    code, out, err = samur("run", tiny, "--backend", "dask", "--scheduler", "tcp://127.0.0.1:1")
    assert (code, out) == (2, "")
    assert "error: no Dask scheduler answers at 'tcp://127.0.0.1:1'" in err


def test_without_the_extra_the_complaint_says_how_to_get_it(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, out, err = samur("run", tiny, "--backend", "dask", "--scheduler", "tcp://127.0.0.1:1")
    assert (code, out) == (2, "")
    assert err == "error: --backend dask needs Dask, which is not installed; pip install 'samur[dask]' installs it\n"
    with pytest.raises(ClusterError, match="not installed"):
        spread(str, [1], scheduler="tcp://127.0.0.1:1")


@pytest.mark.parametrize(
    ("words", "told"),
    [(["--backend", "dask"], "say where the scheduler is"), (["--scheduler", "tcp://a:1"], "needs --backend dask")],
)
@pytest.mark.parametrize("command", [["run"], ["compare", "--with", "second-booth"], ["sweep", "--set", "a.b=1,2"]])
def test_a_backend_and_a_scheduler_belong_together(command: list[str], words: list[str], told: str, tiny: Path) -> None:
    code, out, err = samur(*command, tiny, *words)
    assert (code, out) == (2, "")
    assert told in " ".join(err.split())


def test_the_software_that_numbers_depend_on_is_named_to_the_last_change() -> None:
    named = software_of_numbers()
    assert {"samur", "with code", "python", "numpy", "numba", "scipy"} <= set(named)
    assert all(named.values())
