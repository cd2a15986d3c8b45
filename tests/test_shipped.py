"""What travels with the package: from a clone, and for someone who installed the wheel and has no clone."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from ist_model import shipped

ASK = """
import json
from pathlib import Path
import ist_model
from ist_model import shipped
folder = shipped.shipped_dir()
found = [path for name in shipped.FOLDERS for path in (folder / name).rglob("*") if path.is_file()]
print(json.dumps({
    "package": str(Path(ist_model.__file__).parent),
    "shipped": str(folder),
    "files": [path.relative_to(folder).as_posix() for path in found],
}))
"""


def shipped_files(folder: Path) -> set[str]:
    """What should travel, by path: the two folders without what editors and programs leave there."""
    found = (path for name in shipped.FOLDERS for path in (folder / name).rglob("*") if path.is_file())
    left_by_programs = {".ipynb_checkpoints", "__pycache__"}
    return {path.relative_to(folder).as_posix() for path in found if not left_by_programs & set(path.parts)}


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, really built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(repository)], check=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs of a fresh environment that has the wheel, and borrows libraries but not this clone."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, with_pip=False)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    scheme = "nt" if sys.platform == "win32" else "posix_prefix"
    packages = Path(sysconfig.get_path("purelib", scheme, vars={"base": str(folder)}))
    # A folder named in a .pth file is searched; its own .pth files (the link to this clone) are not read.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("\n".join(sorted(borrowed)), "utf-8")
    python = programs / "python"
    options = ["--no-deps", "--no-index", "--quiet", "--ignore-installed", "--no-warn-script-location"]
    subprocess.run([python, "-m", "pip", "install", *options, str(wheel)], check=True, timeout=120)
    return programs


def test_a_clone_uses_its_own_folders(repository: Path) -> None:
    assert shipped.shipped_dir() == repository


def test_a_package_without_its_files_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped.resources, "files", lambda _: tmp_path / "ist_model")
    with pytest.raises(FileNotFoundError, match="install the package again, or run it from a complete clone"):
        shipped.shipped_dir()


@pytest.mark.slow
def test_the_wheel_holds_what_is_shipped_and_nothing_of_the_tests(wheel: Path, repository: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    prefix = "ist_model/_shipped/"
    assert {name.removeprefix(prefix) for name in names if name.startswith(prefix)} == shipped_files(
        repository
    )
    roots = {name.split("/")[0] for name in names}
    assert {root for root in roots if not root.startswith("ist_model-")} == {"ist_model"}
    assert "ist_model/py.typed" in names
    for ending in ("licenses/LICENSE", "licenses/NOTICE.md", "settings/overrides.d/ist-model.json"):
        assert [name for name in names if name.endswith(ending)], ending
    folder = repository / "ist_model/report/pack/templates"
    templates = {p.relative_to(repository).as_posix() for p in folder.rglob("*.*")}
    assert {name for name in templates if "__pycache__" not in name} <= names


@pytest.mark.slow
def test_the_installed_package_finds_them_without_a_clone(
    installed: Path, repository: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [installed / "python", "-c", ASK], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert Path(told["package"]).is_relative_to(installed.parent)
    assert Path(told["shipped"]) == Path(told["package"]) / "_shipped"
    assert set(told["files"]) == shipped_files(repository)


@pytest.mark.slow
def test_the_installed_command_starts_a_working_folder(installed: Path, tmp_path: Path) -> None:
    for words in (["init", "my-trust"], ["check"]):
        folder = tmp_path if words[0] == "init" else tmp_path / "my-trust"
        done = subprocess.run(
            [installed / "ist", *words], cwd=folder, capture_output=True, encoding="utf-8", timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "my-trust" / "scenarios" / "baseline.yaml").is_file()
