"""Reference that is made from the code: the command line from its parser, the Python interface from docstrings."""

from __future__ import annotations

import argparse
import inspect
import os
from collections.abc import Iterator, Mapping
from importlib import import_module

from site_markdown import table, text

import civstats
from civstats import cli, errors
from civstats.dataset import Dataset

MODULES = {
    "plot": "图表 Charts",
    "report": "报告 Reports",
    "export": "导出 Exports",
    "release": "发布与差异 Releases and differences",
}
"""The modules of civstats that users import, each with the heading of its page; ``__all__`` says what is public."""


def commands() -> Mapping[str, argparse.ArgumentParser]:
    """Every command of the command line, by name, in the order of its help."""
    [action] = (one for one in cli.parser()._actions if isinstance(one, argparse._SubParsersAction))
    found: Mapping[str, argparse.ArgumentParser] = action.choices
    return found


def command_line() -> str:
    """The page of the command line: every command with its usage, arguments and options."""
    os.environ["COLUMNS"] = "100"  # argparse wraps a usage at the width of the terminal
    os.environ["NO_COLOR"] = "1"
    whole = cli.parser()
    parts = [
        "# 命令行 Command line",
        f"{whole.description}",
        f"{whole.epilog} `civstats --version` prints the version, `--help` behind a command its help.",
        table(
            ("command", "what it does"), ((f"[`{name}`](#cli-{name})", help_) for name, help_ in _summaries().items())
        ),
        *(part for name, parser in commands().items() for part in _command(name, parser)),
    ]
    return "\n\n".join(parts) + "\n"


def _summaries() -> dict[str, str]:
    [action] = (one for one in cli.parser()._actions if isinstance(one, argparse._SubParsersAction))
    return {one.dest: text(one.help or "") for one in action._choices_actions}


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f"(cli-{name})=\n## `civstats {name}`"
    yield text(parser.description or "")
    yield f"```text\n{parser.format_usage().strip()}\n```"
    rows = [row for action in parser._actions for row in _option(action)]
    if rows:
        yield table(("argument", "meaning"), rows)
    if parser.epilog:
        head, found, example = parser.epilog.partition("Example: ")
        yield f"{text(head)}{f'Example:{chr(10) * 2}```text{chr(10)}{example}{chr(10)}```' if found else ''}"


def _option(action: argparse.Action) -> Iterator[tuple[str, str]]:
    """One row for an argument; none for ``--help``, which each command has."""
    if isinstance(action, argparse._HelpAction):
        return
    shown = action.metavar or (action.dest if not action.option_strings else action.dest.upper())
    if action.choices is not None:
        shown = "{" + ",".join(map(str, action.choices)) + "}"
    taken = "" if action.nargs == 0 else f" {shown}"
    names = ", ".join(f"`{option}{taken}`" for option in action.option_strings) or f"`{shown}`"
    said = [text((action.help or "") % {"default": action.default, "prog": "civstats"})]
    if action.required and action.option_strings:
        said.append("required")
    elif action.default not in (None, False, "", argparse.SUPPRESS) and "default" not in (action.help or ""):
        default = (
            action.default if isinstance(action.default, str | int | float) else " ".join(map(str, action.default))
        )
        said.append(f"default: {text(str(default))}")
    if isinstance(action, argparse._AppendAction):
        said.append("may be given several times")
    yield names, "; ".join(filter(None, said))


def public() -> dict[str, tuple[str, ...]]:
    """The public names of each module that users import, by its name."""
    own = {"civstats": ("open", "validate", "Dataset")}
    own |= {f"civstats.{name}": tuple(import_module(f"civstats.{name}").__all__) for name in MODULES}
    return own | {"civstats.errors": error_names()}


def error_names() -> tuple[str, ...]:
    """The errors of civstats, and what they carry."""
    return tuple(
        name for name, value in vars(errors).items() if inspect.isclass(value) and value.__module__ == errors.__name__
    )


def methods() -> tuple[str, ...]:
    """The public methods and properties of a dataset."""
    return tuple(sorted(name for name in dir(Dataset) if not name.startswith("_")))


def api() -> Iterator[tuple[str, str]]:
    """The pages of the Python interface, as (name of the file, text)."""
    listed = "".join(f"   {name}\n" for name in ("dataset", *MODULES, "errors"))
    yield (
        "api/index.rst",
        _title("Python 接口 Python interface")
        + f"Version {civstats.__version__}. What is listed here is public; all else may change without notice.\n\n"
        + f".. toctree::\n\n{listed}",
    )
    yield (
        "api/dataset.rst",
        _title("数据集 civstats and Dataset")
        + ".. py:module:: civstats\n\n.. autofunction:: civstats.open\n\n.. autofunction:: civstats.validate\n\n"
        + ".. autoclass:: civstats.Dataset\n   :members:\n   :inherited-members:\n",
    )
    for name, heading in MODULES.items():
        module = import_module(f"civstats.{name}")
        lines = [_title(f"{heading}: civstats.{name}"), f".. automodule:: civstats.{name}\n   :no-members:\n"]
        for member in module.__all__:
            value = getattr(module, member)
            kind = "autoclass" if inspect.isclass(value) else "autofunction" if callable(value) else "autodata"
            extra = "\n   :members:" if kind == "autoclass" else ""
            lines.append(f".. {kind}:: civstats.{name}.{member}{extra}\n")
        yield f"api/{name}.rst", "\n".join(lines)
    yield (
        "api/errors.rst",
        _title("错误 Errors")
        + ".. automodule:: civstats.errors\n   :no-members:\n\n"
        + "\n\n".join(
            f".. autoclass:: civstats.errors.{name}\n   :members:\n   :show-inheritance:" for name in error_names()
        )
        + "\n",
    )


def _title(words: str) -> str:
    line = "=" * (2 * len(words))
    return f"{words}\n{line}\n\n"
