"""The command line `ist`: parse, call, print."""

from ist_model.cli.app import main

__all__ = ["main"]
