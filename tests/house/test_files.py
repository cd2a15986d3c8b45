"""Rules that every file keeps: short, described, finished, and tied to no machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path

MAX_LINES = 300

# Written in pieces, so that this file does not break its own rules.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|NotImpl" r"ementedError)\b")
MACHINE = re.compile(
    r"(?<![\w.])/(?:ro"
    r"ot|ho"
    r"me/\w+|wo"
    r"rk|Us"
    r"ers/\w+|op"
    r"t)/\S"
    r"|[A-Z]:\\\\?Us"
    r"ers\\"
    r"|(?<![\w./])(?:\.\./)+sha"
    r"red/"
)
INDEX = re.compile(
    r"py"
    r"pi\.org|python"
    r"hosted\.org|registry\.np"
    r"mjs|deb\.deb"
    r"ian\.org"
    r"|-i"
    r"ndex-url|-find"
    r"-links|trusted"
    r"-host",
    re.IGNORECASE,
)
MUTED = re.compile(r"#\s*(?:no" r"qa|type:\s*ig" r"nore|pragma:\s*no)(?P<rest>.*)")
REASONED = re.compile(r"(?:\[[\w, -]+\]|: ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*)\s+(?:#|--)\s+\w+")


def offences(texts: dict[str, str], rule: re.Pattern[str]) -> list[str]:
    """Place and text of each line that a rule forbids."""
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if rule.search(line)
    ]


def test_python_files_stay_under_300_lines(texts: dict[str, str]) -> None:
    lengths = {name: len(text.splitlines()) for name, text in texts.items() if name.endswith(".py")}
    assert lengths["ist_model/__init__.py"] > 0
    assert {name: count for name, count in lengths.items() if count > MAX_LINES} == {}


def test_each_module_says_what_it_is_for(texts: dict[str, str]) -> None:
    modules = {name: ast.parse(text) for name, text in texts.items() if name.endswith(".py")}
    assert [name for name, tree in modules.items() if not ast.get_docstring(tree)] == []


def test_each_folder_of_the_package_is_a_package(sources: dict[str, str]) -> None:
    folders = {name.rpartition("/")[0] for name in sources}
    assert [folder for folder in sorted(folders) if f"{folder}/__init__.py" not in sources] == []


def test_nothing_is_left_unfinished(texts: dict[str, str]) -> None:
    assert offences(texts, UNFINISHED) == []


def test_no_file_names_a_place_on_one_machine(texts: dict[str, str]) -> None:
    assert offences(texts, MACHINE) == []


def test_no_file_names_a_package_index(texts: dict[str, str]) -> None:
    allowed = {"Makefile": 1}  # the option that keeps indexes out of the lock
    found = offences(texts, INDEX)
    assert [place for place in found if place.split(":")[0] not in allowed] == []
    assert len(found) == sum(allowed.values())


def test_a_muted_check_names_its_rule_and_the_reason(sources: dict[str, str]) -> None:
    silent = [
        f"{name}:{number}: {line.strip()}"
        for name, text in sources.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if (muted := MUTED.search(line)) and not REASONED.match(muted["rest"])
    ]
    assert silent == []


def test_tests_stand_where_what_they_test_stands(files: list[Path], repository: Path) -> None:
    """`tests/` mirrors the rooms of `ist_model/`; commands, notebooks and so on have folders of their own."""
    beside = {"house", "system", "notebooks", "browser", "benchmarks"}
    rooms = {path.name for path in (repository / "ist_model").iterdir() if (path / "__init__.py").exists()}
    used = {
        path.relative_to(repository / "tests").parts[0]
        for path in files
        if path.is_relative_to(repository / "tests") and path.name.startswith("test_")
    }
    assert used - rooms - beside - {"test_shipped.py", "test_cli.py"} == set()


def test_the_rules_catch_what_they_forbid() -> None:
    planted = {
        "a.py": "path = '/ro" + "ot/x'\nwhere = '../sha" + "red/data'\n# TO" + "DO later\n",
        "c.txt": "--extra-i" + "ndex-url x\n",
        "b.py": "x = 1  # no" + "qa\ny = 2  # type: ig" + "nore[arg-type]  # the library lacks types\n",
    }
    assert len(offences(planted, MACHINE)) == 2
    assert len(offences(planted, UNFINISHED)) == 1
    assert len(offences(planted, INDEX)) == 1
    bare, reasoned = (MUTED.search(line) for line in planted["b.py"].splitlines())
    assert bare is not None
    assert reasoned is not None
    assert not REASONED.match(bare["rest"])
    assert REASONED.match(reasoned["rest"])
