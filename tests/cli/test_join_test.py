"""`ist join-test`: what it prints, and what it refuses."""

from __future__ import annotations

import pytest

from tests.cli.test_cli import SMALL, ist

CANDIDATE = "scenarios/trusts/inclusive-schools-trust/candidates/school-x.yaml"
LONGER = SMALL.replace("years: 1", "years: 2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("user") / "my-trust"
    assert ist("init", made, cwd=made.parent).returncode == 0
    (made / "scenarios" / "small.yaml").write_text(SMALL, encoding="utf-8")
    (made / "scenarios" / "longer.yaml").write_text(LONGER, encoding="utf-8")
    return made


def test_the_answer_comes_first_then_what_it_rests_on(folder):
    done = ist("join-test", CANDIDATE, "--scenario", "longer", "--runs", 3, "--draws", 0, cwd=folder)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()[:2]
    assert first.startswith("School X (invented): ")
    assert second.startswith("Safe means: at most 14 more pupils of our schools")
    assert "Not looked at: September 2028, beyond the period reported" in done.stdout
    for words in ("not at all", "What we did not know", "RISE support", "Planning model"):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (("missing.yaml",), "missing.yaml"),
        ((CANDIDATE, "--standard", 70), "between 0 and 1"),
        ((CANDIDATE, "--harm", -1), "0 or more"),
        ((CANDIDATE, "--draws", 1), "2 draws or more"),
        ((CANDIDATE, "--second", "NOBODY"), "NOBODY"),
        ((CANDIDATE, "--scenario", "basline"), "baseline"),
    ],
)
def test_what_cannot_be_is_refused_with_the_remedy(folder, arguments, wrong):
    done = ist("join-test", *arguments, cwd=folder)
    assert done.returncode == 2, done.stdout + done.stderr
    assert wrong in done.stderr
