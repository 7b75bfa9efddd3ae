"""Where a result comes from: everything that fixes it, and nothing that changes from run to run.

No date, no duration, no path and no host name stands here, so two runs of one experiment write the same bytes.
"""

import platform
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

import sim

LIBRARIES = ("numpy", "polars", "pydantic", "ruamel.yaml", "scipy", "simpy")
"""Libraries whose versions could change a figure."""

_GIT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Software:
    """The program and the machine that made a result."""

    version: str
    """Version of samur."""
    commit: str | None
    """Commit of the source tree, with ``+changes`` if it held others; None outside a source tree."""
    python: str
    libraries: Mapping[str, str]
    platform: str


def _git(*arguments: str) -> str | None:
    try:
        answer = subprocess.run(  # noqa: S603 - the arguments are fixed
            ("git", *arguments),  # noqa: S607 - whichever git is on the path
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
            timeout=_GIT_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _commit() -> str | None:
    # An installed copy may lie in some other project's repository, whose commit says nothing about it.
    if _git("ls-files", "--error-unmatch", Path(__file__).name) is None:
        return None
    commit = _git("rev-parse", "HEAD")
    changes = _git("status", "--porcelain", "--untracked-files=no", "--", "..")
    return f"{commit}+changes" if changes else commit


def software() -> Software:
    """The software at hand."""
    return Software(
        version=sim.__version__,
        commit=_commit(),
        python=".".join(str(part) for part in sys.version_info[:3]),
        libraries=MappingProxyType({name: metadata.version(name) for name in LIBRARIES}),
        platform=f"{platform.system()} {platform.machine()}",
    )
