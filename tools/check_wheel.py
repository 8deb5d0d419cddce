"""Hold the package against its promises: one wheel from tree and sdist, which stands alone on the Pythons declared.

    python tools/check_wheel.py [--all]

Builds the sdist, a wheel from it and a wheel from the tree, which must hold the same files. Then, for the oldest and
the newest declared Python on this machine (``--all``: for each), the wheel is installed in an empty environment, where
it must answer the README's first query as printed there, install nothing heavy, and name the extra that a heavy command
needs. Exit code 1, with every promise that is broken.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEAVY = {"great_expectations", "jinja2", "jupyterlab", "matplotlib", "scipy", "seaborn", "typst", "xlsxwriter"}
EXTRAS = {
    "plot growth --locality 150600 -o growth.svg": "plot",
    "report --locality 150626 -o reports": "report",
    "validate": "validation",
    "export --format xlsx -o exports": "excel",
    "query --data https://example.org/data 'select 1'": "remote",
}
"""Commands that need more than opening and querying, and the extra that each must name."""
TESTS = ("quantity", "dataset", "explain", "growth", "compare", "schema")
"""What is tested again of the installed wheel: reading, opening, analysis; no extra is needed for them."""


def declared() -> list[str]:
    """The versions of Python that the package declares, oldest first."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    return [entry.rpartition(" ")[2] for entry in project["classifiers"] if entry.startswith(prefix)]


def present() -> dict[str, str]:
    """The declared Pythons that run here, version to program."""
    found = {}
    for version in declared():
        for program in _programs(version):
            run = subprocess.run([program, "-c", "import ensurepip, ssl, venv"], capture_output=True, check=False)
            if run.returncode == 0:
                found[version] = program
                break
    return found


def _programs(version: str) -> Iterator[str]:
    name = f"python{version}"
    if f"{sys.version_info.major}.{sys.version_info.minor}" == version:
        yield sys.executable
    if program := shutil.which(name):
        yield program
    if pyenv := shutil.which("pyenv"):
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=True).stdout.strip()
        yield from map(str, sorted(Path(root).glob(f"versions/{version}.*/bin/{name}")))


def build(folder: Path) -> tuple[Path, list[str]]:
    """The wheel of the sdist, and what is wrong with it."""
    for into, what in (("both", ()), ("tree", ("--wheel",))):
        command = [sys.executable, "-m", "build", *what, "--outdir", folder / into, ROOT]
        subprocess.run(command, capture_output=True, check=True)
    [of_sdist], [of_tree] = (folder / "both").glob("*.whl"), (folder / "tree").glob("*.whl")
    one, other = _members(of_sdist), _members(of_tree)
    differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    return of_sdist, [f"the wheels of sdist and tree differ: {', '.join(differing)}"] if differing else []


def _members(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as members:
        return {name: members.read(name) for name in members.namelist()}


def first_query() -> tuple[str, str]:
    """The README's first command and what it prints there."""
    block = re.search(
        r"^```console\n\$ (.*?)\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S
    )
    assert block is not None
    return block[1], block[2]


def broken(wheel: Path, version: str, program: str, folder: Path) -> Iterator[str]:
    """What the wheel promises and does not keep under one Python."""
    subprocess.run([program, "-m", "venv", folder / "venv"], check=True)
    bin_ = folder / "venv" / "bin"
    install = [str(bin_ / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "-c", ROOT / "constraints.txt", wheel], check=True)
    listed = subprocess.run(
        [bin_ / "python", "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    names = {line.partition("==")[0].lower().replace("-", "_") for line in listed.stdout.splitlines()}
    if heavy := sorted(HEAVY & names):
        yield f"{version}: the wheel alone installs {', '.join(heavy)}"

    def run(command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}", "PYTHONWARNINGS": "error"}
        return subprocess.run(
            ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )

    command, expected = first_query()
    answer = run(command)
    if (answer.stdout, answer.stderr) != (expected, ""):
        yield f"{version}: the first query of the README printed\n{answer.stdout}{answer.stderr}"
    for command, extra in EXTRAS.items():
        answer = run(f"civstats {command}")
        if answer.returncode == 0 or f"civstats[{extra}]" not in answer.stderr or "Traceback" in answer.stderr:
            yield f"{version}: civstats {command} does not name the extra {extra}: {answer.stderr or answer.stdout}"
    answer = run(
        "civstats explain ordos-2023-summary:21 && civstats growth 鄂尔多斯市 && civstats export --format csv -o csv"
    )
    if answer.returncode or answer.stderr:
        yield f"{version}: {answer.stderr}"
    if version != f"{sys.version_info.major}.{sys.version_info.minor}":  # under which all tests run by themselves
        subprocess.run(
            [*install, "-c", ROOT / "constraints.txt", "pytest", "hypothesis", "fsspec", "aiohttp"], check=True
        )
        files = " ".join(f"'{ROOT}/tests/test_{name}.py'" for name in TESTS)
        answer = run(f"pytest -q --no-header -p no:cacheprovider --rootdir '{ROOT}' -c '{ROOT}/pyproject.toml' {files}")
        print(f"{version}: {answer.stdout.splitlines()[-1]}")
        if answer.returncode:
            yield f"{version}: {answer.stdout}{answer.stderr}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every declared Python that is here")
    options = parser.parse_args()
    pythons = present()
    chosen = (
        list(pythons) if options.all else sorted({min(pythons, key=_number), max(pythons, key=_number)}, key=_number)
    )
    with tempfile.TemporaryDirectory() as temporary:
        wheel, wrong = build(Path(temporary))
        for version in chosen:
            folder = Path(temporary, version)
            folder.mkdir()
            wrong += broken(wheel, version, pythons[version], folder)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, tried with Python {', '.join(chosen)}")
    print("\n".join(wrong), end="\n" if wrong else "")
    return bool(wrong)


def _number(version: str) -> int:
    return int(version.partition(".")[2])


if __name__ == "__main__":
    sys.exit(main())
