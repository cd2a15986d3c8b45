"""The table of known answers in `docs/verification.md`, written from what was measured.

    python -m tests.system.number_table            # measure all and write the table (two minutes)

The tests of the known answers hold each row to what they measure, so a table that is out of step fails them.
"""

from __future__ import annotations

from pathlib import Path

from tests.system.known_numbers import CASES, NUMBERS_CHECKED, Case
from tests.system.output_analysis import FAMILY_LEVEL, ORDINARY_LEVEL, Check

PAGE = Path(__file__).resolve().parents[2] / "docs" / "verification.md"
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


def write(table: str) -> None:
    """Put a table into the page."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}{table}{END}{after}", encoding="utf-8")


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
