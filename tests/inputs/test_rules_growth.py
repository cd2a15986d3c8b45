"""Growth that cannot be drawn is refused: where, why, and what to do."""

from __future__ import annotations

import pytest

ROWS = """\
    - {schools_from: 1, schools_to: 2, chances: [0.8, 0.1, 0.05, 0.05], mean: 0.4}
    - {schools_from: 3, chances: [0.7, 0.1, 0.1, 0.1], mean: 0.7}
"""
GROWTH = """\
growth:
  starts: {starts}
  source: "made up"
  pool: [{pool}]
  table:
{rows}"""
SCHOOL = """\
changes:
  schools:
    add:
      - id: NEW
        name: "New"
        label: "New"
        age_low: 7
        age_high: 11
        roll: 100
        {joining}
        start_percentile: {{teaching: 0.5, inclusion: 0.5}}
        onboarding: [{{area: teaching, specialism: maths, days: 2}}]
  posts:
    add:
      - {{id: NEW-HT, kind: head, school: NEW{post}}}
"""


def written(rows=ROWS, pool="NEW", starts="2027-09-01", joining="joining: converter", post="", more=""):
    return (
        GROWTH.format(rows=rows, pool=pool, starts=starts) + more + SCHOOL.format(joining=joining, post=post)
    )


def rows(first="0.8, 0.1, 0.05, 0.05", mean=0.4, until="schools_to: 2, ", second=3, last=""):
    return (
        f"    - {{schools_from: 1, {until}chances: [{first}], mean: {mean}}}\n"
        f"    - {{schools_from: {second}, {last}chances: [0.7, 0.1, 0.1, 0.1], mean: 0.7}}\n"
    )


def test_a_sound_table_and_pool_are_taken(folder) -> None:
    folder.scenario("grows", written())
    assert folder.resolve("grows").growth.pool == ("NEW",)


@pytest.mark.parametrize(
    ("given", "key", "rule", "remedy"),
    [
        ({"rows": rows("0.8, 0.1, 0.05, 0.1")}, "table[#1].chances", "sum to one", "sum to 1.05"),
        ({"rows": rows("0.8, 0.1, 0.05, 0.047")}, "table[#1].chances", "sum to one", "0.997"),
        ({"rows": rows("1.1, -0.2, 0.05, 0.05")}, "table[#1].chances[#1]", "at most 1", ""),
        ({"rows": rows(second=4)}, "table[#2].schools_from", "without gap or overlap", "begins at 3"),
        ({"rows": rows(second=2)}, "table[#2].schools_from", "without gap or overlap", "begins at 3"),
        ({"rows": rows(until="")}, "table[#2].schools_from", "without gap or overlap", "only the last row"),
        ({"rows": rows(mean=0.2)}, "table[#1].mean", "0.35 schools join", "mean or the chances"),
        ({"rows": rows("0.8, 0.1, 0.1, 0.0")}, "table[#1].mean", "0.3 schools join", "mean or the chances"),
        ({"rows": rows(last="schools_to: 2, ")}, "table[#2].schools_to", "run upwards", "correct"),
        ({"pool": ""}, "pool", "", ""),
        ({"pool": "NEU"}, "pool[#1]", "there is no school 'NEU'", "NEW"),
        ({"pool": "NEW, NEW"}, "pool[#2]", "in the pool once", "remove"),
        ({"pool": "NEW, OAK"}, "pool[#2]", "OAK is a school of the trust", "name a school that may join"),
        (
            {"pool": "NEW, ELM"},
            "pool[#2]",
            "ELM is a school of the trust since 2018-09-01",
            "not in the trust yet",
        ),
        (
            {"joining": "{joining: converter, joined: 2027-09-01}"},
            "pool[#1]",
            "joins on 2027-09-01",
            "joined",
        ),
        ({"post": ", starts: 2027-09-01"}, "posts.add[NEW-HT].starts", "which is drawn", "remove `starts`"),
        ({"post": ", ends: 2028-09-01"}, "posts.add[NEW-HT].ends", "which is drawn", "remove `ends`"),
        ({"starts": "2026-08-01"}, "starts", "from the first day reported", "start later"),
        ({"starts": "2028-09-01"}, "starts", "on 1 September, and none lies", "more `years`"),
        ({"starts": "2027-09-02\n  ends: 2027-09-01"}, "ends", "lies after `starts`", "correct"),
    ],
)
def test_growth_that_cannot_be_drawn_is_refused(folder, given, key, rule, remedy) -> None:
    joining = given.get("joining", "")
    if joining.startswith("{"):
        given = given | {"joining": joining.strip("{}").replace(", ", "\n        ")}
    found = folder.refused(written(**given))
    assert any(at.endswith(key) and rule in said and remedy in mend for at, said, mend in found), found


def test_a_list_of_wrong_items_is_not_called_too_short_as_well(folder) -> None:
    """Chances as percentages: four faults, one for each, and none of the list or of the table."""
    found = folder.refused(written(rows="    - {schools_from: 1, chances: [80, 10, 5, 5], mean: 0.4}\n"))
    assert [key for key, _, _ in found] == [f"growth.table[#1].chances[#{place}]" for place in (1, 2, 3, 4)]
    few = "    - {schools_from: 1, chances: [0.8, 0.1, 0.1], mean: 0.4}\n"
    ((key, rule, _),) = folder.refused(written(rows=few))
    assert (key, rule) == ("growth.table[#1].chances", "must have at least 4 items")


def test_a_school_left_out_of_the_pool_is_not_taken_for_one_that_was_always_there(folder) -> None:
    changes, new, posts = SCHOOL.format(joining="joining: sponsored", post="").partition("      - id: NEW")
    new, posts, post = (new + posts).partition("  posts:\n")
    other = new.replace("NEW", "OTH").replace('"New"', '"Other"')
    table = GROWTH.format(rows=ROWS, pool="NEW", starts="2027-09-01")
    ((key, rule, remedy),) = folder.refused(table + changes + new + other + posts + post)
    assert key == "changes.schools.add[OTH].joining"
    assert "OTH is not in growth.pool and has no date" in rule
    assert "add it to growth.pool" in remedy


def test_the_problem_names_file_line_value_rule_and_remedy(folder) -> None:
    folder.scenario("case", written(rows=rows("0.8, 0.1, 0.05, 0.1")))
    problem = folder.problem("case")
    assert problem.file.endswith("case.yaml")
    assert problem.line == folder.line("case.yaml", "0.8, 0.1, 0.05, 0.1")
    assert problem.value == "0.8, 0.1, 0.05, 0.1"
    assert problem.rule == "the chances of a growth table's row sum to one"


def test_a_table_without_a_row_for_a_size_the_trust_may_have_is_refused(folder) -> None:
    short = "    - {schools_from: 1, schools_to: 2, chances: [0.8, 0.1, 0.05, 0.05], mean: 0.4}\n"
    ((key, rule, _),) = folder.refused(written(rows=short))
    assert key == "growth.table"
    assert "2 to 3 schools, and no row is for 3" in rule
    late = "    - {schools_from: 3, chances: [0.7, 0.1, 0.1, 0.1], mean: 0.7}\n"
    ((_, rule, _),) = folder.refused(written(rows=late))
    assert "no row is for 2" in rule


def test_what_joins_by_chance_is_not_in_the_opening_state_nor_seconded_to(folder) -> None:
    opening = (
        "opening: {needs: [], deployments: [], days_used: {NEW-HT: 1}, tiers: [{school: NEW, tier: free}]}\n"
    )
    said = [rule for _, rule, _ in folder.refused(written(more=opening))]
    assert any("NEW joins if it is drawn to" in rule for rule in said)
    assert any("'NEW-HT' comes when NEW joins" in rule for rule in said)


def test_no_money_is_moved_on_a_date_to_a_school_that_may_never_join(folder) -> None:
    moved = "money_moved: [{school: NEW, date: 2028-01-01, gbp: 500, reason: a new reading scheme}]\n"
    ((key, rule, _),) = folder.refused(written(more=moved))
    assert key == "money_moved[#1].school"
    assert "whether and when NEW joins is drawn" in rule


def test_a_school_that_joins_on_the_first_day_joins_in_the_run(folder) -> None:
    """The world gives it a twin, so the checks must not take it for a founder."""
    body = SCHOOL.format(joining="joined: 2026-09-01", post="")
    ((key, rule, _),) = folder.refused(body)
    assert key.endswith("joining")
    assert "so it is no founder" in rule


@pytest.mark.parametrize(
    ("joined", "joining", "rule"),
    [
        ("2026-08-15", "founder", "so it is no founder"),
        ("2028-08-15", "converter", "joins on 2028-09-01, after the scenario ends (2028-09-01)"),
    ],
)
def test_a_date_in_the_holidays_is_the_half_term_after_it_for_the_checks_too(
    folder, joined, joining, rule
) -> None:
    """The run has such a school join on 1 September: a joiner of the first day, or never there."""
    when = f"joined: {joined}\n        joining: {joining}"
    ((_, said, _),) = folder.refused(SCHOOL.format(joining=when, post=""))
    assert rule in said
