"""Machine code: how a function is compiled, where its code is kept for later runs, and who is told that it takes time.

Numba keeps the code of a function as long as the file of that function stays the same. But what a function calls may
stand in another file, and numbers of others are compiled in; a change there would leave old code in use. So the
folder of the code is named by a digest of all files that can matter.

The first of these that can be written to is used: the folder of ``NUMBA_CACHE_DIR``, ``__pycache__`` of the package,
the user's cache, a folder of temporary files. Where none can, every process makes the code anew.
"""

import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., object])

LOG = logging.getLogger(__name__)
"""Says at level INFO that a compilation has begun."""

PACKAGE = Path(__file__).parent

SHARED = ("*.py", "engines/*.py", "plan/model.py", "plan/steps.py")
"""Files of the package whose numbers may be compiled into any function."""

_DIGITS = 16
_PRIVATE = 0o700


def compiled(function: F, *, makes_arrays: bool = True, is_inlined: bool = False) -> F:
    """*function* in machine code, kept for later runs; it holds no lock while it runs, and rounds nothing anew.

    Where it and what it calls make no arrays (*makes_arrays* False), nobody counts who holds those it is given: that
    took most of the time of an engine's small steps. Where it is inlined, its code stands in that of its callers.
    """
    import numba

    place = kept_in()
    config: Any = numba.config
    usual = config.CACHE_DIR
    if place is not None:
        config.CACHE_DIR = str(place / _version(Path(function.__code__.co_filename).parent))
    try:
        options: dict[str, Any] = {
            "nogil": True,
            "error_model": "numpy",
            "_nrt": makes_arrays,
            "forceinline": is_inlined,
        }
        return cast("F", numba.njit(cache=place is not None, **options)(function))
    finally:
        config.CACHE_DIR = usual


def sources(folder: Path) -> list[Path]:
    """The files that machine code of functions in *folder* of the package depends on."""
    patterns = [PACKAGE.glob(pattern) for pattern in SHARED]
    return sorted({*folder.glob("*.py"), *(path for found in patterns for path in found)})


@cache
def _version(folder: Path) -> str:
    digest = sha256()
    for path in sources(folder):
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    return f"{folder.name}-{digest.hexdigest()[:_DIGITS]}"


@cache
def kept_in() -> Path | None:
    """The folder in which machine code is kept; None if none can be written to."""
    return next((place for place in _places() if _can_be_written(place)), None)


def _places() -> Iterator[Path]:
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given:
        yield Path(given) / "samur"
    yield PACKAGE / "__pycache__" / "machine-code"
    with suppress(RuntimeError):  # there may be no home
        yield Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "samur" / "machine-code"
    with suppress(OSError):  # nor any place for temporary files
        yield Path(tempfile.gettempdir()) / f"samur-{os.getuid() if hasattr(os, 'getuid') else os.getlogin()}"


def _can_be_written(place: Path) -> bool:
    """Whether files can be made in *place*, and nobody else could have put any there: what is found there is run."""
    try:
        place.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=place).close()
        return not hasattr(os, "getuid") or place.stat().st_uid in (os.getuid(), 0)
    except OSError:
        return False


@contextmanager
def first_compilation() -> Iterator[None]:
    """A block in which machine code is called for the first time: found, or compiled by one process at a time.

    Whoever comes second waits for the first, and then finds the code. A compilation is told to :data:`LOG`.
    """
    from numba.core import event

    with _alone(kept_in()), event.install_listener("numba:compile", _listener(event)):
        yield


def _listener(event: Any) -> Any:
    # Numba is not loaded before, so the class cannot stand at the top.
    class Listener(event.Listener):  # type: ignore[misc]
        """Tells of the first function that is compiled; of code that is found there is no event."""

        is_told = False

        def on_start(self, event: Any) -> None:
            del event
            if not self.is_told:
                self.is_told = True
                LOG.info("compiling the engine, once")

        def on_end(self, event: Any) -> None:
            """Nothing is told at the end."""

    return Listener()


@contextmanager
def _alone(place: Path | None) -> Iterator[None]:
    """Hold the lock of *place*, where the system has locks and there is a place."""
    try:
        import fcntl
    except ImportError:
        place = None  # Windows: two processes that start together both compile
    if place is None:
        yield
        return
    with (place / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
