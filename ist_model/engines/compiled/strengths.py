"""Strength of every school and area during a compiled run (MODEL 4.1), as `narrated/strengths.py`."""

from __future__ import annotations

from ist_model.engines.compiled import drawing
from ist_model.engines.compiled.jit import Given, Row, State, part
from ist_model.inputs.calendar import GRID_TICKS, TICKS_PER_WEEK
from ist_model.science import strength
from ist_model.world.structs import NONE


@part
def begin(w: Given, s: State, school: int) -> None:
    """Set a school's starting strengths, now."""
    for area in range(w.areas_n):
        if w.has_area[school, area]:
            x = w.strength[school, area]
            s.x[school, area] = x
            s.m[school, area] = strength.starting_sustaining_level(x, w.strength_persistence)
            s.at[school, area] = s.now
    s.schools[school].begun = 1


@part
def read(w: Given, s: State, school: int, area: int) -> float:
    """Strength now, computed without storing it."""
    weeks = (s.now - s.at[school, area]) / TICKS_PER_WEEK
    x, m, gain, drain = s.x[school, area], s.m[school, area], s.gain[school, area], s.drain[school, area]
    kappa = w.strength_kappa_per_week
    decay = _decay(s, strength.rate_of(gain, kappa), weeks)
    return strength.clamp(strength.advanced(x, m, gain, drain, kappa, weeks, decay))


@part
def _decay(s: State, rate: float, weeks: float) -> float:
    """What is left of a distance after some weeks: worked out anew if it is not the last one asked for."""
    if rate != s.decay_rate or weeks != s.decay_weeks:
        s.decay_rate, s.decay_weeks = rate, weeks
        s.decay = strength.decay(rate, weeks)
    return float(s.decay)


@part
def support(w: Given, s: State, deployment: int, begins: bool) -> None:
    """A deployment begins or ends: its school gains, and the leader's own school misses the leader."""
    row = s.deployments[deployment]
    if row.school != NONE:
        help_school(w, s, deployment, begins)
    if row.giver != NONE:
        for area in range(w.areas_n):
            if w.own_areas[row.designation, area]:
                miss(w, s, deployment, area, begins)


@part
def help_school(w: Given, s: State, deployment: int, begins: bool) -> None:
    """The school that is supported begins or ceases to gain."""
    row = s.deployments[deployment]
    school, area = row.school, row.area
    if begins:
        s.running[school, area] = _with(s, s.running[school, area], deployment)
    else:
        s.running[school, area] = _without(s, s.running[school, area], deployment)
    _sum_anew(w, s, school, area)


@part
def miss(w: Given, s: State, deployment: int, area: int, begins: bool) -> None:
    """The leader's own school begins or ceases to miss the leader in an area."""
    home = s.deployments[deployment].giver
    if not w.has_area[home, area]:
        return
    if begins:
        s.away[home, area] = _with(s, s.away[home, area], deployment)
    else:
        s.away[home, area] = _without(s, s.away[home, area], deployment)
    _sum_anew(w, s, home, area)


@part
def receive(w: Given, s: State, school: int, receptiveness: float) -> None:
    """How much of what is given a school can take up from now on."""
    if receptiveness != s.schools[school].receptiveness:
        s.schools[school].receptiveness = receptiveness
        for area in range(w.areas_n):
            _sum_anew(w, s, school, area)


@part
def _sum_anew(w: Given, s: State, school: int, area: int) -> None:
    """Gain and drain as sums in key order, never by adding and subtracting; advance if one changed."""
    gain, drain = 0.0, 0.0
    receptiveness = s.schools[school].receptiveness
    node = s.running[school, area]
    while node != NONE:
        helping = s.deployments[s.nodes[node].deployment]
        gain += helping.gain_per_week * (1.0 if helping.from_outside != 0 else receptiveness)
        node = s.nodes[node].next
    node = s.away[school, area]
    while node != NONE:
        absent = s.deployments[s.nodes[node].deployment]
        gain += absent.home_learning
        drain += absent.home_cost
        node = s.nodes[node].next
    if gain != s.gain[school, area] or drain != s.drain[school, area]:
        _advance(w, s, school, area, s.now)
        s.gain[school, area], s.drain[school, area] = gain, drain


@part
def credit(w: Given, s: State, tick: int) -> None:
    """Advance all to the grid point and credit the lasting share of support."""
    for school in range(w.schools_n):
        if s.schools[school].begun == 0:
            continue
        for area in range(w.areas_n):
            if not w.has_area[school, area]:
                continue
            _advance(w, s, school, area, tick)
            x, m, added = s.x[school, area], s.m[school, area], s.added[school, area]
            s.m[school, area] = _clamp(s, strength.credit(x, m, added, w.lasting_share))
            s.added[school, area] = 0.0


@part
def lift(s: State, school: int, area: int, level: float) -> None:
    """What a school sustains by itself rises to a level (networks)."""
    s.m[school, area] = _clamp(s, level)


@part
def shake(w: Given, s: State, tick: int) -> None:
    """The half-term's noise, whatever the support; then the shocks of that date."""
    index = tick // GRID_TICKS
    for school in range(w.schools_n):
        if s.schools[school].begun == 0:
            continue
        for area in range(w.areas_n):
            if w.has_area[school, area]:
                noise = strength.noise_of(w.noise_sd, drawing.noise(w, s, school, area, index))
                s.x[school, area] = _clamp(s, s.x[school, area] + noise)
    for at in range(w.shocks.size):
        shock = w.shocks[at]
        if shock.tick == tick:
            _fall(w, s, shock)


@part
def _fall(w: Given, s: State, shock: Row) -> None:
    school, area = shock.school, shock.area
    if s.schools[school].begun == 0 or not w.has_area[school, area]:
        return
    x, m = strength.after_shock(s.x[school, area], s.m[school, area], shock.points, shock.lasting)
    s.x[school, area] = _clamp(s, x)
    s.m[school, area] = _clamp(s, m)


@part
def _advance(w: Given, s: State, school: int, area: int, tick: int) -> None:
    weeks = (tick - s.at[school, area]) / TICKS_PER_WEEK
    x, m, gain, drain = s.x[school, area], s.m[school, area], s.gain[school, area], s.drain[school, area]
    kappa = w.strength_kappa_per_week
    decay = _decay(s, strength.rate_of(gain, kappa), weeks)
    s.added[school, area] += strength.added(x, m, gain, drain, kappa, weeks, decay)
    s.x[school, area] = _clamp(s, strength.advanced(x, m, gain, drain, kappa, weeks, decay))
    s.at[school, area] = tick


@part
def _clamp(s: State, value: float) -> float:
    held = strength.clamp(value)
    if held != value:
        s.clamped += 1
    return held


# Who is at work where, in an order that does not depend on history -----------------------------------------


@part
def _with(s: State, first: int, deployment: int) -> int:
    """First node of a list with a deployment put in its place."""
    new = _new_node(s)
    if new == NONE:
        return first
    s.nodes[new].deployment = deployment
    before, node = NONE, first
    while node != NONE and not _comes_before(s, deployment, s.nodes[node].deployment):
        before, node = node, s.nodes[node].next
    s.nodes[new].next = node
    if before == NONE:
        return new
    s.nodes[before].next = new
    return first


@part
def _without(s: State, first: int, deployment: int) -> int:
    """First node of a list with a deployment taken out."""
    before, node = NONE, first
    while node != NONE and s.nodes[node].deployment != deployment:
        before, node = node, s.nodes[node].next
    if node == NONE:  # only after an overflow
        return first
    after = s.nodes[node].next
    s.nodes[node].next = s.node_free
    s.node_free = node
    if before == NONE:
        return int(after)
    s.nodes[before].next = after
    return first


@part
def _new_node(s: State) -> int:
    node = s.node_free
    if node != NONE:
        s.node_free = s.nodes[node].next
        return int(node)
    node = s.nodes_n
    if node >= s.nodes.size:
        s.overflow = 1
        return NONE
    s.nodes_n = node + 1
    return int(node)


@part
def _comes_before(s: State, one: int, other: int) -> bool:
    a, b = s.deployments[one], s.deployments[other]
    if a.designation != b.designation:
        return bool(a.designation < b.designation)
    if a.supplier != b.supplier:
        return bool(a.supplier < b.supplier)
    if a.matched != b.matched:
        return bool(a.matched < b.matched)
    return bool(a.key < b.key)
