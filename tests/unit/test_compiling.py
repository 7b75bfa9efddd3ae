"""Machine code: where it is kept, when it is made anew, and that processes which start together agree."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.compiling import PACKAGE, sources

ROOT = PACKAGE.parent
LOG = """
import logging, sys
logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
"""
TWICE = """
from sim.compiling import compiled, first_compilation, kept_in

@compiled
def twice(number):
    return 2 * number

with first_compilation():
    print(twice(21), kept_in())
"""


def _copy(folder: Path) -> Path:
    """A package with the module alone and one function to compile."""
    package = folder / "sim"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    shutil.copy(PACKAGE / "compiling.py", package)
    (package / "twice.py").write_text(TWICE, encoding="utf-8")
    return package


def _start(package: Path, **environment: str) -> "subprocess.Popen[str]":
    usual = {key: value for key, value in os.environ.items() if key not in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME")}
    return subprocess.Popen(
        [sys.executable, "-c", f"{LOG}\nimport sim.twice"],
        cwd=package.parent,
        env=usual | {"PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _answer(process: "subprocess.Popen[str]") -> tuple[list[str], str]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.split(), err


def test_code_is_compiled_once_and_then_found(tmp_path: Path) -> None:
    package = _copy(tmp_path)
    kept = str(package / "__pycache__" / "machine-code")
    assert _answer(_start(package)) == (["42", kept], "compiling the engine, once\n")
    assert _answer(_start(package)) == (["42", kept], "")


def test_a_change_in_another_file_makes_it_anew(tmp_path: Path) -> None:
    package = _copy(tmp_path)
    _answer(_start(package))
    (package / "numbers.py").write_text("TWO = 3\n", encoding="utf-8")
    assert _answer(_start(package))[1] == "compiling the engine, once\n"


def test_of_two_that_start_together_one_compiles_and_both_answer(tmp_path: Path) -> None:
    package = _copy(tmp_path)
    both = [_start(package), _start(package)]
    answers = [_answer(process) for process in both]
    assert [words[0] for words, _ in answers] == ["42", "42"]
    assert sorted(err for _, err in answers) == ["", "compiling the engine, once\n"]


def test_a_package_that_cannot_be_written_has_its_code_in_the_users_cache(tmp_path: Path) -> None:
    package = _copy(tmp_path)
    (package / "__pycache__").touch()  # nobody can make a folder in a file, whatever his rights
    home = tmp_path / "home"
    words, _ = _answer(_start(package, HOME=str(home)))
    assert words == ["42", str(home / ".cache" / "samur" / "machine-code")]
    assert _answer(_start(package, HOME=str(home)))[1] == ""


def test_without_a_home_it_lies_among_temporary_files(tmp_path: Path) -> None:
    package = _copy(tmp_path)
    (package / "__pycache__").touch()
    (tmp_path / "temporary").mkdir()
    words, _ = _answer(_start(package, HOME=str(package / "__pycache__"), TMPDIR=str(tmp_path / "temporary")))
    assert Path(words[1]).parent == tmp_path / "temporary"
    assert Path(words[1]).stat().st_mode & 0o077 == 0


def test_a_folder_that_is_given_comes_first(tmp_path: Path) -> None:
    package = _copy(tmp_path)
    words, _ = _answer(_start(package, NUMBA_CACHE_DIR=str(tmp_path / "given")))
    assert words[1] == str(tmp_path / "given" / "samur")


def test_where_nothing_can_be_written_it_is_compiled_all_the_same(tmp_path: Path) -> None:
    package = _copy(tmp_path)
    text = (package / "twice.py").read_text(encoding="utf-8")
    nowhere = "import sim.compiling\nsim.compiling._places = lambda: iter(())\n"
    (package / "twice.py").write_text(nowhere + text, encoding="utf-8")
    assert _answer(_start(package)) == (["42", "None"], "compiling the engine, once\n")


def _imported(path: Path) -> set[Path]:
    """The files of the package that a file imports numbers and functions from."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "sim":
            home = ROOT.joinpath(*node.module.split("."))
            inside = [home / f"{alias.name}.py" for alias in node.names]
            found |= {each for each in [home.with_suffix(".py"), *inside] if each.exists()}
    return found


def _with_machine_code() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "compiling.py" and "@compiled" in path.read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("path", _with_machine_code(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_file_whose_numbers_are_compiled_in_counts_for_the_digest(path: Path) -> None:
    assert _imported(path)
    assert _imported(path) <= set(sources(path.parent))
