"""Trusts from published files: who is in them, former numbers, amalgamations, gaps and their filling."""

from __future__ import annotations

import math
from itertools import accumulate
from pathlib import Path
from statistics import NormalDist

import pytest
from inputs.new_trust.conftest import (
    SCENARIOS,
    SURREY,
    Given,
    built_from,
    files,
    given,
    register,
    school,
    two_schools,
    written_from,
)
from inputs.public_data.conftest import SAMPLES, as_csv, header_of

from ist_model.inputs.assumptions import Register
from ist_model.inputs.errors import InputError
from ist_model.inputs.new_trust.account import account
from ist_model.inputs.new_trust.national import national
from ist_model.inputs.new_trust.published import read_files
from ist_model.inputs.resolve import resolve
from ist_model.inputs.validate import validate
from ist_model.inputs.workbook.fill import workbook_of
from ist_model.inputs.yaml_file import read

KITE = "The Kite Academy Trust"
CROSS_FARM, FERNS, HALE, FOLLY_HILL = 142345, 147128, 146975, 148883


def test_a_trust_of_another_county_is_found_by_name_with_all_its_schools() -> None:
    built = built_from(SURREY, name=KITE)
    assert len(built.trust["schools"]) == 10
    assert {one["phase"] for one in built.trust["schools"]} == {"infant", "primary"}
    assert all(one["place"].get("approximate") is None for one in built.trust["schools"])
    assert [one["label"] for one in built.trust["partnerships"]] == [
        "Partnership 1 (GU16)",
        "Partnership 2 (GU12, GU14, GU3)",
        "Partnership 3 (GU9)",
    ]


def test_results_under_a_former_number_are_used_and_said_to_be(folder: Path) -> None:
    hale = school(built_from(SURREY, name=KITE), HALE)
    assert hale["start_basis"]["achievement"] == "KS2 progress 2018/19, under a former number"
    assert hale["note"] == "Former numbers: 125133."
    assert hale["last_inspection"]["predecessor"] is True
    assert written_from(folder, SURREY, name=KITE).trust.schools


def test_the_workbook_of_a_new_trust_is_read_again_with_strengths_as_if_known(folder: Path) -> None:
    resolved = written_from(folder, SURREY, name=KITE)
    register_ = validate(Register, read(folder / "assumptions.yaml"))
    assert resolved.unknowns
    book = workbook_of(resolved, register_, folder / "kite.xlsx", [])
    again = resolve(book, folder)
    assert again.unknowns == ()
    assert {one.id: one.start_percentile for one in again.trust.schools} == {
        one.id: one.start_percentile for one in resolved.trust.schools
    }
    assert {post.id for post in again.trust.posts} == {post.id for post in resolved.trust.posts}


def test_files_that_hold_none_of_the_schools_are_told(tmp_path: Path) -> None:
    ours = files(tmp_path, gias=register(*two_schools()))
    elsewhere = given(ofsted="ofsted_2015.csv", absence="2018/19=absence_2018_19.csv")
    built = built_from(ours | elsewhere, uid=777)
    assert {line.split(":")[0] for line in built.unused} == {"ofsted_2015.csv", "absence_2018_19.csv"}
    assert "ofsted_2015.csv: it holds none of the trust's schools" in account(built, read_files(ours))
    assert built_from(SURREY, name=KITE).unused == []


def test_the_report_says_that_an_outcome_may_tell_less() -> None:
    built = built_from(SURREY, name=KITE)
    assert "Where a school starts" in account(built, read_files(SURREY))


@pytest.mark.parametrize("first", ["older", "later"])
def test_the_later_of_two_registers_counts_whichever_is_named_first(tmp_path: Path, first: str) -> None:
    oak, elm = two_schools()
    for name, rows in {
        "older": [{**oak, "NumberOfPupils": "200"}, elm],
        "later": [
            {**oak, "NumberOfPupils": "260", "OfstedLastInsp": "01-02-2025"},
            {**elm, "EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2024"},
        ],
    }.items():
        (tmp_path / f"{name}.csv").write_text(register(*rows), encoding="utf-8")
    order = ["older", "later"] if first == "older" else ["later", "older"]
    built = built_from({"gias": [str(tmp_path / f"{name}.csv") for name in order]}, uid=777)
    (school_of_oak,) = built.trust["schools"]
    assert (school_of_oak["name"], school_of_oak["roll"]) == ("Oak", 260)
    assert built.members.left_out == ["Elm (150002): closed on 2024-08-31"]


def test_a_trust_without_an_open_primary_is_refused(tmp_path: Path) -> None:
    oak, _ = two_schools()
    closed = {**oak, "EstablishmentStatus (name)": "Closed"}
    with pytest.raises(InputError, match="has no open primary in these files: Oak"):
        built_from(files(tmp_path, gias=register(closed)), uid=777)


def test_figures_of_a_year_without_national_figures_are_not_used_and_said_so(tmp_path: Path) -> None:
    oak, elm = two_schools()
    absence = "LA,ESTAB,URN,PERCTOT,PPERSABS10\n936,1,150001,5.6,\n936,2,150002,SUPP,\n"
    for option, why in (("absence__2023_24", "too few for national figures"), ("absence", "not known")):
        built = built_from(files(tmp_path, gias=register(oak, elm), **{option: absence}), uid=777)
        assert school(built, 150001)["start_percentile"]["attendance_behaviour"] == 0.5
        assert why in " ".join(built.general)
    built = built_from(files(tmp_path, gias=register(oak, elm), absence__2018_19=absence), uid=777)
    a_year = 0.6 + 0.4 * math.exp(-0.016 * 39)
    assert school(built, 150001)["start_percentile"]["attendance_behaviour"] == pytest.approx(
        NormalDist().cdf((0.8 / a_year) ** 0.5 * (0.6 + 0.4 * math.exp(-0.016 * 39 * 7)) * (4.03 - 5.6)),
        abs=0.001,
    )
    assert school(built, 150002)["start_percentile"]["attendance_behaviour"] == 0.5


def test_the_latest_year_of_key_stage_2_counts_and_of_one_year_progress(tmp_path: Path) -> None:
    progress = {"READPROG": "2.5", "WRITPROG": "2.4", "MATPROG": "2.7", "PTRWM_EXP": "65%"}
    none = dict.fromkeys(("READPROG", "WRITPROG", "MATPROG"), "NP")
    oak, elm = two_schools()
    header = header_of("ks2_2018_19.csv")
    base = {"RECTYPE": "1", "LEA": "936", "ESTAB": "2001", "URN": oak["URN"]}

    def achievement(later: dict[str, str]) -> tuple[str, float]:
        texts = {
            "ks2__2017_18": as_csv(header, [base | progress]),
            "ks2__2018_19": as_csv(header, [base | later]),
        }
        found = school(built_from(files(tmp_path, gias=register(oak, elm), **texts), uid=777), 150001)
        return found["start_basis"]["achievement"], found["start_percentile"]["achievement"]

    assert achievement(progress)[0] == "KS2 progress 2018/19"
    assert achievement(none | {"PTRWM_EXP": "65%"}) == ("KS2 expected standard 2018/19", 0.5)
    basis, percentile = achievement(none | {"PTRWM_EXP": "SUPP"})
    assert basis == "KS2 progress 2017/18"
    seen = (0.62 / (0.6 + 0.4 * math.exp(-0.016 * 39))) ** 0.5 * (0.6 + 0.4 * math.exp(-0.016 * 39 * 8))
    assert percentile == pytest.approx(NormalDist().cdf(seen / 0.87), abs=0.001)


def test_a_national_file_gives_its_own_national_figures(tmp_path: Path) -> None:
    count = 6000
    schools = [{"URN": str(150_001 + at), "EstablishmentName": f"S{at}"} for at in range(count)]
    alone = {"Trusts (code)": "778"}
    rows = [schools[0], *({**one, **alone} for one in schools[1:])]
    absence = "LA,ESTAB,URN,PERCTOT,PPERSABS10\n" + "".join(
        f"936,{at},{150_001 + at},{5 if at % 2 else 6},\n" for at in range(count)
    )
    built = built_from(files(tmp_path, gias=register(*rows), absence__2024_25=absence), uid=777)
    found = school(built, 150_001)
    assert found["start_percentile"]["attendance_behaviour"] == pytest.approx(
        NormalDist().cdf((0.8 * (0.6 + 0.4 * math.exp(-0.016 * 39))) ** 0.5 * -1.0), abs=0.001
    )
    assert not built.general


def test_shares_of_report_card_grades_are_those_of_the_registers_cut_points() -> None:
    values = validate(Register, read(SCENARIOS / "assumptions.yaml")).values()
    seen = NormalDist(50, (15**2 + values["inspection.noise_sd"] ** 2) ** 0.5)
    below = [seen.cdf(values[f"grade.report_card_2025.cut_{at}"]) for at in range(1, 5)]
    shares = list(accumulate(national().card_grades.values()))
    assert [share / shares[-1] for share in shares[:-1]] == pytest.approx(below, abs=0.015)


def test_a_school_that_is_to_close_is_kept_and_the_status_told(tmp_path: Path) -> None:
    oak, _ = two_schools()
    closing = {**oak, "EstablishmentStatus (name)": "Open, but proposed to close"}
    built = built_from(files(tmp_path, gias=register(closing)), uid=777)
    assert "the register says: open, but proposed to close" in built.remarks[school(built, 150001)["id"]]
    assert built.trust["title"] == "Made Up Trust, from public data"


def test_a_roll_that_is_in_no_file_is_filled_and_said_to_be(tmp_path: Path) -> None:
    oak, elm = two_schools()
    bare = {"NumberOfPupils": "", "CensusDate": ""}
    built = built_from(
        files(tmp_path, gias=register({**oak, **bare, "SchoolCapacity": "420"}, {**elm, **bare})), uid=777
    )
    rolls = {one["name"]: (one["roll"], built.remarks[one["id"]][0]) for one in built.trust["schools"]}
    assert rolls["Oak"] == (420, "no roll in these files: its capacity stands in")
    assert rolls["Elm"] == (277, "no roll in these files: the national mean of primaries stands in")


def test_files_that_disagree_on_who_is_in_a_trust_are_told() -> None:
    two = given(gias="gias_group_links.csv gias_all_2025.csv", ofsted="ofsted_2022.csv")
    built = built_from(two, uid=16318)
    assert len(built.members.schools) == 3
    only = given(ofsted="ofsted_2022.csv")
    assert {member.urn for member in built_from(only, uid=16318).members.schools} == {143359, 143360}


@pytest.mark.parametrize(
    ("options", "uid", "name", "told"),
    [
        (
            given(gias="gias_search.csv"),
            None,
            "The Kyte Academy Trust",
            "did you mean 'THE KITE ACADEMY TRUST'",
        ),
        (given(gias="gias_search.csv"), 5488, "", "name the trust with --name"),
        (given(gias="gias_group_links.csv"), 16891, "", "no school of this trust"),  # a sponsor's number
        (given(gias="gias_academies.csv"), 16635, "", "give a GIAS register or its group links"),
    ],
)
def test_a_trust_that_no_file_knows_is_refused_with_a_remedy(
    options: Given, uid: int | None, name: str, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        built_from(options, uid, name)


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    page = tmp_path / "page.csv"
    page.write_text("<html>", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_files(
            {"gias": [str(page)], "ks2": [str(SAMPLES / "gias_search.csv"), str(tmp_path / "none.csv")]}
        )
    assert len(caught.value.problems) == 3
