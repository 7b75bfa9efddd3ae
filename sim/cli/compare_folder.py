"""A study as a folder: results, tables, figures and diagrams, whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

from sim.experiment.study import Study
from sim.report.table import Table
from sim.report.writing import write_tables
from sim.results.comparison import Comparison
from sim.results.folder import whole
from sim.results.store import write_into


def write_study(found: Study, made: Sequence[Table], folder: Path, *, force: bool, figures: bool) -> None:
    """Write the main comparison into *folder*, what stands beside it and the rules into folders within it.

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
        if figures:
            _draw(found, new)


def _write(one: Comparison, folder: Path) -> None:
    folder.mkdir(parents=True)
    write_into(one, folder)


def _draw(found: Study, folder: Path) -> None:
    from sim.plots import gallery
    from sim.plots.crossing import crossing_figure
    from sim.plots.saving import save

    for name, figure in gallery.of_comparison(found.main).items():
        save(figure, folder / "figures" / name)
    for name, run in found.kept.items():
        scenario = found.prepared[name].loaded.scenario
        for kind, figure in gallery.of_run(run, scenario).items():
            if kind.startswith(("cumulative", "queue")):
                save(figure, folder / "figures" / f"{kind}-{name}")
    aside = () if found.beside is None else found.beside.others
    for name in (*(name for name in found.main.names if _is_drawn(name, found)), *aside):
        save(crossing_figure(found.prepared[name].loaded.scenario), folder / "diagrams" / name)


def _is_drawn(name: str, found: Study) -> bool:
    """The base, each measure by itself and the last combination: what lies between shows nothing new."""
    return name in (found.main.reference, found.main.names[-1]) or len(found.prepared[name].loaded.interventions) == 1
