"""`ist choose` and `ist compare --until`: what they print, and what they refuse."""

from __future__ import annotations

import pytest

from tests.cli.test_cli import SMALL, ist

OTHER = SMALL.replace("extends: baseline", "extends: small").replace(
    "A short look", "Fewer days, a short look"
)
OTHER += "changes: {assumptions: {role.sle.days_per_year: 5}}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("user") / "my-trust"
    assert ist("init", made, cwd=made.parent).returncode == 0
    (made / "scenarios" / "small.yaml").write_text(SMALL, encoding="utf-8")
    (made / "scenarios" / "fewer.yaml").write_text(OTHER, encoding="utf-8")
    return made


def test_choose_says_the_answer_first_and_never_ranks_ties(folder):
    done = ist("choose", "small", "fewer", "--draws", 2, "--runs-per-draw", 2, cwd=folder)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()[:2]
    assert first.startswith("Pupils in a school with an area needing attention")
    assert "no clear difference" in second or "is the best" in second
    for words in ("regret", "with what is assumed", "with chance", "Planning model"):
        assert words in done.stdout


def test_choose_without_draws_is_about_chance_alone(folder):
    done = ist("choose", "small", "fewer", "--draws", 0, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "regret" not in done.stdout


def test_compare_until_says_by_which_rule_it_stopped(folder):
    done = ist("compare", "small", "fewer", "--until", 100000, "--budget", 40, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Rule: at least 30 runs and at most 40" in done.stdout
    assert "stopped after" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("choose", "small", "fewer", "--measure", "pupils_attention_existin"), "pupils_attention_existing"),
        (("choose", "small", "fewer", "--draws", 1), "two are the fewest"),
        (("compare", "small", "fewer", "--until", 0), "above 0"),
        (("compare", "small", "fewer", "--until", "inf"), "above 0"),
        (("choose", "small", "small"), "named twice"),
        (("choose", "small", "fewer", "--runs", 1), "greater than or equal to 2"),
        (("compare", "small", "fewer", "--until", 5, "--runs", 3), "not both"),
        (("compare", "small", "fewer", "--budget", 40), "--budget is for --until alone"),
        (("choose", "small", "fewer", "--draws", 0, "--runs-per-draw", 2), "give only one"),
    ],
)
def test_a_wrong_request_is_refused(folder, arguments, wrong):
    done = ist(*arguments, cwd=folder)
    assert done.returncode == 2
    assert wrong in done.stderr
