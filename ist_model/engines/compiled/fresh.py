"""Memory for compiled runs of a world, as it is before anything has happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ist_model.engines.compiled import drawing, sorting
from ist_model.engines.compiled.filling import years_run
from ist_model.engines.compiled.state import MOST_COUNTED, POST, SCHOOL, SLOT, STATE
from ist_model.engines.compiled.struct import Block
from ist_model.inputs.calendar import GRID_TICKS
from ist_model.world.structs import NEVER, NONE, World


@dataclass(frozen=True)
class Room:
    """Rows that the tables of a run have; those that grow with what happens."""

    needs: int = 1024
    deployments: int = 1024
    nodes: int = 1024
    events: int = 1024
    careers: int = 1024
    inspections: int = 256

    def doubled(self) -> Room:
        """Twice as many of each."""
        return replace(self, **{name: 2 * size for name, size in vars(self).items()})


RESTORED = (
    *("schools", "posts", "slots", "claims", "secondments", "x", "m", "added", "at", "gain", "drain", "seen"),
    *("open_need", "running", "away", "met", "boards_milli", "networks_milli", "cover_milli"),
    *("bought_milli", "bought_pence", "supplier_busy", "stream_k", "kept_block", "shut", "exhausted"),
    *("waiting_ticks", "in_progress_ticks"),
)


def state_for(world: World, room: Room) -> Block:
    """Memory for runs of a world, as it is before anything has happened."""
    shapes = _shapes(world, room)
    fields: dict[str, Any] = {
        name: np.zeros(shapes[name], field.dtype) if field.dimensions else 0
        for name, field in STATE.fields.items()
    }
    begin = world.span.begin
    fields |= {"now": begin, "horizon": world.span.end, "waiting_since": begin, "in_progress_since": begin}
    fields |= {"asked_at": begin - 1, "next_person": len(world.posts), "node_free": NONE, "event_free": NONE}
    fields["decay"], fields["matched_in"] = 1.0, NONE
    fields["kept_block"][...] = drawing.NONE_KEPT
    fields["places_free"] = world.designations["places"].sum()
    fields["schools"] = _schools(world)
    fields["posts"], fields["slots"] = _seats(world)
    fields["claims"]["order"] = NONE
    fields["seen"] = world.believed
    for name in ("x", "m"):
        fields[name][...] = np.nan
    for name in ("running", "away"):
        fields[name][...] = NONE
    state = Block(STATE, fields)
    state.gather(RESTORED, "arena", "template")
    return state


def grid_points(world: World) -> int:
    """Half-term starts of the period reported, both ends included."""
    return -(-(world.span.end - world.span.start) // GRID_TICKS) + 1


def _schools(world: World) -> NDArray[np.void]:
    schools = np.zeros(len(world.schools), SCHOOL)
    for name in ("step", "worst_area", "accountable", "under", "standing_in", "standing_person"):
        schools[name] = NONE
    schools["shortfall"], schools["inspection_expected"] = np.nan, -np.inf
    schools["receptiveness"] = schools["leave_factor"] = 1.0
    schools["downgraded"] = NEVER
    return schools


def _seats(world: World) -> tuple[NDArray[np.void], NDArray[np.void]]:
    """(posts, designations): everyone is out of post, and each seat carries its own designations."""
    posts, slots = np.zeros(len(world.posts), POST), np.zeros(len(world.designations), SLOT)
    for name in ("holder", "first_slot", "due", "seconded_to"):
        posts[name] = NONE
    posts["ready_for_next"], posts["budget"] = NEVER, np.arange(len(posts))
    slots["free"] = world.designations["places"]
    slots["ready_at"], slots["first_running"], slots["last_running"] = NEVER, NONE, NONE
    slots["eased_at"] = NONE
    for slot in range(len(slots) - 1, -1, -1):
        seat = world.designations["post"][slot]
        slots["carrier"][slot], slots["home"][slot] = seat, world.posts["home"][seat]
        slots["next"][slot], posts["first_slot"][seat] = posts["first_slot"][seat], slot
    return posts, slots


def _shapes(world: World, room: Room) -> dict[str, tuple[int, ...]]:
    (schools, areas), posts, slots = world.has_area.shape, len(world.posts), len(world.designations)
    span, years = world.span, len(years_run(world))
    run_points = (span.end - span.begin) // GRID_TICKS + 2
    points = grid_points(world)
    inspections, boards, contracts = room.inspections, schools * run_points, posts * (years + 1)
    most = max(room.needs + 1, room.deployments + 1, room.careers, inspections, boards, contracts)
    kept = 2 * schools * areas + len(world.streams)
    pairs = ("x", "m", "added", "at", "gain", "drain", "seen", "open_need", "running", "away")
    by_pair = dict.fromkeys((*pairs, "risen", "has_risen"), (schools, areas))
    by_post_year = dict.fromkeys(("boards_milli", "networks_milli", "cover_milli"), (posts, years))
    return {
        **by_pair,
        **by_post_year,
        "arena": (0,),
        "template": (0,),
        "queued": (room.events,),
        "events": (room.events,),
        "spawned": (room.events + posts + schools + len(world.streams) + len(world.packages) + 8,),
        "needs": (room.needs + 1,),
        "deployments": (room.deployments + 1,),
        "nodes": (room.nodes,),
        "schools": (schools,),
        "posts": (posts,),
        "slots": (slots,),
        "claims": (2 * schools + len(world.secondments),),
        "secondments": (len(world.secondments),),
        "shut": (slots,),
        "exhausted": (*world.quality.shape[1:3], 3),
        "eased": (slots,),
        "waiting": (room.needs,),
        "urgent": (room.needs,),
        "met": world.network_schools.shape,
        "members": (schools,),
        "levels": (schools,),
        "seen_now": (areas,),
        "classes": world.roll_forecast.shape,
        "bought_milli": (len(world.suppliers), years),
        "bought_pence": (years,),
        "supplier_busy": (len(world.suppliers),),
        "kept": (kept, 4),
        "kept_block": (kept,),
        "stream_k": (len(world.streams),),
        "boards": (boards,),
        "observed": (boards, areas),
        "inspections": (inspections,),
        "grades": (inspections, areas),
        "careers": (room.careers,),
        "rise": (inspections,),
        "contracts": (contracts, 4),
        "grid_tick": (points,),
        "grid_strength": (points, schools, areas),
        "grid_sustaining": (points, schools, areas),
        "grid_tier": (points, schools),
        "grid_active": (points, slots),
        "grid_holder": (points, posts),
        "grid_ready": (points, posts),
        "grid_away_share": (points, posts),
        "grid_budget": (points, slots),
        "grid_accountable": (points, schools),
        "grid_under": (points, schools),
        "waiting_ticks": (MOST_COUNTED,),
        "in_progress_ticks": (MOST_COUNTED,),
        "keys": (most, sorting.MOST_COLUMNS),
        "order": (most,),
        "order_left": (most,),
        "agreed": (room.deployments + 1,),
        "row_of": (room.needs + 1,),
        "ledger_row": (posts, 1 + years),
    }
