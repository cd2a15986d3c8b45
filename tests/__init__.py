"""Tests. A package, since Ciw installs one called `tests` that would be taken for it."""
