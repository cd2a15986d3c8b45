"""`ist stress`: what it prints and writes, and what it refuses."""

from __future__ import annotations

import pytest

from tests.cli.test_cli import SMALL, ist


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("user") / "my-trust"
    assert ist("init", made, cwd=made.parent).returncode == 0
    (made / "scenarios" / "small.yaml").write_text(SMALL.replace("years: 1", "years: 2"), encoding="utf-8")
    return made


def test_shocks_are_shown_by_harm_and_written(folder):
    done = ist("stress", "small", "--csv", "shocks.csv", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(("What would harm pupils most: ", "No shock clearly harms pupils"))
    told = " ".join(done.stdout.split())
    assert "The sizes of the shocks are imagined" in told
    assert "What is put on the trust, exactly:" in told
    assert "leaders are not away" in told
    lines = (folder / "shocks.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 6 * 3
    assert lines[0].startswith("rank,shock,measure")
    (cut,) = [line for line in lines if "a budget cut" in line and "days_unmet" in line]
    assert cut.endswith(",none: it lasts")


@pytest.mark.parametrize("date", ["2020-09-01", "2031-09-01", "soon"])
def test_a_date_outside_the_period_is_refused(folder, date):
    done = ist("stress", "small", "--date", date, cwd=folder)
    assert done.returncode == 2
    assert "--date is" in done.stderr
