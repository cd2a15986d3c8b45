"""The compile cache never serves old numbers, and a folder that cannot be written is said, not hidden."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import ist_model
from ist_model.science import jit

PACKAGE = Path(ist_model.__file__).parent
PRINT_NOISE = "from ist_model.science import strength; print(strength.noise_sd(1.0, 0.0))"


@pytest.mark.slow
def test_an_edit_of_a_rule_changes_the_result(tmp_path):
    """Numba alone would serve the old kernel: the edited constant stands in a file that others import."""
    shutil.copytree(PACKAGE, tmp_path / "ist_model", ignore=shutil.ignore_patterns("__pycache__"))
    environment = os.environ | {"IST_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(tmp_path)}

    def noise():
        command = [sys.executable, "-c", PRINT_NOISE]
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return float(done.stdout)

    assert noise() == pytest.approx(6.5**0.5)
    rules = tmp_path / "ist_model" / "science" / "strength.py"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("HALF_TERM_WEEKS = 6.5", "HALF_TERM_WEEKS = 13.0"), encoding="utf-8")
    assert noise() == pytest.approx(13.0**0.5)


def test_any_source_that_feeds_the_kernels_changes_the_digest(tmp_path):
    package = tmp_path / "ist_model"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    edited = ("science/draws.py", "engines/compiled/broker.py", "engines/records.py")
    edited += ("inputs/calendar.py", "world/structs.py")
    digests = {jit.source_digest(package)}
    for name in edited:
        with (package / name).open("a", encoding="utf-8") as source:
            source.write("x = 1\n")
        digests.add(jit.source_digest(package))
    assert len(digests) == 1 + len(edited)
    (package / "engines" / "narrated" / "broker.py").write_text("", encoding="utf-8")
    assert jit.source_digest(package) in digests


def test_what_compiled_code_imports_is_part_of_the_digest():
    feeds = [PACKAGE / part for part in jit._FEEDS_KERNELS]
    sources = [path for part in feeds for path in part.rglob("*.py")]
    compiled = [path for path in sources if re.search(r"@part|compiled\(|njit", path.read_text("utf-8"))]
    assert len(compiled) > 30
    for path in compiled:
        for name in re.findall(r"^from (ist_model[\w.]*) import", path.read_text("utf-8"), re.MULTILINE):
            module = PACKAGE.parent / name.replace(".", "/")
            found = module.with_suffix(".py") if module.with_suffix(".py").is_file() else module
            assert any(found == part or part in found.parents or found in part.parents for part in feeds), (
                f"{path.name} takes something from {name}, which the compile cache does not know"
            )


def test_a_folder_that_cannot_be_written_means_no_cache_and_a_warning(tmp_path):
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.warns(UserWarning, match="set IST_CACHE_DIR"):
        assert jit.cache_folder({"IST_CACHE_DIR": str(file)}) is None


def test_the_folder_is_named_after_the_sources(tmp_path):
    folder = jit.cache_folder({"IST_CACHE_DIR": str(tmp_path)})
    assert folder is not None
    assert folder.is_dir()
    assert jit.source_digest() in folder.name


def test_code_unused_for_a_month_is_removed_and_newer_code_kept(tmp_path):
    home = tmp_path / "ist_model"
    now = tmp_path.stat().st_mtime
    for name, days in (("kernels-old", 40), ("kernels-recent", 20), ("something-else", 400)):
        (home / name).mkdir(parents=True)
        os.utime(home / name, (now - days * 86400, now - days * 86400))
    current = jit.cache_folder({"IST_CACHE_DIR": str(tmp_path)})
    assert {path.name for path in home.iterdir()} == {"kernels-recent", "something-else", current.name}
