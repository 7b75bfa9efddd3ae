"""Each malformed file says in its first line where the fault is and what the message contains."""

import re
from pathlib import Path

import pytest

from sim.scenario.faults import ScenarioError
from sim.scenario.load import load

HERE = Path(__file__).parent
FILES = sorted((HERE / "malformed").glob("*.yaml"))
EXPECTED = re.compile(r"# (?P<line>\d+): (?P<path>[^:]*(?:\d\d:\d\d)?[^:]*): (?P<message>.*)")

UNREADABLE = {
    "empty": (b"", "the file is empty"),
    "only a comment": (b"# nothing\n", "the file is empty"),
    "only null": (b"null\n", "a scenario is a mapping"),
    "a list": (b"- format: 1\n", "a scenario is a mapping"),
    "a word": (b"hello\n", "a scenario is a mapping"),
    "binary": (bytes(range(256)), "not a text file in UTF-8"),
    "utf-16": ("format: 1\n".encode("utf-16"), "not a text file in UTF-8"),
    "a control character": (b"format: 1\nname: \x01\n", "not valid YAML"),
    "huge": (b"# " + b"x" * 1_000_000, "larger than 1000000 bytes"),
    "deep lists": (b"a: " + b"[" * 5000, "nested more than"),
    "deep mappings": (b"".join(b" " * n + b"a:\n" for n in range(200)), "nested more than"),
    "billion laughs": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "anchors are not read"),
    "a huge key": (b"? " + b"k" * 2000 + b"\n: 1\n", "missing"),
    "directive of another YAML": (b"%YAML 9.9\n---\nformat: 1\n", "not valid YAML"),
    "unknown tag handle": (b"a: !e!tag 1\n", "not valid YAML"),
    "dangling alias": (b"a: *nobody\n", "aliases are not read"),
    "a file of fifty faults and more": (b"a: 1\n" * 200, "duplicate key"),
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_malformed_file_is_refused_with_file_line_path_and_reason(path: Path) -> None:
    expected = EXPECTED.match(path.read_text(encoding="utf-8").splitlines()[0])
    assert expected is not None
    with pytest.raises(ScenarioError) as refused:
        load(path)
    where = f"{path}:{expected['line']}: {expected['path']}: " if expected["path"] else f"{path}:{expected['line']}: "
    lines = [str(fault) for fault in refused.value.faults]
    assert any(line.startswith(where) and expected["message"] in line for line in lines), lines
    assert all("\n" not in line for line in lines)


def test_there_are_malformed_files_of_every_kind() -> None:
    assert len(FILES) >= 100


def test_the_file_that_the_malformed_ones_were_made_from_loads_without_warnings() -> None:
    assert load(HERE / "small.yaml").warnings == ()


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_refused_by_name(name: str, tmp_path: Path) -> None:
    content, message = UNREADABLE[name]
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError) as refused:
        load(path)
    assert message in str(refused.value)
    assert all(fault.file == str(path) for fault in refused.value.faults)


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="this is a folder"):
        load(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"nowhere\.yaml: there is no such file"):
        load(tmp_path / "nowhere.yaml")


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        load("bad\0name.yaml")


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = (HERE / "small.yaml").read_text(encoding="utf-8")
    text = text.replace("mean: 2 min", "mean: 2").replace("kind: link", "kind: lnik").replace("seed: 1", "sede: 1")
    path = tmp_path / "three.yaml"
    path.write_text(text + "\nname: again\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load(path)
    said = str(refused.value)
    for message in ("duplicate key", "the unit is missing", "unknown kind 'lnik'", "unknown key 'sede'"):
        assert message in said
    assert len(refused.value.faults) == 4
