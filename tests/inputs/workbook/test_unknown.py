"""What is unknown takes a range, is sampled, is listed, and is known again once a scenario decides it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest
from openpyxl import load_workbook

from ist_model.experiments.draws import sample
from ist_model.inputs.check import check
from ist_model.inputs.resolve import resolve
from ist_model.inputs.scenario_models import Resolved
from ist_model.inputs.unknown import decided, with_draw
from ist_model.inputs.workbook.columns import Never
from ist_model.inputs.workbook.strength import COLOURS, HOW_SURE, spread
from ist_model.world.build import build_world
from tests.inputs.workbook.conftest import SCENARIOS, Book, sheets

# A row of each sheet that holds what must be known; all other cells of it are set to unknown. Of choices that
# depend on each other one at most may be.
KNOWN: dict[str, dict[str, Any]] = {
    "Schools": {"Code": "ASH"},
    "People": {
        "Code": "SLE-9",
        "Post": "Teacher or middle leader",
        "Role": "SLE (specialist leader)",
        "Specialisms": "Maths",
        "Second role": "Lead Practitioner",
        "Second specialisms": "SEND",
    },
    "Deployments": {"Person": "DH-1", "School": "OAK", "Area": "Achievement"},
    "Days used": {"Person": "DH-1"},
    "Waiting": {"School": "OAK", "Specialism": "Maths"},
    "Bought by the day": {"Code": "PART"},
    "Bought by the year": {"Code": "NET"},
    "Money": {"School": "OAK"},
    "Partnerships": {"Code": "NORTH"},
    "Networks": {"Code": "NW"},
    "Beyond the trust": {"Code": "FAR", "Area": "Achievement"},
    "Joining needs": {"School": "OAK", "Area": "Achievement"},
    "Later rolls": {"School": "OAK", "School year begins": 2028},
    "Figures": {"School": "OAK", "Figure": "Suspensions", "Value": 2, "Source": "school"},
}


def with_unknown_row(book: Book, sheet: str, row: int) -> Resolved:
    """The book with a row of a sheet in which all that may be unknown is."""
    (found,) = [each for each in sheets() if each.name == sheet]
    unknown = {each.header: "unknown" for each in found.columns if not isinstance(each.unknown, Never)}
    book.fill(sheet, row, unknown | KNOWN[sheet])
    return book.resolve()


@pytest.mark.parametrize("sheet", KNOWN)
def test_any_cell_but_a_choice_of_ones_own_may_be_unknown(book: Book, sheet: str) -> None:
    row = {"Schools": 5, "People": 7}.get(sheet, 3)
    found = with_unknown_row(book, sheet, row)
    of_row = [u for u in found.unknowns if u.cell.startswith(f"{sheet}!") and u.cell.endswith(f"{row}")]
    told = {unknown.label.rpartition(" of ")[0] for unknown in of_row}
    (layout,) = [each for each in sheets() if each.name == sheet]
    expected = {
        column.header
        for column in layout.columns
        if column.header not in KNOWN[sheet] and not isinstance(column.unknown, Never)
    }
    expected -= {"Overall strength", "How sure"}  # each area has its own, and how sure is part of it
    assert told == expected
    for values in sample(found.assumptions, 4, found.seed):
        drawn = with_draw(found, values)
        assert check(drawn) == []
        build_world(found, values)


def test_an_unknown_partnership_is_any_of_those_there_are_or_none_where_there_are_none(book: Book) -> None:
    book.under("Schools", 3, "Partnership", "unknown")
    (alone,) = [unknown for unknown in book.resolve().unknowns if "Partnership" in unknown.label]
    assert (alone.keys, alone.taken) == ((), "as if empty: none")
    book.fill("Partnerships", 3, {"Code": "NORTH"}).fill("Partnerships", 4, {"Code": "SOUTH"})
    found = book.resolve()
    drawn = [
        with_draw(found, values).trust.schools[0].partnership
        for values in sample(found.assumptions, 32, found.seed)[1:]
    ]
    assert drawn.count("NORTH") == drawn.count("SOUTH") == 16


def test_of_two_choices_that_depend_on_each_other_one_may_be_unknown(book: Book) -> None:
    book.under("People", 5, "Role", "unknown").under("People", 5, "Specialisms", "unknown")
    found = book.problem()
    assert "'Role' of this row is unknown too" in found.rule
    assert found.cell == f"People!{book.at('People', 5, 'Specialisms')}"


def test_what_must_be_chosen_cannot_be_unknown(book: Book) -> None:
    found = book.put("Trust", "B4", "unknown").problem()
    assert (found.cell, found.rule) == ("Trust!B4", "this cannot be unknown: it is yours to choose")


def test_draws_vary_what_is_unknown_within_its_range_and_nothing_else(book: Book) -> None:
    found = book.under("Schools", 3, "Pupils", "unknown").resolve()
    central = build_world(found)
    rolls = set()
    for values in sample(found.assumptions, 40, found.seed)[1:]:
        world = build_world(found, values)
        by_key = dict(zip(world.schools["key"].tolist(), world.schools["roll"].tolist(), strict=True))
        assert sorted(by_key.values())[-1] >= 300 or 300 in by_key.values()
        rolls |= set(by_key.values()) - {300}
    assert sorted(central.schools["roll"].tolist()) == [277, 300]
    assert len(rolls) > 30
    assert min(rolls) >= 60
    assert max(rolls) <= 630


def test_an_outcome_is_sampled_as_often_as_schools_had_it(book: Book) -> None:
    found = book.under("Schools", 3, "Last inspection", "unknown").resolve()
    draws = sample(found.assumptions, 660, found.seed)[1:]
    told = [with_draw(found, values).trust.schools[0].last_inspection.outcome for values in draws]
    counts = {
        name: told.count(name) for name in ("inadequate", "requires improvement", "good", "outstanding")
    }
    assert sum(counts.values()) == 660
    for name, weight in {"inadequate": 1, "requires improvement": 3, "good": 23, "outstanding": 6}.items():
        assert abs(counts[name] - 20 * weight) <= 22, counts


def test_a_colour_lies_between_the_lines_of_the_register() -> None:
    values = {
        "monitoring.need_threshold": 37.0,
        "monitoring.supported_margin": 5.0,
        "monitoring.observation_sd": 8.0,
    }
    nation = NormalDist(50, 15)
    amber = spread("amber", "sure", values)
    assert amber.low == pytest.approx(nation.cdf(37), abs=1e-4)
    assert amber.high == pytest.approx(nation.cdf(42), abs=1e-4)
    assert spread("amber", "not sure", values).low == pytest.approx(nation.cdf(37 - 8), abs=1e-4)
    for colour in COLOURS:
        ranges = [spread(colour, how, values) for how in HOW_SURE]
        assert len({each.value for each in ranges}) == 1
        assert ranges[0].low >= ranges[1].low >= ranges[2].low
        assert ranges[0].high <= ranges[1].high <= ranges[2].high
    reds, ambers, greens = (spread(colour, "sure", values) for colour in COLOURS)
    assert (reds.high, ambers.high) == (ambers.low, greens.low)
    assert reds.value < ambers.value < greens.value


def test_a_colour_goes_to_every_area_without_its_own_and_all_move_together(book: Book) -> None:
    found = book.under("Schools", 3, "Strength: Inclusion", 0.8).resolve()
    oak = found.trust.schools[0]
    assert oak.start_percentile["inclusion"] == 0.8
    assert len(set(oak.start_percentile.values())) == 2
    drawn = with_draw(found, sample(found.assumptions, 1, found.seed)[1]).trust.schools[0].start_percentile
    assert drawn["inclusion"] == 0.8
    assert len(set(drawn.values())) == 2
    assert drawn["achievement"] != oak.start_percentile["achievement"]


def extending(body: str) -> Resolved:
    text = f'name: "What if"\nquestion: "What if so?"\nextends: trust\nchanges:\n{body}'
    Path("what-if.yaml").write_text(text, encoding="utf-8")
    return resolve("what-if.yaml", SCENARIOS)


def test_a_scenario_that_decides_something_unknown_has_it_known(book: Book) -> None:
    book.under("Schools", 3, "Pupils", "unknown")
    whole = {unknown.cell for unknown in book.resolve().unknowns}
    found = extending("  schools: {change: {OAK: {roll: 240}}}\n")
    assert whole - {unknown.cell for unknown in found.unknowns} == {"Schools!B3"}
    assert "unknown.schools.OAK.roll" not in found.assumptions.values()
    gone = extending("  schools: {change: {OAK: {roll: 277}}}\n")  # what stands in: nothing is changed
    assert {unknown.cell for unknown in gone.unknowns} == whole


def test_a_scenario_may_decide_it_as_an_assumption(book: Book) -> None:
    book.under("Schools", 3, "Pupils", "unknown")
    found = extending("  assumptions: {unknown.schools.OAK.roll: 240}\n")
    assert [school.roll for school in found.trust.schools] == [240, 300]
    drawn = with_draw(found, sample(found.assumptions, 1, found.seed)[1])
    assert [school.roll for school in drawn.trust.schools] == [240, 300]


def test_what_an_unknown_person_supports_is_never_beyond_the_rules(book: Book) -> None:
    found = book.under("People", 5, "Specialisms", "unknown").resolve()
    (unknown,) = [each for each in found.unknowns if each.cell.startswith("People")]
    serves = {s.id for s in found.framework.specialisms} - {
        "send",
        "behaviour",
        "attendance",
        "family_support",
    }
    assert set(unknown.options) == serves


def test_deciding_a_row_moves_only_what_is_still_unknown(book: Book) -> None:
    found = book.under("Schools", 3, "Pupils", "unknown").resolve()
    low = decided(found, {"unknown.schools.OAK.roll": 60.0, "no.such.row": 1.0})
    assert [school.roll for school in low.trust.schools] == [60, 300]
    assert decided(found, {}) is found


def test_dates_are_drawn_before_the_first_day(book: Book) -> None:
    book.under("Schools", 3, "Last inspection", "good").under("Schools", 3, "Inspected on", "unknown")
    found = book.resolve()
    for values in sample(found.assumptions, 20, found.seed):
        day = with_draw(found, values).trust.schools[0].last_inspection.date
        assert day is not None
        assert dt.date(2022, 8, 31) <= day < dt.date(2026, 9, 1)


def test_days_used_are_told_as_none_where_a_year_has_begun_and_the_sheet_is_empty(book: Book) -> None:
    first = book.at("Trust", 4, "Value")
    in_september = [one.cell for one in book.resolve().unknowns]
    assert "Days used!A3" not in in_september
    found = book.put("Trust", first, dt.date(2027, 1, 1)).resolve().unknowns
    (told,) = [one for one in found if one.cell == "Days used!A3"]
    assert "nobody has given any" in told.taken
    assert told.keys == ()
    book.fill("Days used", 3, {"Person": "DH-1", "Days used": 4})
    (told,) = [one for one in book.resolve().unknowns if one.cell == "Days used!A4"]
    assert "given this school year by TIP before" in told.label
    book.fill("Days used", 4, {"Person": "TIP", "Days used": 9})
    assert not [one for one in book.resolve().unknowns if one.cell.startswith("Days used")]
    for row in (5, 6):
        book.fill("People", row, {"Role": None, "Specialisms": None})
    for row in (3, 4):
        book.fill("Days used", row, {"Person": None, "Days used": None})
    assert "Days used!A3" not in [one.cell for one in book.resolve().unknowns]


def test_notes_say_where_codes_of_a_list_come_from_and_what_a_role_is_for(book: Book) -> None:
    opened = load_workbook(book.path)
    (partnership,) = [cell for cell in opened["Schools"][2] if cell.value == "Partnership"]
    assert "codes of the sheet Partnerships, so fill that in first" in partnership.comment.text
    (role,) = [cell for cell in opened["People"][2] if cell.value == "Role"]
    assert "Trust Improvement Partner: every area" in role.comment.text
    assert "Data Lead: no support to schools; boards see more clearly" in role.comment.text
