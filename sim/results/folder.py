"""Writing a folder whole or not at all.

The files are written into a new folder beside the destination, which takes its name when all of them are
there. What stops in between, by an error, Ctrl-C or a kill, leaves the destination as it was.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROVENANCE = "provenance.json"
MANIFEST = "files.txt"
"""Names every file that was written, one a line: what stands beside them is somebody else's."""
FORMAT = 1
_SHOWN = 3


class FolderError(ValueError):
    """A result folder that cannot be written or read, for a reason its reader can mend."""


def read_provenance(folder: Path) -> dict[str, Any]:
    """What ``provenance.json`` of a result folder says.

    Raises:
        FolderError: The folder holds no result, or one of another format.
    """
    try:
        content = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FolderError(f"{folder} holds no result (no {PROVENANCE} in it)") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FolderError(f"{folder / PROVENANCE} cannot be read: {error}") from None
    if not isinstance(content, dict) or content.get("kind") not in {"run", "comparison", "sweep", "capacity"}:
        raise FolderError(f"{folder / PROVENANCE} was not written by samur")
    if content.get("format") != FORMAT:
        raise FolderError(f"{folder} has format {content.get('format')!r}; this version of samur reads {FORMAT}")
    return content


def write_json(path: Path, content: object) -> None:
    """*content* as JSON that is the same text for the same content; NaN and infinities are refused."""
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def refuse(destination: Path, *, force: bool) -> None:
    """Say, before any work is done, why a result could not be written to *destination*.

    Raises:
        FolderError: It is a file, or lies where nothing can be written, or holds something that is not a result, or
            a result and *force* is not set, or files that are not of its result.
    """
    destination = destination.absolute()
    if not os.path.lexists(destination):
        above = next(parent for parent in destination.parents if parent.exists())
        if not above.is_dir():
            raise FolderError(f"{destination} cannot be written: {above} is not a folder")
        if not os.access(above, os.W_OK | os.X_OK):
            raise FolderError(f"{destination} cannot be written: {above} may not be written to")
        return
    if destination.is_symlink() or not destination.is_dir():
        raise FolderError(f"{destination} is there and is not a folder")
    if not any(destination.iterdir()):
        return
    try:
        read_provenance(destination)
    except FolderError:
        raise FolderError(f"{destination} is not empty and holds no result of samur: it is left alone") from None
    if not force:
        raise FolderError(f"{destination} holds a result already; --force replaces it")
    foreign = _foreign(destination)
    if foreign:
        raise FolderError(f"{destination} holds files that samur did not write, and they would be lost: {foreign}")


def _foreign(folder: Path) -> str:
    """The files of a result folder that its manifest does not name, the first few of them in words."""
    try:
        own = set((folder / MANIFEST).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return ""
    others = [name for name in _files(folder) if name not in own and name != MANIFEST]
    shown = ", ".join(others[:_SHOWN])
    return f"{shown}, ..." if len(others) > _SHOWN else shown


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


@contextmanager
def whole(destination: Path, *, force: bool = False) -> Iterator[Path]:
    """A new folder to write into, which becomes *destination* when the block ends without an error.

    Raises:
        FolderError: See :func:`refuse`; looked at before the block and again after it.
    """
    destination = destination.absolute()
    refuse(destination, force=force)
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{destination.name}-", dir=destination.parent))
    except OSError as error:
        raise FolderError(f"{destination} cannot be written: {error.strerror}") from None
    try:
        new, old = place / "new", place / "old"
        new.mkdir()
        yield new
        (new / MANIFEST).write_text("".join(f"{name}\n" for name in _files(new)), encoding="utf-8")
        refuse(destination, force=force)
        if destination.exists():
            destination.rename(old)
        try:
            new.rename(destination)
        except BaseException:
            if old.exists():
                old.rename(destination)
            raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
