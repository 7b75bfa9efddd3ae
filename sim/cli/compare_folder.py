"""A study as a folder: results, tables, figures and diagrams, whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from sim.experiment.pool import begin
from sim.experiment.study import Study
from sim.report.table import Table
from sim.report.writing import write_tables
from sim.results.comparison import Comparison
from sim.results.folder import whole
from sim.results.store import write_into

Diagrams: TypeAlias = Callable[[], Mapping[str, dict[str, bytes]]]
"""Waits for the files of the diagrams, by the name of the scenario."""


def diagrams_begun(found: Study, *, jobs: int) -> Diagrams:
    """Let the diagrams of the crossing be drawn by other processes, while this one makes tables."""
    from sim.plots.crossing import crossing_files

    aside = () if found.beside is None else found.beside.others
    names = [*(name for name in found.main.names if _is_drawn(name, found)), *aside]
    drawn = begin(crossing_files, [found.prepared[name].loaded.scenario for name in names], jobs=jobs)
    return lambda: dict(zip(names, drawn(), strict=True))


def write_study(found: Study, made: Sequence[Table], folder: Path, *, force: bool, diagrams: Diagrams | None) -> None:
    """Write the main comparison into *folder*, what stands beside it and the rules into folders within it.

    Figures are drawn if there are *diagrams*, too.

    Raises:
        FolderError: *folder* holds something else, or a result and *force* is not set.
    """
    with whole(folder, force=force) as new:
        write_into(found.main, new)
        if found.beside is not None:
            _write(found.beside, new / "beside")
        for rule, one in found.rules.items():
            _write(one, new / "rules" / rule)
        write_tables(made, new / "tables")
        if diagrams is not None:
            _draw(found, new, diagrams)


def _write(one: Comparison, folder: Path) -> None:
    folder.mkdir(parents=True)
    write_into(one, folder)


def _draw(found: Study, folder: Path, diagrams: Diagrams) -> None:
    from sim.plots import gallery
    from sim.plots.saving import save, write

    for name, figure in gallery.of_comparison(found.main).items():
        save(figure, folder / "figures" / name)
    for name, run in found.kept.items():
        for kind, figure in gallery.of_trajectories(run).items():
            save(figure, folder / "figures" / f"{kind}-{name}")
    for name, files in diagrams().items():
        write(files, folder / "diagrams" / name)


def _is_drawn(name: str, found: Study) -> bool:
    """The base, each measure by itself and the last combination: what lies between shows nothing new."""
    return name in (found.main.reference, found.main.names[-1]) or len(found.prepared[name].loaded.interventions) == 1
