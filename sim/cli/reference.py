"""The reference of the commands, written from the commands themselves.

``python -m sim.cli.reference`` prints the page that stands in ``docs/reference/commands.md``.
"""

import inspect
import sys
from collections.abc import Iterator
from typing import Any

import typer

from sim.cli.app import app

_HEAD = """# The commands

Written from the program by `python -m sim.cli.reference`; change the commands and not this page.

Results go to stdout, progress and complaints to stderr. On a terminal tables are drawn and a bar shows the time left;
piped, they are aligned plain text without colours, 120 characters wide unless `COLUMNS` says otherwise, and there is
no bar. `--json` prints one document and nothing else.

| exit code | means |
|---|---|
| 0 | done, whatever was found |
| 1 | `verify`: a quantity does not pass; `regress check`: something drifted; `compare --fail-on worse`: it is worse |
| 2 | the command or a file is wrong; each fault is one line `error: …` on stderr, and nothing was written |
| 3 | `regress check`: something cannot be compared |
| 4 | `regress check --strict`, `compare --fail-on undecided`: some verdict is undecided, and none that fails is worse |
| 130 | interrupted by Ctrl-C; nothing was left half-written |

A folder is written whole or not at all. One that holds a result is replaced only with `--force`; one that holds
anything else never is.

Numbers are printed with no more digits than their interval supports, the interval in brackets behind the value. With
fewer than five replications nothing has an interval, and three digits are shown. The column dictionary of the files
is [columns.md](columns.md).
"""

_ZERO_ADOPTION = (
    "samur compare scenarios/single-bridge.yaml --with digital-tracking --set tracking.adoption=0 "
    "--set run.length='6 h' --set run.warm_up='0 d' -n 1 --no-capacity --no-figures"
)
_TAILS = {
    "run": """
Below the title stand the status (`finished`, `lower bound`, `overloaded`, `locked up`) and whether the invariants
held. *Where the hours go* ranks the places by the vehicle hours lost there a day. Queues that grew through the window
have a table of their own: growth per day, and how long it would take them to clear.
""",
    "compare": """
Every class has a table of crossing times, shares beyond its thresholds, throughput, capacity and what limits it, and
one of paired differences from the base. With `--factorial` follow main effects and interactions; with `--rules` every
scenario under each rule that the base may have had; with `--beside` the same tables for rivals and peaks.

In the folder: the tables of the comparison and a result folder for each scenario under `scenarios/`; what was printed
as `tables/*.csv`; `figures/` and `diagrams/` as PNG and SVG; `beside/` and `rules/NAME/` as comparisons of their own.

A setting acts in every scenario that has the block it changes. So this shows that a tracking layer which nobody uses
changes nothing, vehicle by vehicle and measure by measure:

```console
$ {zero_adoption}
```

prints `digital-tracking: every vehicle and every measure identical to single-bridge` at its end.
""",
    "sweep": """
`--set key=from:to:step` takes both ends in; a unit behind the step holds for all values. `--set key=a,b,c` is a list.
Several keys make a grid. A key with one value is an ordinary setting.

```console
$ samur sweep scenarios/theory/two-booths.yaml --set services.booth.car.mean='2:2.4:0.2 min' --set run.length='1 d' -n 2
```
""",
    "capacity": """
Growth is measured at two flows a little beyond what is sustained, and the line through both is followed back to where
it begins: see [run length and capacity](../background/run-length-and-capacity.md). The flow is less than the capacity
that `compare` shows where an oversupplied class takes from others what limits it.

```console
$ samur capacity scenarios/single-bridge.yaml --together --growth 4% -n 5
```
""",
    "plot": """
```console
$ samur plot scenarios/single-bridge.yaml --with new-bridge --kind crossing -o crossing.png
```
""",
    "check": """
```console
$ samur check scenarios/single-bridge.yaml --with new-bridge,digital-tracking
```
""",
    "verify": """
```console
$ samur verify scenarios/theory/dd1-peak.yaml
```

[What is proven](../how-to/verify.md), and how to state an exact answer of your own.
""",
    "regress update": """
A golden is small text for version control: the resolved scenario, its table at six digits, and what each replication
counted. See [how to guard outputs](../how-to/guard-outputs.md).

```console
$ samur regress update scenarios/theory/two-booths.yaml --set run.length='1 d' -n 8 --goldens goldens
```
""",
    "regress check": """
```console
$ samur regress check --goldens nowhere  # exit 2
```
""",
    "schema": """
Both schemas are committed beside the scenarios; the first line of each shipped file tells an editor where.
""",
}


def page() -> str:
    """The whole page, Markdown."""
    group: Any = typer.main.get_command(app)
    return "\n".join([_HEAD, *("\n".join(_section(name, command)) for name, command in _commands(group))])


def _commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def _section(name: str, command: Any) -> Iterator[str]:
    words = [f"samur {name}", *(parameter.metavar for parameter in command.params if not _is_option(parameter))]
    yield f"## {' '.join(words)}"
    yield ""
    yield inspect.cleandoc(command.callback.__doc__ or "")
    options = [parameter for parameter in command.params if _is_option(parameter)]
    if options:
        yield "\n| option | meaning |\n|---|---|"
        for parameter in options:
            yield f"| {_names(parameter)} | {_meaning(parameter)} |"
    yield _TAILS[name].replace("{zero_adoption}", _ZERO_ADOPTION)


def _is_option(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "option")


def _names(parameter: Any) -> str:
    told = " ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if parameter.is_flag:
        return told
    return f"{told} {parameter.metavar or parameter.name.rstrip('_').upper()}"


def _meaning(parameter: Any) -> str:
    default = "" if parameter.is_flag or parameter.default in (None, ()) else f" Default {parameter.default}."
    needed = " Required." if parameter.required else ""
    return f"{parameter.help}{default}{needed}".replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(page())
