"""The command line: each command parses its options, calls one public function and prints.

Only here are Typer and Rich used. Results go to stdout, progress and complaints to stderr. Whatever takes
long to import is imported by the command that needs it, so that ``samur --help`` answers at once.
"""

from sim.cli.app import app, main

__all__ = ["app", "main"]
