"""Words that describe a measure, and the shape of a registry row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from ist_model.results.facts import Bools, Facts
from ist_model.world.structs import World

Better = Literal["lower", "higher", ""]
Scope = Literal["existing", "joiners", "trust", "none"]
# Name, label, unit, better direction, decimals, the schools it is taken over, function of facts.
SingleRow = tuple[str, str, str, Better, int, Scope, Callable[[Facts], float]]
Behind = Callable[[World], Bools]  # [P] the posts that a measure tells of
