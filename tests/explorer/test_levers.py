"""Levers as scenarios: what each writes, what is refused in words, and links that bring them back."""

from __future__ import annotations

import base64
import datetime as dt
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from ist_model.explorer.levers import levers
from ist_model.explorer.saving import SaveError, id_of
from ist_model.explorer.session import Session
from ist_model.explorer.settings import CodeError, applied, code_of, read_code, term_starts
from ist_model.explorer.writing import NonsenseError, content_of, says_nothing
from ist_model.inputs.errors import InputError
from ist_model.inputs.identity import identity
from ist_model.inputs.resolve import resolve
from tests.report.small import working_folder


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = working_folder(tmp_path_factory.mktemp("explored"))
    baseline = folder / "scenarios" / "baseline.yaml"
    baseline.write_text(baseline.read_text("utf-8").replace("years: 1.5", "years: 3"), "utf-8")
    return Session(folder / "scenarios", runs=20)


@pytest.fixture
def plain(session: Session):
    return session.plain("baseline")


def test_levers_that_stand_where_the_scenario_has_them_change_nothing(session):
    for name in session.starts():
        start = session.start(name)
        assert says_nothing(content_of(session.plain(name), start)), name
        assert session.scenario(session.plain(name)) is start
        for own in levers(start, named=False).values():
            for lever in own:
                value = getattr(session.plain(name), lever.name)
                if lever.kind == "choice":
                    assert value in [each for _, each in lever.options], (name, lever.name)
                elif lever.kind == "slider":
                    assert lever.low <= value <= lever.high, (name, lever.name)


def test_schools_that_join_are_there_with_their_leaders(session, plain):
    made = session.scenario(replace(plain, sponsored=1, strong=2, joins="2027-09-01", km=25))
    new = {school.id: school for school in made.trust.schools if school.id.startswith("J")}
    assert [school.joining for school in new.values()] == ["sponsored", "converter", "converter"]
    assert {school.joined for school in new.values()} == {dt.date(2027, 9, 1)}
    assert len({school.label for school in made.trust.schools}) == len(made.trust.schools)
    old = [s.place.latitude for s in session.baseline.trust.schools if s.place]
    assert new["J1"].place.latitude == pytest.approx(sum(old) / len(old) + 25 / 111.2, abs=1e-4)
    brought = [post for post in made.trust.posts if post.school in new]
    assert sum(post.kind == "headteacher" for post in brought) == 3
    assert sum(len(post.designations) for post in brought) == 4  # two SLEs of each strong school


@pytest.mark.parametrize("change", [-13, -3, 0, 5])
def test_so_many_sles_are_there_as_the_lever_says(session, plain, change):
    made = session.scenario(replace(plain, sle_posts=change))
    number = sum(slot.role == "sle" for post in made.trust.posts for slot in post.designations)
    assert number == 13 + change
    lead = sum(slot.role == "lead_practitioner" for post in made.trust.posts for slot in post.designations)
    assert lead == 5


def test_days_and_the_effect_of_support_are_register_rows(session, plain):
    made = session.scenario(replace(plain, sle_days=7.0, leader_days=50.0, odds_ratio=1.4))
    values = made.assumptions.values()
    assert [values[f"role.{role}.days_per_year"] for role in ("sle", "system_leader")] == [7.0, 50.0]
    assert values["support.odds_ratio"] == 1.4
    assert session.scenario(replace(plain, no_effect=True)).no_effect


def test_bought_days_budget_and_policy_are_those_of_the_levers(session, plain):
    levers_ = replace(plain, bought_days=5.0, budget=20_000, order="best_gain", when="continuous")
    made = session.scenario(levers_)
    assert made.trust.suppliers[0].days_per_year == 5.0
    assert made.trust.bought_budget_gbp_per_year == 20_000
    assert (made.policy.order, made.policy.when) == ("best_gain", "continuous")


def test_schools_led_by_heads_of_school_have_one_leader_at_a_time(session, plain):
    made = session.scenario(replace(plain, heads="head_of_school", heads_from="2028-01-01"))
    new = [post for post in made.trust.posts if post.starts == dt.date(2028, 1, 1)]
    ended = [post for post in made.trust.posts if post.ends == dt.date(2028, 1, 1)]
    assert {post.kind for post in new} == {"head_of_school"}
    assert {post.school for post in new} == {post.school for post in ended}
    assert all(post.opens_vacant for post in new)


def test_a_secondment_is_for_whole_terms(session, plain):
    made = session.scenario(replace(plain, seconded="DH-3", to="DR", second_terms=2, second_share=0.5))
    (row,) = made.secondments
    terms = term_starts(session.baseline)
    assert (row.post, row.to_school, row.share) == ("DH-3", "DR", 0.5)
    assert (row.starts, row.ends) == (terms[0], terms[2])


@pytest.mark.parametrize(
    ("moved", "fault", "words"),
    [
        ({"seconded": "DH-3"}, NonsenseError, "needs a school to go to"),
        ({"seconded": "DH-3", "to": "GW"}, InputError, "is at GW already"),
        (
            {"seconded": "DH-3", "to": "DR", "second_terms": 6, "second_from": "2029-05-01"},
            NonsenseError,
            "after",
        ),
        ({"budget": 100}, InputError, "packages cost"),
    ],
    ids=["nowhere", "own school", "too long", "too little money"],
)
def test_levers_that_make_no_sense_together_say_so(session, plain, moved, fault, words):
    with pytest.raises(fault, match=words):
        session.scenario(replace(plain, **moved))


def test_a_link_brings_the_levers_back(session, plain):
    moved = replace(plain, sle_posts=-2, sle_days=7.5, joins="2028-01-01", no_effect=True)
    code = code_of(moved, plain)
    assert applied(plain, read_code(f"http://127.0.0.1:8866/#{code}")) == moved
    assert read_code(code_of(plain, plain)) == {"start": "baseline"}


def coded(text: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(text)).decode()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "empty"),
        ("x" * 3000, "longer"),
        ("eJz_nonsense", "no code"),
        (coded(b'{"start": "baseline"')[:-8], "no code"),
        (coded(b"[" * 100_000), "no code"),
        (coded(b'{"sle_days": 7}'), "which scenario"),
        (coded(b'{"start": "baseline", "lunch": 1}'), "lunch"),
        (coded(b'{"start": "baseline", "sle_days": "7"}'), "wrong kind"),
        (coded(b'{"start": "baseline", "sle_posts": true}'), "wrong kind"),
        (coded(b'{"start": "baseline", "sle_days": NaN}'), "wrong kind"),
    ],
)
def test_a_code_that_is_none_is_refused(code, words):
    with pytest.raises(CodeError, match=words):
        read_code(code)


def test_a_saved_scenario_is_what_was_seen_and_is_never_written_over(session, plain):
    moved = replace(plain, sponsored=1, sle_days=8.0, seconded="DH-3", to="DR", order="fair_share")
    name, question = "Fünf: =1+1, “quoted” & 'so'", "Does it hold?\nReally: yes or no?"
    path = session.save(moved, name, question, "The chief executive")
    assert path == session.scenarios_dir / f"{id_of(name)}.yaml"
    read = resolve(path.stem, session.scenarios_dir)
    assert identity(read) == identity(session.scenario(moved))
    assert (read.name, read.question, read.author) == (name, question, "The chief executive")
    before = path.read_bytes()
    with pytest.raises(SaveError, match="already"):
        session.save(plain, name, question, "")
    assert path.read_bytes() == before
    assert path.stem in session.starts()
    again = session.plain(path.stem)
    assert again.sle_days == 8.0
    assert session.scenario(replace(again, sle_posts=1)).extends == path.stem
    path.unlink()


@pytest.mark.parametrize(
    ("name", "question", "words"),
    [
        ("", "What if?", "name"),
        ("ab", "What if?", "name"),
        ("Good", "?", "question"),
        ("!!!", "What if?", "letters"),
    ],
)
def test_a_scenario_without_a_name_or_question_is_not_saved(session, plain, name, question, words):
    there = sorted(session.scenarios_dir.iterdir())
    with pytest.raises(SaveError, match=words):
        session.save(replace(plain, sle_days=8.0), name, question, "")
    assert sorted(session.scenarios_dir.iterdir()) == there


def test_a_name_may_not_take_a_file_that_is_no_scenario(session, plain):
    with pytest.raises(SaveError, match=r"assumptions\.yaml"):
        session.save(plain, "Assumptions", "What if?", "")


@pytest.mark.parametrize("name", ["Con.", "aux", "LPT1", "com-9", "Schema", "Trusts", "our book"])
def test_a_name_that_a_machine_or_the_folder_has_taken_is_refused(session, plain, name):
    (session.scenarios_dir / "our-book.xlsx").touch()
    if name == "com-9":  # Windows can have this one
        session.save(replace(plain, sle_days=8.0), name, "What if?", "").unlink()
    else:
        with pytest.raises(SaveError, match="choose another name"):
            session.save(replace(plain, sle_days=8.0), name, "What if?", "")
    (session.scenarios_dir / "our-book.xlsx").unlink()


def test_a_folder_that_cannot_be_written_is_told(session, plain, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ist_model.explorer.saving.os.link", full)
    with pytest.raises(SaveError, match="No space left"):
        session.save(replace(plain, sle_days=8.0), "Eight days", "What if?", "")
    assert not [p for p in Path(session.scenarios_dir).iterdir() if p.name.startswith(".")]
