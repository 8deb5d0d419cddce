"""Write CITATION.cff from the declaration: ``python tools/build_metadata.py [--check]``.

With ``--check`` nothing is written; the exit code is 1 where the file is not what `civstats/schema/about.toml` and
``civstats.__version__`` say. The descriptions beside the tables (datapackage.json, croissant.json) are written by
``civstats build``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from civstats import __version__
from civstats.schema.about import About, about

FILE = Path(__file__).parent.parent / "CITATION.cff"
MESSAGE = "If you use this dataset, please cite it as below. 使用本数据集时请如下引用。"


def citation(declared: About, version: str) -> str:
    """The text of the file: YAML, each value written as JSON, which is YAML too.

    The licence is that of the data alone: where the format finds two, it takes either for enough.
    """
    day = declared.released_as(version)
    fields: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "title": f"{declared.name}: {declared.title['en']}",
        "abstract": declared.markdown,
        "type": "dataset",
        "version": version,
        **({"date-released": day.isoformat()} if day else {}),
        "authors": [{"name": declared.creator["en"]}],
        "license": declared.licence.id,
        **({"url": declared.homepage} if declared.homepage else {}),
        "keywords": [*declared.keywords["en"], *declared.keywords["zh"]],
    }
    head = "# Made by tools/build_metadata.py from civstats/schema/about.toml; do not edit.\n"
    return head + "".join(f"{name}: {json.dumps(said, ensure_ascii=False)}\n" for name, said in fields.items())


def main() -> int:
    """Write the file, or check that it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where the file is stale")
    check = parser.parse_args().check
    text = citation(about(), __version__)
    stale = not FILE.exists() or FILE.read_text(encoding="utf-8") != text
    if stale and not check:
        FILE.write_text(text, encoding="utf-8")
    print(f"{'stale' if check else 'written'}: {FILE.name}" if stale else f"{FILE.name} is up to date")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
