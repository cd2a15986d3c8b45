"""Money of a new trust: what files of past years say is carried over in shares of income, and told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from inputs.new_trust.conftest import SCENARIOS, Given, built_from, files, register, school, written_from
from inputs.public_data.conftest import SAMPLES, as_csv, header_of

from ist_model.inputs.assumptions import Register
from ist_model.inputs.finance import Finance, figures
from ist_model.inputs.new_trust.account import account
from ist_model.inputs.new_trust.published import read_files
from ist_model.inputs.validate import validate
from ist_model.inputs.yaml_file import read

OAK, ELM = 150001, 150002
TOTAL, RESERVES = "Total Income   I01 to I18", "Revenue Reserve   B01 plus B02 plus B06"
VALUES = validate(Register, read(SCENARIOS / "assumptions.yaml")).values()
# 210 pupils, a million pounds in, 1.02 million out, reserves of 80,000.
ACCOUNTS = {
    "URN": str(OAK),
    "Overall Phase": "Primary",
    "No Pupils": "200",
    "Period covered by return (months)": "12",
    "No Teachers": "9.5",
    TOTAL: "1000000",
    "E01  Teaching Staff": "500000",
    "E02  Supply teaching staff": "10000",
    "E26 Agency supply teaching staff": "5000",
    "E03 Education support staff": "200000",
    "E04  Premises staff": "20000",
    "E05 Administrative and clerical staff": "30000",
    "E06 Catering staff": "0",
    "E07  Cost of other staff": "10000",
    "Total Expenditure  E01 to E32": "1020000",
    RESERVES: "80000",
}
SCHOOLS = [
    {"URN": str(OAK), "EstablishmentName": "Oak", "EstablishmentNumber": "2001"},
    {"URN": str(ELM), "EstablishmentName": "Elm", "EstablishmentNumber": "2002"},
]


def cfr(*rows: dict[str, str]) -> str:
    return as_csv(header_of("header_cfr.csv"), [{**ACCOUNTS, **row} for row in rows])


def nation(pounds_a_pupil: int, primaries: int = 5000) -> list[dict[str, str]]:
    """Accounts of so many other primaries, and of dear special schools, which do not count."""
    others = [
        {"URN": str(200000 + number), "Total Income   I01 to I18": str(200 * pounds_a_pupil)}
        for number in range(primaries)
    ]
    dear = {"Overall Phase": "Special", "Total Income   I01 to I18": "9000000"}
    return [*others, *({**dear, "URN": str(300000 + number)} for number in range(50))]


def trust(tmp_path: Path, **texts: str) -> Given:
    return files(tmp_path, gias=register(*SCHOOLS), **texts)


def told(built: Any, urn: int) -> str:
    return " ".join(built.remarks[school(built, urn)["id"]])


def test_costs_balance_and_reserves_are_the_files_shares_of_income_at_the_registers_prices(
    tmp_path: Path, folder: Path
) -> None:
    given = trust(tmp_path, finance__2024_25=cfr({}))
    found = written_from(folder, given, uid=777).trust
    oak = next(one for one in found.schools if one.urn == OAK)
    income = 210 * 7000  # roll of the register, income of the assumptions: too few primaries to compare
    assert oak.finance.income_per_pupil_gbp is None
    assert oak.finance.teachers_fte == 9.5
    assert oak.finance.teaching_cost_gbp == pytest.approx(0.515 * income, abs=1)
    assert oak.finance.other_staff_cost_gbp == pytest.approx(0.26 * income, abs=1)
    assert oak.reserves_gbp == pytest.approx(0.08 * income, abs=1)
    whole = figures(oak.roll, oak.finance, oak.reserves_gbp, VALUES)
    out = whole.teaching_cost_gbp + whole.other_staff_cost_gbp + whole.other_cost_gbp + 0.06 * income
    assert (income - out) / income == pytest.approx(-0.02, abs=1e-5)
    shown = {kind.name: (kind.value, kind.year) for kind in oak.indicators}
    assert shown["Income per pupil"] == (5000.0, "2024/25")
    assert shown["In-year balance"] == (-2.0, "2024/25")
    elm = next(one for one in found.schools if one.urn == ELM)
    assert (elm.finance, elm.reserves_gbp) == (Finance(), None)


def test_income_per_pupil_is_the_registers_times_the_schools_against_all_primaries(tmp_path: Path) -> None:
    built = built_from(trust(tmp_path, finance__2024_25=cfr({}, *nation(4000))), uid=777)
    mean = (5000 * 200 * 4000 + 1_000_000) / (5001 * 200)
    assert school(built, OAK)["finance"]["income_per_pupil_gbp"] == round(5000 / mean * 7000)
    assert "125% of the mean of its primaries" in told(built, OAK)
    few = built_from(trust(tmp_path, finance__2024_25=cfr({}, *nation(4000, 4998))), uid=777)
    assert "income_per_pupil_gbp" not in school(few, OAK)["finance"]
    assert "shown, not used: the file holds 4999 primaries" in told(few, OAK)


def test_grants_of_academies_are_found_by_local_number_and_part_years_not_used(tmp_path: Path) -> None:
    base = {"Type of Provision - Phase": "Primary", "Number of Pupils": "200", "Year": "2023-24"}
    rows = [
        {**base, "LA Establishment Number": str(9_000_000 + number), "GAG Value": "900000"}
        for number in range(5000)
    ]
    oak = {**base, "LA Establishment Number": "9362001", "GAG Value": "810000"}
    elm = {**base, "LA Establishment Number": "9362002", "GAG Value": "500000"}
    elm["Date joined or opened if in period"] = "01/04/2024"
    text = as_csv(header_of("header_aar.csv"), [oak, elm, *rows])
    given = trust(tmp_path, finance=text)
    built = built_from(given, uid=777)
    assert school(built, OAK)["finance"]["income_per_pupil_gbp"] == pytest.approx(0.9 * 7000, abs=1)
    assert "90% of the mean of its primaries in finance.csv (2023/24)," in told(built, OAK)
    assert "former" not in told(built, OAK)
    assert "finance" not in school(built, ELM)
    assert "accounts of finance.csv (2023/24) not used: they are of part of a year" in told(built, ELM)
    assert "carried over" in account(built, read_files(given))


def test_the_circulating_reduction_gives_the_balance_alone(tmp_path: Path) -> None:
    head, rich, usual, *_ = (SAMPLES / "income_2018.csv").read_text("utf-8").splitlines()
    rows = [usual.replace("120945", str(OAK)), rich.replace("120924", str(ELM))]
    rows = [row.replace(",2018", ",2024") for row in rows]
    built = built_from(trust(tmp_path, finance="\n".join([head, *rows])), uid=777)
    oak = school(built, OAK)
    whole = figures(210, Finance.model_validate(oak["finance"]), None, VALUES)
    income = 210 * 7000
    out = whole.teaching_cost_gbp + whole.other_staff_cost_gbp + whole.other_cost_gbp + 0.06 * income
    assert (income - out) / income == pytest.approx(6194.43 / 1489906.83, abs=1e-5)
    assert set(oak["finance"]) == {"other_cost_gbp", "source"}
    assert "finance.csv (2023/24)" in oak["finance"]["source"]
    assert "finance" not in school(built, ELM)  # 83 % of income spent: less than staff is assumed to cost
    assert "does not pay for staff" in told(built, ELM)


@pytest.mark.parametrize(
    ("cells", "said", "left_out"),
    [
        ({"Total Expenditure  E01 to E32": "90"}, "taken for an error of the file", "other_cost_gbp"),
        ({TOTAL: "0"}, "taken for an error of the file", "teaching_cost_gbp"),
        ({TOTAL: ""}, "no income (suppressed, not supplied or blank)", "other_cost_gbp"),
        ({TOTAL: "SUPP"}, "no income (suppressed, not supplied or blank)", "other_cost_gbp"),
        ({"E26 Agency supply teaching staff": "DNS"}, "other staff 26%", "teaching_cost_gbp"),
        ({"E03 Education support staff": "DNS"}, "cost of other staff", "other_staff_cost_gbp"),
        ({"E01  Teaching Staff": "-500000"}, "teaching below nought, which is", "teaching_cost_gbp"),
        ({"E06 Catering staff": "(300,000)"}, "catering below nought, which is", "other_staff_cost_gbp"),
        ({"E01  Teaching Staff": "5000000"}, "spent in all, which is taken for", "teaching_cost_gbp"),
        ({"No Teachers": "600"}, "600 teachers of finance__2024_25.csv", "teachers_fte"),
        ({RESERVES: "DNS"}, "reserves are not in its row", "reserves_gbp"),
        ({RESERVES: "4000000"}, "more than a year's income", "reserves_gbp"),
        ({"Period covered by return (months)": "5"}, "they are of 5 months, not of a year", "reserves_gbp"),
        ({"Period covered by return (months)": "5"}, "they are of 5 months", "teaching_cost_gbp"),
        ({"No Teachers": "3"}, "too few for the 8 classes", "teachers_fte"),
        ({"Total Expenditure  E01 to E32": "800000"}, "does not pay for staff", "other_cost_gbp"),
    ],
)
def test_figures_that_cannot_be_are_left_out_and_told(
    tmp_path: Path, folder: Path, cells: dict[str, str], said: str, left_out: str
) -> None:
    given = trust(tmp_path, finance__2024_25=cfr(cells))
    built = built_from(given, uid=777)
    assert said in told(built, OAK)
    oak = school(built, OAK)
    assert left_out not in {**oak, **oak.get("finance", {})}
    assert written_from(folder, given, uid=777).trust.schools


def test_every_file_of_accounts_says_what_became_of_a_school_and_the_latest_good_one_counts(
    tmp_path: Path,
) -> None:
    given = trust(
        tmp_path,
        finance__2024_25=cfr({TOTAL: "DNS"}),
        finance__2023_24=cfr({TOTAL: "1000000", "Period covered by return (months)": "5"}),
        finance__2022_23=cfr({RESERVES: "50000"}),
        finance__2020_21=cfr({}, {"URN": str(ELM), RESERVES: "10000"}),
    )
    built = built_from(given, uid=777)
    assert school(built, OAK)["reserves_gbp"] == pytest.approx(0.05 * 210 * 7000, abs=1)
    for said in (
        "its row in finance__2024_25.csv (2024/25) has no income",
        "accounts of finance__2023_24.csv (2023/24) not used: they are of 5 months",
        "finance__2020_21.csv (2020/21) are shown, not used: their year ended 5 years before the first day",
    ):
        assert said in told(built, OAK)
    assert "reserves_gbp" not in school(built, ELM)
    for year in ("2024_25", "2023_24", "2022_23"):
        assert f"it stands in no row of finance__{year}.csv" in told(built, ELM)
    shown = {kind["name"]: (kind["value"], kind["year"]) for kind in school(built, ELM)["indicators"]}
    assert shown["Reserves"] == (1.0, "2020/21")


def test_later_accounts_leave_earlier_ones_out_and_reserves_of_before_the_trust_are_told(
    tmp_path: Path,
) -> None:
    late = {"OpenDate": "01/09/2025"}
    given = files(
        tmp_path,
        gias=register(*({**row, **late} for row in SCHOOLS)),
        finance__2024_25=cfr({}),
        finance__2021_22=cfr({}),
    )
    built = built_from(given, uid=777)
    assert "finance__2021_22.csv (2021/22) not used: later ones are at hand" in told(built, OAK)
    assert "are of before it joined on 2025-09-01" in told(built, OAK)
    assert "before it joined" not in told(built_from(trust(tmp_path, finance__2024_25=cfr({})), uid=777), OAK)


def test_accounts_of_an_unknown_year_are_shown_only(tmp_path: Path) -> None:
    built = built_from(trust(tmp_path, finance=cfr({})), uid=777)
    assert "reserves_gbp" not in school(built, OAK)
    assert "are shown, not used: their school year is not known" in told(built, OAK)


def test_income_far_from_all_primaries_is_taken_for_an_error(tmp_path: Path) -> None:
    huge = {TOTAL: "5000000000", "Total Expenditure  E01 to E32": "5000000000"}
    built = built_from(trust(tmp_path, finance__2024_25=cfr(huge, *nation(4000))), uid=777)
    assert "income_per_pupil_gbp" not in school(built, OAK).get("finance", {})
    assert "times the mean of its primaries, which is taken for an error" in told(built, OAK)


def test_teachers_of_twice_the_pupils_are_scaled_to_the_roll(tmp_path: Path) -> None:
    built = built_from(
        trust(tmp_path, finance__2024_25=cfr({"No Pupils": "420", "No Teachers": "20"})), uid=777
    )
    assert school(built, OAK)["finance"]["teachers_fte"] == 10
    assert "taught 420 pupils: 10 for 210" in told(built, OAK)
