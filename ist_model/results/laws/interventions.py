"""Laws of intervention: the ladder in its tier and in its order, and national support after inspections."""

from __future__ import annotations

import numpy as np

from ist_model.engines.records import Records
from ist_model.results.laws.common import first, law, when
from ist_model.world.structs import NONE, World


@law("a school is on the intervention ladder in the last tier alone, and climbs it step by step")
def ladder_in_order(world: World, records: Records) -> str | None:
    """Step -1 outside the last tier; from board to board the same step, the next one or none."""
    boards, last = records.boards, len(world.tiers) - 1
    row = first((boards["step"] != NONE) & (boards["tier_after"] != last))
    if row is not None:
        return f"board row {row}: step {boards['step'][row]} in tier {boards['tier_after'][row]}"
    for school in np.unique(boards["school"]).tolist():
        own = boards[boards["school"] == school]
        before = np.append(NONE, own["step"][:-1].astype(np.int64))
        row = first((own["step"] > before + 1) | ((own["step"] < before) & (own["step"] != NONE)))
        if row is not None:
            tick = when(own["tick"][row])
            return f"{world.names.labels[school]}, {tick}: step {before[row]}, then {own['step'][row]}"
    return None


@law("national targeted support follows an inspection that brings it, and not twice at once")
def rise_follows_inspections(world: World, records: Records) -> str | None:
    """Each stretch starts after an outcome in need of attention, and ends before the next begins."""
    for school in np.unique(records.rise["school"]).tolist():
        own = records.rise[records.rise["school"] == school]
        seen = records.inspections[records.inspections["school"] == school]
        weak = (seen["worst"] <= world.attention_grade) | (seen["safe"] == 0)
        for row, start in enumerate(own["start"].tolist()):
            if not (weak & (seen["tick"] <= start)).any():
                return f"{world.names.labels[school]}, {when(start)}: no inspection brings it"
            if row and start < own["end"][row - 1]:
                return f"{world.names.labels[school]}, {when(start)}: the last one had not ended"
    return None
