"""The `ist` commands and what their exit codes mean.

Exit codes: 0 done; 1 it began but something failed, and the message says what; 2 the input or the command was
wrong, and nothing was run or written; 130 stopped by the user.
"""

from __future__ import annotations

import sys

import typer

from ist_model.cli import failures, typed
from ist_model.cli.backtesting import backtest
from ist_model.cli.calibrating import calibrate
from ist_model.cli.capacity import capacity
from ist_model.cli.exploring import explore
from ist_model.cli.frontier import frontier
from ist_model.cli.init import init
from ist_model.cli.join_test import join_test
from ist_model.cli.laboratory import robust, value_of_knowing
from ist_model.cli.new_trust import new_trust
from ist_model.cli.next_best import next_best
from ist_model.cli.rates import fit_rates
from ist_model.cli.runs import app as runs_app
from ist_model.cli.sensitivity import sensitivity
from ist_model.cli.stress import stress
from ist_model.cli.unknowns import unknowns

app = typer.Typer(
    name="ist",
    help="Plan a trust's capacity for support: who can help whom, how long schools wait, what growth takes.",
    epilog="Start with: ist init my-trust, then cd my-trust and ist pack. "
    "Exit codes: 0 done, 1 something failed, 2 wrong input and nothing was run, 130 stopped.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command()(init)
app.command(name="new-trust")(new_trust)
app.command()(typed.check)
app.command()(unknowns)
app.command()(typed.run)
app.command()(typed.compare)
app.command()(typed.choose)
app.command()(typed.pack)
app.command()(capacity)
app.command()(frontier)
app.command()(explore)
app.command(name="join-test")(join_test)
app.command(name="next-best")(next_best)
app.command()(stress)
app.command()(sensitivity)
app.command(name="value-of-knowing")(value_of_knowing)
app.command()(robust)
app.command(name="weak-points")(typed.weak_points)
app.command(name="why-different")(typed.why_different)
app.command()(typed.network)
app.command()(typed.explain)
app.command(name="effect-per-day")(typed.effect_per_day)
app.command()(calibrate)
app.command()(backtest)
app.command(name="fit-rates")(fit_rates)
app.add_typer(runs_app, name="runs")
app.command()(typed.schema)
app.command(hidden=True)(typed.same)


def main() -> None:
    """Run the command line; faults become one message and an exit code, never a traceback."""
    sys.exit(failures.exit_code(app))
