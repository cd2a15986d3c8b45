"""Words that describe a measure, and the shape of a registry row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from ist_model.results.arrays import Bools, Floats
from ist_model.results.facts import Facts
from ist_model.world.structs import World

Better = Literal["lower", "higher", ""]
Scope = Literal["existing", "joiners", "trust", "none"]
# Name, label, unit, better direction, decimals, the schools it is taken over, function of facts.
SingleRow = tuple[str, str, str, Better, int, Scope, Callable[[Facts], Floats]]  # [R] a number for each run
Behind = Callable[[World], Bools]  # [P] the posts that a measure tells of
