"""``samur schema``: the format of scenario files for an editor."""

from typing import Annotated

import typer

from sim.cli.printing import print_json


def schema(
    intervention: Annotated[
        bool, typer.Option("--intervention", help="The schema of an intervention instead of a whole scenario.")
    ] = False,
) -> None:
    """Print the JSON Schema of scenario files."""
    from sim.scenario.json_schema import intervention_schema, scenario_schema

    print_json(intervention_schema() if intervention else scenario_schema())
