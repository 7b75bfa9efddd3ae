"""Figures are written whole, the same bytes every time, and nothing global is touched."""

import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from sim.plots import style
from sim.plots.crossing import crossing_figure
from sim.plots.saving import save
from tests.unit.plots.crossings import small


def _figure() -> Figure:
    figure = style.figure()
    ax = figure.add_subplot()
    ax.plot([0, 1], [0, 1], label="line")
    ax.fill_between([0, 1], [0, 1])
    style.dress(ax, title="title", x="x", y="y")
    style.legend(ax)
    return figure


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for make in (_figure, lambda: crossing_figure(small())):
        first = [path.read_bytes() for path in save(make(), tmp_path / "one")]
        second = [path.read_bytes() for path in save(make(), tmp_path / "two")]
        assert first == second


def test_a_figure_becomes_a_png_of_1600_pixels_and_an_svg_without_a_date(tmp_path: Path) -> None:
    png, svg = save(_figure(), tmp_path / "run.v2" / "figure")
    assert (png.name, svg.name) == ("figure.png", "figure.svg")
    assert int.from_bytes(png.read_bytes()[16:20], "big") == 1600
    assert "date" not in svg.read_text().lower()


def test_a_failed_save_leaves_the_old_file_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(_figure(), tmp_path / "figure")
    before = (tmp_path / "figure.png").read_bytes()

    write_bytes = Path.write_bytes

    def fail(target: Path, content: bytes) -> int:
        write_bytes(target, content[: len(content) // 2])
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="disk full"):
        save(_figure(), tmp_path / "figure")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figure.png", "figure.svg"]
    assert (tmp_path / "figure.png").read_bytes() == before


def test_saving_leaves_the_global_settings_alone(tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    save(_figure(), tmp_path / "figure")
    assert dict(mpl.rcParams) == before


def test_no_plot_uses_pyplot_and_the_package_loads_without_matplotlib() -> None:
    rooms = sorted(path.stem for path in Path("sim/plots").glob("*.py") if path.stem != "__init__")
    assert "crossing" in rooms
    imports = "; ".join(f"import sim.plots.{room}" for room in rooms)
    check = (
        "import sys, sim; assert 'matplotlib' not in sys.modules; "
        f"{imports}; assert 'matplotlib' in sys.modules; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", check], check=True)
