"""Write the expectation suites from the declarations: ``python tools/build_suites.py [--check]``.

With ``--check`` nothing is written; the exit code is 1 where a suite is not what the declarations say. A suite of one's
own is a copy of the folder, edited and named by ``civstats validate --suites``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from civstats.validation import suites

FOLDER = Path(__file__).parent.parent / "expectations"


def main() -> int:
    """Write the suites, or check that they are up to date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where a suite is stale")
    check = parser.parse_args().check
    wanted = {f"{table}.json": suites.to_json(suite) for table, suite in suites.derived().items()}
    present = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    stale = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    if not check:
        FOLDER.mkdir(exist_ok=True)
        for name in stale:
            if name in wanted:
                (FOLDER / name).write_text(wanted[name], encoding="utf-8")
            else:
                (FOLDER / name).unlink()
    print(f"{'stale' if check else 'written'}: {', '.join(stale)}" if stale else "all suites are up to date")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
