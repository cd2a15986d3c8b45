"""Reading YAML: what is understood, with its lines, and what is refused."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ist_model.inputs import yaml_file
from ist_model.inputs.errors import InputError, Problem, collecting
from ist_model.inputs.yaml_file import Located, read
from ist_model.inputs.yaml_scalars import plain

BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{c}: &{c} [*{b}, *{b}, *{b}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here holds with libyaml and with the parser in Python."""
    if not hasattr(yaml, request.param):
        pytest.skip("this PyYAML was built without libyaml")
    monkeypatch.setattr(yaml_file, "_LOADER", getattr(yaml, request.param))


def read_text(tmp_path: Path, text: str | bytes) -> Located:
    path = tmp_path / "file.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path)


def refusal(tmp_path: Path, text: str | bytes) -> Problem:
    with pytest.raises(InputError) as caught:
        read_text(tmp_path, text)
    return caught.value.problems[0]


def test_values_and_lines(tmp_path: Path) -> None:
    text = "a: 1\nb:\n  - id: x\n    c: 1e-3\n  - id: y\n    d: 2027-09-01\ne: {f: [1, two]}\n"
    found = read_text(tmp_path, text)
    assert found.data == {
        "a": 1,
        "b": ({"id": "x", "c": 0.001}, {"id": "y", "d": dt.date(2027, 9, 1)}),
        "e": {"f": (1, "two")},
    }
    assert found.line(("b", 0, "c")) == 4
    assert found.line(("b", 1)) == 5
    assert found.line(("e", "f", 1)) == 7
    assert found.line(("b", 1, "absent")) == 5
    assert found.key(("b", 1, "d")) == "b[y].d"
    assert found.key(("e", "f", 1)) == "e.f[#2]"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        ("1.5E+2", 150.0),
        (".5", 0.5),
        ("-7", -7),
        ("010", "010"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("0x1f", "0x1f"),
        ("yes", True),
        ("Off", False),
        ("~", None),
        ("", None),
        ("2027-9-1", "2027-9-1"),
        ("2027-09-01T10:00", "2027-09-01T10:00"),
        ("-.inf", -math.inf),
        ("nan", "nan"),
        ("<<", "<<"),
    ],
)
def test_plain_scalars(text: str, value: object) -> None:
    assert plain(text) == value
    assert type(plain(text)) is type(value)


def test_quoted_text_stays_text(tmp_path: Path) -> None:
    found = read_text(tmp_path, "a: 'no'\nb: \"12\"\nc: |\n  no\n")
    assert found.data == {"a": "no", "b": "12", "c": "no\n"}


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert read_text(tmp_path, "\ufeffa: 1\n").data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line", "key", "value", "rule", "remedy"),
    [
        (BOMB, 1, "a", "&a", "anchors (&) and aliases (*) are not allowed", "write the value out"),
        ("a: 1\nb: *c\n", 2, "b", "*c", "aliases (*) are not allowed", "write the value out"),
        ("a: 1\nb: 2\na: 3\n", 3, "a", "a", "given twice (first on line 1)", "keep one"),
        (
            "a:\n  b: !!python/name:os.system x\n",
            2,
            "a.b",
            "python/name:os.system",
            "tags (!)",
            "remove the tag",
        ),
        ("a: 1\n---\nb: 1\n", 2, "", "---", "one document", "remove the `---` line"),
        ("a: 1\n\tb: 2\n", 2, "", "b: 2", "not valid YAML", "spaces, never with tabs"),
        ("a: b: c\n", 1, "", "a: b: c", "not valid YAML", "in quotes"),
        ("a: [1, 2\nb: 1\n", 2, "", "b: 1", "not valid YAML", "brackets"),
        ("- a\n- b\n", 1, "", "[a, b]", "`key: value` lines", "fields.md"),
        ("", 1, "", "", "`key: value` lines", "fields.md"),
        ("on: 1\n", 1, "", "on", "a key is text", '"on"'),
        ("2027: 1\n", 1, "", "2027", "a key is text", '"2027"'),
        ("? [a, b]\n: 1\n", 1, "", "(nested)", "a key is a plain word", "punctuation"),
        ("a:\n  b: 2027-02-30\n", 2, "a.b", "2027-02-30", "must be in the calendar", "correct it"),
        ("a: " + "1" * 19 + "\n", 1, "a", "1" * 19, "at most 18 digits", "correct it"),
        ("a: 1\nb: \x07\n", 2, "", "U+0007", "control characters", "delete it"),
        ("a: " + "[" * 50 + "]" * 50, 1, "a", "(nested)", "at most 40 deep", "indentation"),
    ],
)
def test_what_is_refused(
    tmp_path: Path, text: str, line: int, key: str, value: str, rule: str, remedy: str
) -> None:
    problem = refusal(tmp_path, text)
    assert problem.file.endswith("file.yaml")
    assert (problem.line, problem.key.split("[#")[0]) == (line, key)
    assert value in problem.value
    assert rule in problem.rule
    assert remedy in problem.remedy


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    problem = refusal(tmp_path, "a: 1\nb: caf\u00e9\n".encode("latin-1"))
    assert (problem.line, problem.value) == (2, "byte 0xe9 at offset 11")
    assert "UTF-8" in problem.rule
    assert "save the file as UTF-8" in problem.remedy


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    problem = refusal(tmp_path, b"a: 1\n" * 300_000)
    assert problem.value == "1,500,000 bytes"
    assert "at most 1,000,000 bytes" in problem.rule


def test_a_deep_file_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    assert "at most 40 deep" in refusal(tmp_path, "a: " + "[" * 900_000).rule


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    read_text(tmp_path, "a: 1\n")
    with pytest.raises(InputError) as caught:
        read(tmp_path / "fiel.yaml")
    assert caught.value.problems[0].remedy == "did you mean file.yaml?"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", denied)
    (tmp_path / "file.yaml").touch()
    with pytest.raises(InputError) as caught:
        read(tmp_path / "file.yaml")
    assert caught.value.problems[0].rule == "the file cannot be read: Permission denied"


@given(st.text(st.sampled_from("ab01:-[]{},#&*!|>'\"%@`?\n\t .~<\u00e9\x85\u2028"), max_size=60))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    problems: list[Problem] = []
    data = None
    with collecting(problems):
        data = read_text(tmp_path_factory.getbasetemp(), text).data
    assert isinstance(data, dict) != bool(problems)
    assert all(problem.rule and problem.remedy for problem in problems)
