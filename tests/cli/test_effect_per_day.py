"""`ist effect-per-day` as a user calls it; schools simulated here, not its own rule, check its chances."""

from __future__ import annotations

import json
import re
import shutil

import numpy as np
import pytest

from tests.cli.test_cli import files, folder, ist

__all__ = ["folder"]

SCHOOLS, STEPS_PER_WEEK = 200_000, 10


@pytest.fixture(scope="module")
def told(folder):
    """What the command says of the baseline, on the terminal and as data."""
    done = ist("effect-per-day", "--json", "effect.json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads((folder / "effect.json").read_text(encoding="utf-8"))


def simulated_chance(told, points_per_day):
    """Schools at the threshold get a day a week, drift, forget, meet chance, and are then inspected."""
    rng = np.random.default_rng(20261101)
    kappa, sigma, threshold = told["kappa_per_week"], told["sigma_per_root_week"], told["threshold"]
    x = np.full(SCHOOLS, threshold)
    m = 50 + told["persistence"] * (x - 50)
    shock_sd = np.sqrt(sigma**2 * (1 - np.exp(-13 * kappa)) / (2 * kappa))
    dt = 1 / STEPS_PER_WEEK
    half_terms = round(told["years_to_inspection"] * 6)
    for half_term in range(half_terms):
        added = np.zeros(SCHOOLS)
        for step in range(int(6.5 * STEPS_PER_WEEK)):
            supported = half_term * 6.5 + (step + 0.5) * dt < told["package_days"]
            push = points_per_day * (1 - x / 100) if supported else np.zeros(SCHOOLS)
            added += push * dt
            x = x + (kappa * (m - x) + push) * dt
        m = np.maximum(m, np.minimum(x, m + told["lasting_share"] * added))
        x = x + shock_sd * rng.standard_normal(SCHOOLS)
    return float(np.mean(x + told["inspector_noise_sd"] * rng.standard_normal(SCHOOLS) >= threshold))


@pytest.mark.parametrize("at", ["low", "central", "high"])
def test_printed_chances_are_those_of_simulated_schools(told, at):
    data = told[1]
    (made,) = [row for row in data["effects"] if row["at"] == at]
    given, without = (simulated_chance(data, points) for points in (made["points_per_day"], 0.0))
    # Simulated schools that happen to be strong keep a little more of what is added than the mean path does.
    assert made["chance_without"] == pytest.approx(without, abs=0.004)
    assert made["chance_with"] == pytest.approx(given, abs=0.008)


@pytest.mark.parametrize("at", ["low", "central", "high"])
def test_chances_with_and_without_are_as_far_apart_as_the_odds_ratio_says(told, at):
    (made,) = [row for row in told[1]["effects"] if row["at"] == at]
    odds = [p / (1 - p) for p in (made["chance_with"], made["chance_without"])]
    assert odds[0] / odds[1] == pytest.approx(made["odds_ratio"], rel=1e-9)
    assert (made["points_per_day"] == 0.0) == (made["odds_ratio"] == 1.0)


def test_it_says_in_words_what_it_means_and_that_no_effect_is_possible(told):
    said = " ".join(told[0].split())
    for part in (
        "10 days of support, one a week, to a school at the threshold of needing attention",
        "from about 3 in 4 to about 8 in 10: 3 more of a hundred such schools",
        "No effect at all is inside the evidence: the odds ratio is 1 to 1.6",
        "not evidence of impact and not a predicted grade",
    ):
        assert part in said
    assert told[1]["no_effect_is_possible"]


def test_a_scenario_without_effect_says_that_it_uses_none(folder):
    done = ist("effect-per-day", "no-effect", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "its runs use 0 points per day" in " ".join(done.stdout.split())


@pytest.fixture
def elsewhere(folder, tmp_path):
    """A copy of the working folder's scenarios whose register may be changed: a row's value, low and high."""
    shutil.copytree(folder / "scenarios", tmp_path / "scenarios")
    register = tmp_path / "scenarios" / "assumptions.yaml"

    def change(key, value, low, high):
        text = register.read_text(encoding="utf-8")
        row = rf"(- key: {re.escape(key)}\n +value: )\S+(\n +low: )\S+(\n +high: )\S+"
        changed, count = re.subn(row, rf"\g<1>{value}\g<2>{low}\g<3>{high}", text)
        assert count == 1
        register.write_text(changed, encoding="utf-8")
        return tmp_path

    return change


def test_a_register_that_rules_out_no_effect_is_contradicted(elsewhere):
    done = ist("effect-per-day", cwd=elsewhere("support.odds_ratio", 1.3, 1.1, 1.6))
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "leaves no effect (an odds ratio of 1) outside its range of 1.1 to 1.6" in said
    assert "is inside the evidence" not in said


@pytest.mark.parametrize("command", [["effect-per-day"], ["run", "small", "--workers", 1]])
def test_an_odds_ratio_out_of_reach_is_refused_with_the_remedy(elsewhere, command):
    elsewhere("strength.lasting_share", 0, 0, 0.5)
    done = ist(*command, cwd=elsewhere("strength.kappa_per_week", 0.5, 0.4, 0.6))
    assert (done.returncode, done.stdout) == (2, "")
    assert "no effect per day gives support.odds_ratio = 1.2" in done.stderr
    assert "lower it, or let strength forget more slowly" in done.stderr


WRONG = {
    "unknown scenario": (["baselin"], "baseline"),
    "no such folder": (["--json", "nowhere/effect.json"], "there is no folder nowhere"),
}


@pytest.mark.parametrize(("arguments", "says"), WRONG.values(), ids=WRONG)
def test_wrong_input_is_refused_and_nothing_is_written(folder, arguments, says):
    before = files(folder)
    done = ist("effect-per-day", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert files(folder) == before
