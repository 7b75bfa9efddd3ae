"""A figure to its two files, PNG and SVG: the same figure gives the same bytes, whole or not at all."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import matplotlib as mpl
from matplotlib.figure import Figure

from sim.plots import style

FORMATS = ("png", "svg")

Files: TypeAlias = dict[str, bytes]
"""The files of one figure by their format."""

# The SVG writer names its clip paths by a salted hash; without a fixed salt it draws a random one.
_FIXED: dict[Any, Any] = {"svg.hashsalt": "samur", "svg.fonttype": "path"}
_METADATA: dict[str, dict[str, str | None]] = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}


def save(figure: Figure, path: str | os.PathLike[str]) -> tuple[Path, Path]:
    """Write *figure* to *path* (a name without suffix) as PNG and as SVG; the two paths are returned.

    Both files are written beside their place under another name first and then renamed, so that a reader
    never meets half a file. They hold no date and no version.

    Raises:
        OSError: the folder cannot be written.
    """
    return write(files_of(figure), path)


def files_of(figure: Figure) -> Files:
    """What the files of *figure* hold."""
    made: Files = {}
    for suffix in FORMATS:
        content = BytesIO()
        with mpl.rc_context(_FIXED):
            figure.savefig(content, format=suffix, dpi=style.DOTS_PER_INCH, metadata=_METADATA[suffix])
        made[suffix] = content.getvalue()
    return made


def write(files: Files, path: str | os.PathLike[str]) -> tuple[Path, Path]:
    """Write *files* to *path* (a name without suffix), as :func:`save` does."""
    png, svg = (_write(files[suffix], Path(f"{os.fspath(path)}.{suffix}")) for suffix in FORMATS)
    return png, svg


def _write(content: bytes, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target
