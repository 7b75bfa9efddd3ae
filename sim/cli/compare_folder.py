"""A study as a folder: results, tables, figures and diagrams, whole or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from sim.experiment.pool import begin
from sim.experiment.study import Question, Study
from sim.report.study import tables
from sim.report.table import Table
from sim.report.writing import write_tables
from sim.results.comparison import Comparison
from sim.results.folder import whole
from sim.results.store import write_into

Drawings: TypeAlias = Callable[[], Mapping[str, dict[str, bytes]]]
"""Waits for the files of drawings, by the name of each."""


def _diagrams_begun(found: Study, *, jobs: int) -> Drawings:
    """Let the diagrams of the crossing be drawn by other processes, while this one makes tables."""
    from sim.plots.crossing import crossing_files

    aside = () if found.beside is None else found.beside.others
    names = [*(name for name in found.main.names if _is_drawn(name, found)), *aside]
    drawn = begin(crossing_files, [found.prepared[name].loaded.scenario for name in names], jobs=jobs)
    return lambda: dict(zip(names, drawn(), strict=True))


def _figures_begun(found: Study, *, jobs: int) -> Drawings:
    """Draw the figures, and let other processes make files of them, while this one writes results."""
    from sim.plots import gallery
    from sim.plots.saving import files_of

    figures = dict(gallery.of_comparison(found.main))
    for name, run in found.kept.items():
        figures |= {f"{kind}-{name}": figure for kind, figure in gallery.of_trajectories(run).items()}
    drawn = begin(files_of, list(figures.values()), jobs=jobs)
    return lambda: dict(zip(figures, drawn(), strict=True))


def write_study(
    found: Study, question: Question, folder: Path, *, force: bool, figures: bool, jobs: int
) -> tuple[Table, ...]:
    """Write the main comparison into *folder*, what stands beside it and the rules into folders within it.

    The tables, which are returned, go into a folder within it; *figures* and diagrams, too.

    Raises:
        FolderError: *folder* holds something else, or a result and *force* is not set.
    """
    drawings: dict[str, Drawings] = {}
    if figures:
        drawings = {"diagrams": _diagrams_begun(found, jobs=jobs), "figures": _figures_begun(found, jobs=jobs)}
    made = tables(found, question)
    with whole(folder, force=force) as new:
        write_into(found.main, new)
        if found.beside is not None:
            _write(found.beside, new / "beside")
        for rule, one in found.rules.items():
            _write(one, new / "rules" / rule)
        write_tables(made, new / "tables")
        for place, drawn in drawings.items():
            _write_drawings(drawn(), new / place)
    return made


def _write(one: Comparison, folder: Path) -> None:
    folder.mkdir(parents=True)
    write_into(one, folder)


def _write_drawings(drawn: Mapping[str, dict[str, bytes]], folder: Path) -> None:
    from sim.plots.saving import write

    for name, files in drawn.items():
        write(files, folder / name)


def _is_drawn(name: str, found: Study) -> bool:
    """The base, each measure by itself and the last combination: what lies between shows nothing new."""
    return name in (found.main.reference, found.main.names[-1]) or len(found.prepared[name].loaded.interventions) == 1
