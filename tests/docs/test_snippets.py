"""Every snippet of README and docs runs: `$ command` lines of console blocks, and python blocks.

A command that is meant to fail says so with a comment `# exit 2` behind it. The README's two commands are
what calls this test or takes minutes, so they are left out. A yaml block whose first line is the comment
`# NAME.yaml` is that file, and every snippet of its page finds it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "scenarios").rglob("*.md")])
LEFT_OUT = ("make compare", "make test", "git clone", "cd samur", "pip install")
FENCE = re.compile(r"^```(console|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^```yaml\n(# (\S+\.yaml)\n.*?)^```", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s*# exit (\d+)\s*$")


def snippets(language: str) -> list[tuple[str, str]]:
    """(page and number, text) of every block in *language*."""
    return [
        (f"{page.relative_to(ROOT)}:{number}", match[2])
        for page in PAGES
        if page.exists()
        for number, match in enumerate(FENCE.finditer(page.read_text(encoding="utf-8")))
        if match[1] == language
    ]


def commands() -> list[tuple[str, str, int]]:
    """(page and number, command, expected exit code)."""
    found = []
    for where, text in snippets("console"):
        for line in text.splitlines():
            if line.startswith("$ ") and not line[2:].startswith(LEFT_OUT):
                expected = EXIT.search(line)
                found.append((where, EXIT.sub("", line[2:]), int(expected[1]) if expected else 0))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the shipped scenarios, in which a snippet may write."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    return tmp_path


def write_files(where: str, folder: Path) -> None:
    """The files that the page of snippet *where* shows."""
    page = ROOT / where.rpartition(":")[0]
    for text, name in FILE.findall(page.read_text(encoding="utf-8")):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("where", "command", "expected"), commands())
def test_command_runs(where: str, command: str, expected: int, folder: Path) -> None:
    write_files(where, folder)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == expected, f"{where}: {command}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("where", "text"), snippets("python"))
def test_python_runs(where: str, text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(where, folder)
    monkeypatch.chdir(folder)
    exec(compile(text, where, "exec"), {"__name__": "__snippet__"})  # noqa: S102 - our own pages


def test_there_are_snippets() -> None:
    assert len(commands()) > 5
    assert snippets("python")
