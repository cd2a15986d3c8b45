"""What changes during a compiled run, as one block of memory."""

from __future__ import annotations

import numpy as np

from ist_model.engines.compiled.struct import BlockType, flag, real, rows, viewer, whole, word
from ist_model.engines.records import BOARD, CAREER, INSPECTION, RISE

MOST_COUNTED = 256  # last bin of the time-weighted counts: this many or more, less one

QUEUED = np.dtype([("when", "i8"), ("rank", "i8"), ("event", "i8")])  # tick and phase; key, but for ties
EVENT = np.dtype(
    [
        ("key", "u8"),  # last part of the key
        ("order", "i8"),  # in which it was asked for
        ("what", "i8"),
        ("a", "i8"),
        ("b", "i8"),
        ("next", "i8"),  # of the rows that are free
    ]
)
NEED = np.dtype(
    [
        ("key", "u8"),
        *((name, "i8") for name in ("source", "school", "stream", "area", "specialism", "priority")),
        *((name, "i8") for name in ("urgency", "raised", "deadline", "asked", "may_buy", "emergency")),
        ("remaining", "i8"),  # milli-days not yet agreed with anyone
        ("delivered", "i8"),
        ("running", "i8"),  # deployments not ended
        *((name, "i8") for name in ("first_start", "closed", "status", "not_bought")),
        ("agreed", "i8"),  # milli-days on site agreed so far
        ("matched", "i8"),  # 1 once a deployment is agreed: it no longer waits
        ("first", "i8"),  # leading fields of its rank, 0 where the policy has none
        ("second", "i8"),
        ("pair_slot", "i8"),  # at a matching: designation of the best pair; NONE: it has none
        *((f"pair_{name}", "i8") for name in ("days", "mismatch")),
        *((f"pair_{name}", "i8") for name in ("first", "second", "third", "fourth")),  # its rank
        ("pair_key", "u8"),
        ("refused_at", "i8"),  # last matching that had nobody for it; 0: it has to ask everybody
    ]
)
DEPLOYMENT = np.dtype(
    [
        ("key", "u8"),  # of its need; a school's or a post's where nothing was asked
        ("need", "i8"),  # NONE: somebody at work beside the matching, who is in no record
        *((name, "i8") for name in ("designation", "supplier", "post", "budget", "giver", "school", "area")),
        *((name, "i8") for name in ("matched", "start", "end", "on_site", "preparation", "travel", "year")),
        ("quality", "f8"),
        ("gain_per_week", "f8"),
        ("pattern", "i8"),
        ("visits", "i8"),
        ("from_outside", "i8"),
        ("home_cost", "f8"),
        ("home_learning", "f8"),
        *((name, "i8") for name in ("delivered", "begun", "ended", "cut")),
        ("next", "i8"),  # of the same designation, in the order agreed
    ]
)
NODE = np.dtype([("deployment", "i8"), ("next", "i8")])
SCHOOL = np.dtype(
    [
        *((name, "i8") for name in ("begun", "in_trust", "tier", "acted_on", "better_boards")),
        *((name, "i8") for name in ("stalled_boards", "step", "step_stalled", "rise_until")),
        ("shortfall", "f8"),
        *((name, "i8") for name in ("last_outcome", "last_inspected")),
        ("inspection_expected", "f8"),
        *((name, "i8") for name in ("ordinal", "visits_left", "worst_area")),
        ("boards_from", "i8"),  # tick of the first half-term at which a board may be held
        ("receptiveness", "f8"),
        ("supporters", "i8"),  # at work there now
        ("week_milli", "i8"),  # their days on site a week
        ("eased_at", "i8"),  # matchings before it last came to have more room
        ("agreed_milli", "i8"),  # days on site agreed so far, less what was cut short
        ("downgraded", "i8"),  # tick of the last inspection worse than the one before
        ("leave_factor", "f8"),  # on the head's hazard, by the intervention ladder
        ("must_go", "i8"),  # 1: the head goes at the end of the term
        ("placed_under", "i8"),  # 1: the ladder puts a Partnership Head over the school
        ("accountable", "i8"),
        ("under", "i8"),
        ("standing_in", "i8"),  # post of who stands in, or NONE
        ("standing_person", "i8"),
    ]
)
POST = np.dtype(
    [
        *((name, "i8") for name in ("holder", "since", "came", "ready_for_next", "away")),
        ("away_share", "f8"),
        ("left", "i8"),
        ("contracted", "i8"),
        ("budget", "i8"),  # seat whose release days its holder uses
        ("years", "i8"),  # school years begun
        ("week", "i8"),  # leader milli-days a week agreed
        ("first_slot", "i8"),  # of the designations it carries, in order
        ("due", "i8"),  # tick at which the round of advertising ends; NONE: no vacancy
        ("settled", "i8"),  # 1: a vacancy of the opening state, where who comes, and when, is known
        ("seconded_to", "i8"),  # school of a full-time secondment, or NONE
        ("led", "i8"),  # schools besides the own that its holder leads, or is over
        ("leads", "i8"),  # all schools that its holder leads, or is over
        ("queued", "i8"),  # scratch: 1 while a vacancy waits for its turn
    ]
)
SLOT = np.dtype(
    [
        ("free", "i8"),  # places on which nobody is promised yet
        *((name, "i8") for name in ("ready_at", "carrier", "home")),
        ("next", "i8"),  # designation of the same seat
        ("eased_at", "i8"),  # matchings before its leader last became freer
        ("seen_at", "i8"),  # matching for which the next three were looked up
        ("open", "i8"),  # 1 if its leader is there and the home school releases
        ("pattern", "i8"),  # milli-days a week that a deployment agreed now would take
        ("share", "f8"),  # of the release days, what the home school gives
        ("first_running", "i8"),
        ("last_running", "i8"),
        *((name, "i8") for name in ("is_active", "active_since", "active_ticks")),
        *((name, "i8") for name in ("in_post_ticks", "busy_ticks")),  # within the reported window
    ]
)
CLAIM = np.dtype(
    [
        ("order", "i8"),  # in which the claims in force began; NONE: not in force
        *((name, "i8") for name in ("post", "person")),
        ("days_per_year", "f8"),
        ("share", "f8"),  # of the release days of each year
        *((name, "i8") for name in ("until", "budget", "milli", "since", "to")),
    ]
)
SECONDMENT = np.dtype(
    [("running", "i8"), ("person", "i8"), ("support", "i8"), ("supporting", "i8")]  # support: deployment
)

STATE = BlockType(
    "state",
    {
        "run": word(),
        "now": whole(),
        "horizon": whole(),
        "event_order": whole(),
        "queued_n": whole(),
        "events_n": whole(),
        "event_free": whole(),
        "spawned_n": whole(),
        "overflow": whole(),  # 1: a table was too small, the run must be made again with larger ones
        "needs_n": whole(),
        "deployments_n": whole(),
        "nodes_n": whole(),
        "node_free": whole(),
        "waiting_n": whole(),
        "urgent_n": whole(),  # of those waiting, those matched at once
        "places_free": whole(),
        "asked_at": whole(),  # tick of the last matching asked for
        "match_asked": whole(),  # 1 until it happens
        "matching": whole(),  # how many there have been
        "matched_in": whole(),  # half-term of the last one; NONE: what it found out holds no longer
        "known_since": whole(),  # matching from which on it holds that who was not free still is not
        "least_left": whole(),  # fewer leader milli-days left are of no use to anybody who waits
        "eased_n": whole(),
        "in_trust_n": whole(),
        "next_person": whole(),
        "claims_begun": whole(),
        "boards_n": whole(),
        "inspections_n": whole(),
        "careers_n": whole(),
        "rise_n": whole(),
        "grid_n": whole(),
        "contracts_n": whole(),
        "oversize_matchings": whole(),
        "clamped": whole(),
        "decay_rate": real(),  # of the last decay worked out, which the next one often is again
        "decay_weeks": real(),
        "decay": real(),
        "waiting_now": whole(),
        "waiting_since": whole(),
        "in_progress_now": whole(),
        "in_progress_since": whole(),
        # Everything that a new run finds as it was: numbers and the tables of RESTORED, and how they were
        "arena": whole(1),
        "template": whole(1),
        # Tables
        "queued": rows(QUEUED),  # a heap
        "events": rows(EVENT),
        "spawned": rows(EVENT),
        "needs": rows(NEED),
        "deployments": rows(DEPLOYMENT),
        "nodes": rows(NODE),
        "schools": rows(SCHOOL),
        "posts": rows(POST),
        "slots": rows(SLOT),
        "claims": rows(CLAIM),  # cover by school, leading by school, secondments
        "secondments": rows(SECONDMENT),
        "shut": whole(1),  # [D] matching at which it was seen that nobody can have it; 0: perhaps no longer
        "eased": whole(1),  # [D] designations of leaders who became freer since the last matching
        "exhausted": whole(3),  # [K, A, 3] matching at which all candidates for a kind of need were
        "waiting": whole(1),  # needs in the order of the policy
        "urgent": whole(1),  # of them those matched at once
        # By school and area
        "x": real(2),
        "m": real(2),
        "added": real(2),
        "at": whole(2),
        "gain": real(2),
        "drain": real(2),
        "seen": real(2),
        "open_need": flag(2),
        "running": whole(2),  # first node of those at work in it
        "away": whole(2),  # first node of its own leaders away
        "risen": real(2),
        "has_risen": flag(2),
        "met": flag(2),  # [W, S]
        "members": flag(1),  # scratch
        "levels": real(1),  # scratch
        "seen_now": real(1),  # scratch
        # By year
        "classes": whole(2),  # [S, Y]
        "boards_milli": whole(2),  # [P, years]
        "networks_milli": whole(2),
        "cover_milli": whole(2),
        "bought_milli": whole(2),  # [B, years]
        "bought_pence": whole(1),
        "supplier_busy": whole(1),
        "kept": word(2),  # draws of blocks already made: noise and board error by pair, gap by stream
        "kept_block": word(1),
        "stream_k": whole(1),  # needs that each stream has sent
        # What is recorded
        "boards": rows(BOARD),
        "observed": real(2),
        "inspections": rows(INSPECTION),
        "grades": whole(2),
        "careers": rows(CAREER),
        "rise": rows(RISE),
        "contracts": whole(2),  # post, year, contracted, used before
        "grid_tick": whole(1),
        "grid_strength": real(3),
        "grid_sustaining": real(3),
        "grid_tier": whole(2),
        "grid_active": flag(2),
        "grid_holder": whole(2),
        "grid_ready": whole(2),
        "grid_away_share": real(2),
        "grid_budget": whole(2),
        "grid_accountable": whole(2),
        "grid_under": whole(2),
        "waiting_ticks": whole(1),
        "in_progress_ticks": whole(1),
        # To put it in order at the end
        "keys": whole(2),
        "order": whole(1),
        "order_left": whole(1),
        "agreed_n": whole(),
        "agreed": whole(1),  # deployments for needs
        "row_of": whole(1),  # where a need comes in the record
        "ledger_row": whole(2),  # [P, 1 + years], the first: of a post without a limit
    },
)
state_at = viewer(STATE)
