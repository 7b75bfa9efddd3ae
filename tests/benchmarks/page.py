"""The tables of `docs/background/performance.md`, between two marks that the command finds."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.agreement import SURE, Compared, with_blocks, with_replications
from tests.benchmarks.measuring import DAYS_OF_BORDER_2, LENGTHS, Measured, Sample
from tests.benchmarks.ours import EVENTS, KERNEL
from tests.benchmarks.peers.border1 import DAY
from tests.benchmarks.tools import Peers

BEGINS, ENDS = "<!-- measured: written by make benchmark -->", "<!-- end of what was measured -->"
TITLES = {
    "ours": "samur",
    "c++": "C++ loop",
    "c++, whole record": "C++ loop, whole record",
    "simpy": "SimPy",
    "ciw": "Ciw",
    "salabim": "salabim",
}
WHOLE = ("draws", "engine", "tally")
"""Parts of a replication of ours that the others have, too; `check` is what we add."""


def write(page: Path, text: str) -> None:
    """Put *text* between the marks of *page*."""
    write_between(page, text, begins=BEGINS, ends=ENDS)


def write_between(page: Path, text: str, *, begins: str, ends: str) -> None:
    """Put *text* between two marks of *page*."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begins)
    _, found, after = rest.partition(ends)
    if not found:
        raise ValueError(f"{page} lacks the marks {begins} and {ends}")
    page.write_text(f"{before}{begins}\n\n{text}\n{ends}{after}", encoding="utf-8")


def text_of(measured: Measured, peers: Peers, *, machine: str, command: str) -> str:
    """Every table."""
    rounds = len(measured.border_1["ours"])
    others = ", ".join(f"{name} {version}" for name, version in peers.versions.items())
    head = (
        f"`{command}`: {rounds} rounds; medians of CPU seconds. Machine: {machine}. "
        f"In the environment of the others: {others}. {peers.compiler}.\n"
    )
    return "\n".join([head, *_parts(measured), *_targets(measured), *_agreement(measured), *_border_2(measured)])


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from (f"| {' | '.join(cells)} |" for cells in (header, ["---"] * len(header), *rows))
    yield ""


def _parts(measured: Measured) -> Iterator[str]:
    rows = []
    for name, samples in measured.border_1.items():
        days = min(LENGTHS[name], measured.days) if name in LENGTHS else measured.days
        parts = samples[0].seconds
        seconds = ", ".join(f"{part} {_of(samples, part):.3g}" for part in parts)
        whole = WHOLE if name == "ours" else [part for part in parts if part != KERNEL]
        each = median(sample.per_vehicle(*whole) for sample in samples)
        rows.append([TITLES[name], f"{days:g}", f"{samples[0].vehicles:,}", seconds, f"{each:.3g}"])
    yield "### BORDER-1, what each part takes\n"
    yield from _table(["program", "days", "vehicles", "seconds of each part", "µs a vehicle, whole"], rows)


def _of(samples: Sequence[Sample], part: str) -> float:
    return median(sample.seconds[part] for sample in samples)


def _targets(measured: Measured) -> Iterator[str]:
    rows = []
    for name, loop, whole in (
        ("simpy", (60, 100), (30, 50)),
        ("ciw", (200, None), (100, None)),
        ("salabim", None, None),
    ):
        theirs = measured.border_1.get(name)
        if theirs is None:
            continue
        of_loop = _ratios(theirs, measured.border_1["ours"], ("loop",), ("loop",))
        of_whole = _ratios(theirs, measured.border_1["ours"], (), WHOLE)
        rows.append([f"{TITLES[name]}, loop against loop", *_judged(of_loop, loop, more=True)])
        rows.append([f"{TITLES[name]}, whole script against whole replication", *_judged(of_whole, whole, more=True)])
    for name, part, title, target in (
        ("c++", "loop", "our loop against the C++ loop", (1.6, 1.3)),
        ("c++", EVENTS, "our loop, event by event, against the C++ loop", None),
        ("c++, whole record", "loop", "our loop against the C++ loop that records as much", None),
        ("c++, whole record", EVENTS, "our loop, event by event, against the same", None),
        ("c++, whole record", "engine", "our engine, memory made and record packed, against the same", None),
    ):
        if name in measured.border_1:
            ratios = _ratios(measured.border_1["ours"], measured.border_1[name], (part,), ("loop",))
            rows.append([title, *_judged(ratios, target, more=False)])
    draws = [sample.seconds["draws"] for sample in measured.border_1["ours"]]
    ratios = [own / other for own, other in zip(draws, measured.numpy_seconds, strict=True)]
    title = f"our draws against NumPy's {measured.n_gamma:,} gamma variates ({median(measured.numpy_seconds):.3g} s)"
    rows.append([title, *_judged(ratios, (1.5, None), more=False)])
    if "simpy" in measured.border_2:
        ratios = _ratios(measured.border_2["simpy"], measured.border_2["ours"], ("loop",), ("loop",))
        rows.append(["BORDER-2: SimPy, loop against loop", *_judged(ratios, (50, None), more=True)])
        ratios = _ratios(measured.border_2["simpy"], measured.border_2["ours"], (), WHOLE)
        rows.append(["BORDER-2: SimPy, whole script against whole replication", *_judged(ratios, None, more=True)])
    yield "### Targets\n"
    yield from _table(["time of one as a multiple of the other", "target", "measured (all rounds)", ""], rows)


def _ratios(
    above: Sequence[Sample], below: Sequence[Sample], parts_above: Sequence[str], parts_below: Sequence[str]
) -> list[float]:
    """Time for each vehicle of one over that of the other, round by round."""
    pairs = zip(above, below, strict=True)
    return [a.per_vehicle(*parts_above) / b.per_vehicle(*parts_below) for a, b in pairs]


def _judged(ratios: Sequence[float], target: tuple[float, float | None] | None, *, more: bool) -> list[str]:
    middle = median(ratios)
    measured = f"**{middle:.3g}** ({min(ratios):.3g} to {max(ratios):.3g})"
    if target is None:
        return ["", measured, ""]
    least, aim = target
    meets: Callable[[float], bool] = (lambda bound: middle >= bound) if more else (lambda bound: middle <= bound)
    said = f"{'at least' if more else 'at most'} {least:g}" + (f", aim {aim:g}" if aim is not None else "")
    verdict = "missed" if not meets(least) else "met" if aim is None or not meets(aim) else "aim met"
    return [said, measured, verdict]


def compared(measured: Measured) -> dict[str, list[Compared]]:
    """Figures of BORDER-1 of each program that draws for itself, beside ours."""
    assert measured.year is not None
    found = {}
    for name, length in LENGTHS.items():
        days = min(length, measured.days / 2)
        if name in measured.border_1 and days == length:
            blocks = [
                measured.year.between(number * days * DAY, (number + 1) * days * DAY)
                for number in range(int(measured.days / days))
            ]
            found[name] = with_blocks(blocks, [sample.measures for sample in measured.border_1[name]])
    return found


def _agreement(measured: Measured) -> Iterator[str]:
    assert measured.year is not None
    beside = compared(measured)
    yield "### BORDER-1, the same answer\n"
    if "c++" in measured.border_1:
        visits = "in no entry" if measured.differs == 0 else f"in {measured.differs} ENTRIES"
        yield f"On the same draws, the C++ loop's instants and booths differ from ours {visits}, in any round."
    for name, rows in beside.items():
        outside = [row.name for row in rows if not row.agrees]
        yield (
            f"{TITLES[name]}: of {len(rows)} figures, {len(outside)} differ by more than chance allows "
            f"({SURE:.0%} for all together){': ' + '; '.join(outside) if outside else ''}."
        )
    yield ""
    year = measured.year.between(0, measured.days * DAY)
    table = {name: {row.name: row for row in rows} for name, rows in beside.items()}
    lines = []
    for name, value in year.items():
        cells = [f"{table[other][name].theirs:.4g} ± {table[other][name].allowed:.2g}" for other in table]
        lines.append([name, f"{value:.4g}" if "count" not in name else f"{value:,}", *cells])
    yield from _table(["minutes, and vehicles", "samur, whole run", *(TITLES[other] for other in table)], lines)
    yield "Beside each figure, how far the mean of so few short runs may lie off ours. Counts differ as the lengths do."
    yield ""


def _border_2(measured: Measured) -> Iterator[str]:
    if "simpy" not in measured.border_2:
        return
    runs = {name: [sample.measures for sample in samples] for name, samples in measured.border_2.items()}
    yield f"### BORDER-2, {DAYS_OF_BORDER_2:g} days after two of warm-up\n"
    for name, samples in measured.border_2.items():
        seconds = ", ".join(f"{part} {_of(samples, part):.3g}" for part in samples[0].seconds)
        yield f"{TITLES[name]}: {samples[0].vehicles:,} vehicles; {seconds} s."
    yield ""
    rows = []
    if len(runs["simpy"]) > 1:
        for row in with_replications([*runs["ours"], *measured.more_of_border_2], runs["simpy"]):
            verdict = "" if row.agrees else "beyond chance"
            rows.append([row.name, f"{row.ours:.4g}", f"{row.theirs:.4g}", f"{row.allowed:.2g}", verdict])
    yield from _table(["minutes", "samur", "SimPy", "chance", ""], rows)
