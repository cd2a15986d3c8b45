"""Why a need waited, in words: every claim is held against a run made to show it."""

import numpy as np
import pytest

from ist_model.engines.narrated import run
from ist_model.engines.narrated.log import Event, Log, Obstacle
from ist_model.inputs.models import Designation, Opening, OpeningNeed, Post, Trust
from ist_model.results import why
from ist_model.science import matching
from ist_model.world.build import build_world
from tests.generated import resolved, school, with_values

QUIET = with_values(
    post__teacher__leave_per_year=0.0,
    monitoring__need_threshold=1.0,
    monitoring__urgent_threshold=0.0,
    release__opening_weeks=0.0,
    inspection__safeguarding_not_met_chance=0.0,
)
URGENT = OpeningNeed(
    school="S", area="achievement", specialism="maths", days=2.0, weeks_waited=0.0, priority=1
)
PATIENT = OpeningNeed(
    school="S", area="curriculum_teaching", specialism="maths", days=2.0, weeks_waited=4.0, priority=2
)


def logged(needs, home="none", allowance=20.0, specialism="maths"):
    helper = Post(
        id="P",
        kind="teacher",
        school=home,
        allowance_days_per_year=allowance,
        designations=(Designation(role="sle", specialisms=(specialism,)),),
    )
    trust = Trust(title="t", about="t", schools=(school("S", 0.9),), posts=(helper,))
    scenario = resolved(trust, assumptions=QUIET, warm_up_weeks=0.0, opening=Opening(needs=needs))
    world, log = build_world(scenario), Log()
    return world, run(world, 0, log), log


def story_of(area, *args, **fields):
    world, records, log = logged(*args, **fields)
    row = next(i for i, n in enumerate(records.needs) if world.names.areas[n["area"]] == area)
    return why.explain(world, records, log, row)


def test_a_need_served_at_once_says_so():
    story = story_of("achievement", (URGENT,))
    assert "waited 0.0 school weeks" in story.headline
    assert any("P/sle is agreed for 2.0 days" in line for line in story.sentences)
    assert not any("passed over" in line for line in story.sentences)


def test_who_outranked_it_and_by_which_rule():
    story = story_of("curriculum_teaching", (URGENT, PATIENT))
    text = "\n".join(story.sentences)
    assert "One supporter could serve it: 1 was already deployed" in text
    assert "Ahead of it: S: Achievement (Maths), by the triage rule: priority 1 against 2." in text


def test_too_few_days_left():
    story = story_of("achievement", (URGENT,), allowance=0.2)
    assert "1 had too few release days left this school year" in "\n".join(story.sentences)
    assert "never started" in story.headline


def test_no_one_supports_their_own_school():
    story = story_of("achievement", (URGENT,), home="S")
    assert "1 works in the school itself" in "\n".join(story.sentences)


def test_a_specialism_that_no_one_has():
    story = story_of("achievement", (URGENT,), specialism="early_years")
    assert "No one in the trust can serve" in "\n".join(story.sentences)


PEOPLE = (matching.NOT_IN_POST, matching.IN_DEVELOPMENT, matching.ACTING)


def passed_over(reasons):
    """What is told of a need that leaders, each of another post, could not take for these reasons."""
    posts = tuple(
        Post(id=f"P{i}", kind="teacher", designations=(Designation(role="sle", specialisms=("maths",)),))
        for i in range(len(reasons))
    )
    trust = Trust(title="t", about="t", schools=(school("S", 0.9),), posts=posts)
    world = build_world(
        resolved(trust, assumptions=QUIET, warm_up_weeks=0.0, opening=Opening(needs=(URGENT,)))
    )
    records, log = run(world, 0), Log()
    obstacles = tuple(Obstacle(slot, reason, ()) for slot, reason in enumerate(reasons))
    need = records.needs[0]
    log.add(Event(int(need["raised"]), "passed over", np.uint64(need["key"]), obstacles=obstacles))
    return why.explain(world, records, log, 0).sentences[1]


@pytest.mark.parametrize("reason", PEOPLE)
def test_of_fewer_than_five_leaders_nobody_is_told_that_one_left_or_stood_in(reason):
    one = passed_over([reason])
    assert one.endswith("could serve it: 1 could not come (why is not told of fewer than five leaders).")
    four = passed_over([reason, matching.BUSY, matching.NO_DAYS, reason])
    assert "Of 4 supporters who could serve it: 2 could not come" in four
    assert "1 was already deployed" in four
    assert "not told" not in passed_over([reason] + [matching.BUSY] * 4)


def test_of_five_leaders_the_reason_is_told():
    assert "1 had left, and the post was vacant" in passed_over([matching.NOT_IN_POST] + [matching.BUSY] * 4)


def test_a_request_is_found_by_number_or_as_the_longest_wait():
    world, records, _ = logged((URGENT, PATIENT))
    waits = [why.wait_weeks(records, row, world.span.end) for row in range(2)]
    assert waits[why.find_request(world, records, "longest")] == max(waits)
    assert why.find_request(world, records, "2") == 1


@pytest.mark.parametrize("request_text", ["0", "3", "-1", "first", ""])
def test_an_unknown_request_is_refused_with_what_there_is(request_text):
    world, records, _ = logged((URGENT, PATIENT))
    with pytest.raises(why.UnknownRequestError, match="numbered 1 to 2"):
        why.find_request(world, records, request_text)
