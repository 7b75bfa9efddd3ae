"""A result folder is written whole or not at all, and nothing of somebody else's is replaced."""

from pathlib import Path

import pytest

from sim.results.folder import PROVENANCE, FolderError, read_provenance, refuse, whole, write_json


def _write(folder: Path, *, force: bool = False, note: str = "first") -> None:
    with whole(folder, force=force) as new:
        write_json(new / PROVENANCE, {"format": 1, "kind": "run"})
        (new / "note.txt").write_text(note, encoding="utf-8")


def _write_half(folder: Path, error: type[BaseException]) -> None:
    with whole(folder, force=True) as new:
        (new / "half.txt").write_text("half", encoding="utf-8")
        raise error


def _tree(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file()}


def test_what_was_written_takes_the_name_of_the_destination(tmp_path: Path) -> None:
    _write(tmp_path / "deep" / "result")
    assert _tree(tmp_path)["deep/result/note.txt"] == "first"
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["result"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_failure_in_the_middle_leaves_nothing_behind(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error):
        _write_half(tmp_path / "result", error)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_while_replacing_leaves_the_former_result(tmp_path: Path) -> None:
    _write(tmp_path / "result")
    before = _tree(tmp_path)
    with pytest.raises(RuntimeError):
        _write_half(tmp_path / "result", RuntimeError)
    assert _tree(tmp_path) == before


def test_a_failure_of_the_last_step_puts_the_former_result_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "result")
    before = _tree(tmp_path)
    rename = Path.rename

    def fail_on_new(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError("no space left")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_on_new)
    with pytest.raises(OSError, match="no space left"):
        _write(tmp_path / "result", force=True, note="second")
    assert _tree(tmp_path) == before


def test_a_result_is_replaced_only_by_force(tmp_path: Path) -> None:
    _write(tmp_path / "result")
    with pytest.raises(FolderError, match="holds a result already; --force replaces it"):
        _write(tmp_path / "result", note="second")
    assert _tree(tmp_path)["result/note.txt"] == "first"
    _write(tmp_path / "result", force=True, note="second")
    assert _tree(tmp_path)["result/note.txt"] == "second"


def test_an_empty_folder_may_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "result").mkdir()
    _write(tmp_path / "result")
    assert _tree(tmp_path)["result/note.txt"] == "first"


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_that_is_no_result_is_left_alone(tmp_path: Path, force: bool) -> None:
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.txt").write_text("ten years", encoding="utf-8")
    with pytest.raises(FolderError, match="holds no result of samur"):
        _write(thesis, force=force)
    assert _tree(tmp_path) == {"thesis/chapter.txt": "ten years"}


@pytest.mark.parametrize("force", [False, True])
def test_a_file_or_a_link_is_left_alone(tmp_path: Path, force: bool) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("file", "link"):
        with pytest.raises(FolderError, match="is not a folder"):
            refuse(tmp_path / name, force=force)


def test_a_path_through_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(FolderError, match="cannot be written"):
        _write(tmp_path / "file" / "result")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "holds no result"),
        ("{", "cannot be read"),
        ("[]", "was not written by samur"),
        ('{"kind": "run", "format": 99}', "has format 99; this version of samur reads 1"),
    ],
)
def test_what_is_no_result_is_not_read(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / PROVENANCE).write_text(text, encoding="utf-8")
    with pytest.raises(FolderError, match=message):
        read_provenance(tmp_path)


def test_not_a_number_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "x.json", {"value": float("nan")})


def test_force_does_not_take_files_that_samur_did_not_write(tmp_path: Path) -> None:
    destination = tmp_path / "result"
    with whole(destination) as folder:
        write_json(folder / PROVENANCE, {"format": 1, "kind": "run"})
    (destination / "notes").mkdir()
    (destination / "notes" / "mine.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(FolderError, match=r"did not write, and they would be lost: notes/mine\.txt"):
        refuse(destination, force=True)
    (destination / "notes" / "mine.txt").unlink()
    refuse(destination, force=True)


def test_a_place_where_nothing_can_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FolderError, match="is not a folder"):
        refuse(tmp_path / "file" / "below" / "result", force=False)
