"""What the benchmark needs beside the project: an environment for the other simulators, a compiler, a name."""

import ast
import json
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PEERS = HERE / "peers"
PACKAGES = ("numpy", "simpy", "ciw", "salabim")
LOOPS: dict[str, list[str]] = {"c++": [], "c++, whole record": ["-DWHOLE_RECORD"]}
OUR_PACKAGES = ("numpy", "numba", "llvmlite")
ASK = "from importlib.metadata import distributions as d; print({each.name.lower(): each.version for each in d()})"
CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True)
class Peers:
    """The other programs, as far as they could be made."""

    python: Path
    """Interpreter of the environment in which the packages are installed."""
    versions: dict[str, str]
    """Packages that are there."""
    loops: dict[str, Path]
    """The compiled C++ loop, and the same with the whole record."""
    compiler: str

    def run(self, program: str, *, days: float, seed: int) -> Any:
        """What a program in Python printed."""
        command = [str(self.python), program, str(days), str(seed)]
        done = subprocess.run(command, cwd=PEERS, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


def make_peers(folder: Path) -> Peers:
    """Install and compile into *folder*; what is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / "environment" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "environment")], check=True)
    for package in PACKAGES:
        if package not in _installed(python):
            command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
            if subprocess.run(command, check=False).returncode:
                sys.stderr.write(f"{package} could not be installed: left out\n")
    there = _installed(python)
    return Peers(python, {name: there[name] for name in PACKAGES if name in there}, *_compiled(folder))


def _installed(python: Path) -> dict[str, str]:
    """Packages of an environment and their versions."""
    done = subprocess.run([str(python), "-c", ASK], capture_output=True, text=True, check=True)
    return dict(ast.literal_eval(done.stdout))


def _compiled(folder: Path) -> tuple[dict[str, Path], str]:
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        sys.stderr.write("no C++ compiler: its loop is left out\n")
        return {}, ""
    flags = ["-O3", "-march=native", "-std=c++17"]
    loops = {}
    for name, own in LOOPS.items():
        loops[name] = folder / f"border1{''.join(own)}"
        subprocess.run([compiler, *flags, *own, "-o", str(loops[name]), str(PEERS / "border1.cpp")], check=True)
    shown = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]
    return loops, f"{shown}, {' '.join(flags)}"


def machine() -> str:
    """Processor, cores and versions in a line."""
    lines = CPUINFO.read_text(encoding="utf-8").splitlines() if CPUINFO.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = models[0] if models else platform.processor() or platform.machine()
    cores = len(models) or 1
    own = ", ".join(f"{name} {version(name)}" for name in OUR_PACKAGES)
    return f"{processor}, {cores} cores, {platform.system()}; Python {platform.python_version()}, {own}"
