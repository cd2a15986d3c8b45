"""The table of known answers in `docs/verification.md`, written from what was measured.

    python -m tests.system.number_table            # measure all and write the table (two minutes)

The same numbers go to `ist_model/report/pages/known_answers.json`, which travels with the package. The tests
of the known answers hold each row to what they measure, so a table that is out of step fails them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ist_model.inputs.resolve import resolve
from tests.system.known_numbers import CASES, NUMBERS_CHECKED, Case
from tests.system.output_analysis import FAMILY_LEVEL, ORDINARY_LEVEL, Check

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "verification.md"
FACTS = ROOT / "ist_model" / "report" / "pages" / "known_answers.json"
BEGIN, END = "<!-- numbers: begin (make numbers) -->\n", "<!-- numbers: end -->\n"
HEAD = (
    "| case | number | theory | measured | ± % of theory | off by, of what is allowed | |\n"
    "| --- | --- | --- | --- | --- | --- | --- |\n"
)


def row(check: Check) -> str:
    """A number's row, without its case."""
    theory, estimate = check.theory, check.estimate
    share = 100.0 * estimate.half_width(ORDINARY_LEVEL) / abs(theory)
    allowed = estimate.half_width(FAMILY_LEVEL / NUMBERS_CHECKED)
    off = abs(estimate.mean - theory) / allowed
    passed = "passes" if not check.fault(NUMBERS_CHECKED) else "FAILS"
    limit = "" if check.narrow is None else f" (≤ {100.0 * check.narrow:g})"
    return f"{check.name} | {theory:.7g} | {estimate.mean:.6g} | {share:.2g}{limit} | {off:.2f} | {passed} |"


def rows(case: Case, checks: list[Check]) -> str:
    """A case's rows; the first says which it is and where its file stands."""
    first = f"{case.name} (`{case.scenario}`)"
    names = [first] + [""] * (len(checks) - 1)
    return "".join(f"| {name} | {row(check)}\n" for name, check in zip(names, checks, strict=True))


def written() -> str:
    """The table as the page has it."""
    return PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def facts(table: str) -> list[dict[str, Any]]:
    """The cases of a table as data: each with its scenario file and its numbers, as the table says them."""
    cases: list[dict[str, Any]] = []
    for line in table.removeprefix(HEAD).splitlines():
        case, name, theory, measured, spread, off_by, verdict = (
            cell.strip() for cell in line.strip("|").split("|")
        )
        if case:
            words, _, scenario = case.removesuffix("`)").partition(" (`")
            cases.append({"case": words, "title": _title(scenario), "scenario": scenario, "numbers": []})
        number = {"name": name, "theory": theory, "measured": measured, "percent_of_theory": spread}
        cases[-1]["numbers"].append(number | {"off_by": off_by, "passes": verdict == "passes"})
    return cases


def _title(scenario: str) -> str:
    """What a case's scenario file calls itself."""
    return resolve(f"verification/{scenario}", ROOT / "scenarios").name


def as_json(table: str) -> str:
    """What travels with the package."""
    known = {"numbers_checked": NUMBERS_CHECKED, "level_of_all": FAMILY_LEVEL, "cases": facts(table)}
    return json.dumps(known, indent=1, ensure_ascii=False) + "\n"


def write(table: str) -> None:
    """Put a table into the page, and its numbers into the package."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}{table}{END}{after}", encoding="utf-8")
    FACTS.write_text(as_json(table), encoding="utf-8")


def main() -> None:
    """Measure every case and write the table."""
    table = HEAD
    for case in CASES:
        told = rows(case, case.measure())
        print(told, end="")
        table += told
    write(table)


if __name__ == "__main__":
    main()
