"""Why a need waited, in words: every claim is held against a run made to show it."""

import pytest

from ist_model.engines.narrated import run
from ist_model.engines.narrated.log import Log
from ist_model.inputs.models import Designation, Opening, OpeningNeed, Post, Trust
from ist_model.results import why
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
