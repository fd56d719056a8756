"""The command and its sub-commands, each loaded only when called.

Sub-commands of other rooms are entry points of the group `duibiao.commands`: name = command. A
name with a dot (`corpus.make`) stands under a group of its own. Their one-line helps stand here,
so that `duibiao --help` need not import what they need.
"""

import json
import os
import sys
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points, version
from pathlib import Path

import click

GROUP = "duibiao.commands"
SUMMARIES = Path(__file__).parent / "data" / "summaries.json"
OWN = {"extract": "extractor.cli.extract:extract", "show": "extractor.cli.show:show"}


@cache
def summaries() -> dict[str, str]:
    """Command → its one-line help, Chinese and English."""
    raw: dict[str, str] = json.loads(SUMMARIES.read_text("utf-8"))
    return raw


@cache
def commands() -> dict[str, str]:
    """Full name (words joined by dots) → where the command is: `module:attribute`."""
    found: dict[str, str] = dict(OWN)
    point: EntryPoint
    for point in entry_points(group=GROUP):
        found.setdefault(point.name, point.value)
    return found


def load(name: str, place: str) -> click.Command:
    """Import a command; a missing library is said in one line, not as a traceback."""
    module, _, attribute = place.partition(":")
    try:
        command = getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        missing = error.name or "?"
        raise click.ClickException(
            f"{name}: 缺少组件 {missing},请安装 duibiao[all] / needs {missing}; install duibiao[all]"
        ) from error
    if not isinstance(command, click.Command):
        raise TypeError(f"{place} is not a click command")
    return command


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads the one that is called."""

    prefix = ""

    def list_commands(self, ctx: click.Context) -> list[str]:
        start = f"{self.prefix}." if self.prefix else ""
        below = (name[len(start) :] for name in commands() if name.startswith(start))
        own = {name.partition(".")[0] for name in below}
        order = list(summaries())
        known = [n for n in order if n in own] if not self.prefix else []
        return known + sorted(own - set(known))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        full = f"{self.prefix}.{cmd_name}" if self.prefix else cmd_name
        place = commands().get(full)
        if place is not None:
            return load(full.replace(".", " "), place)
        if any(name.startswith(f"{full}.") for name in commands()):
            group = LazyGroup(name=cmd_name, help=summaries().get(full, ""))
            group.prefix = full
            return group
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click's own, but from the summaries, without loading a command."""
        start = f"{self.prefix}." if self.prefix else ""
        rows = [(n, summaries().get(start + n, "")) for n in self.list_commands(ctx)]
        if rows:
            with formatter.section("命令 / Commands"):
                formatter.write_dl(rows)


def show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"duibiao {version('duibiao')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version,
    help="版本 / the version",
)  # fmt: skip
def cli() -> None:
    """对表:把政府信息公开工作年度报告的杂乱文本变成法定表式的数据。

    Turns messy text of Chinese government open-information annual reports into the statutory
    schema, every number with its source and a calibrated confidence.
    """


def keep_stdout() -> None:
    """Leave stdout to what the command prints: what compiled libraries print goes to stderr.

    A solver that says a line of its own would else stand within the JSON that a pipe reads.
    """
    try:
        place = os.dup(1)
        os.dup2(2, 1)
    except OSError:  # one of them is closed
        return
    sys.stdout = open(place, "w", encoding="utf-8")  # noqa: SIM115 - for the whole run
    if sys.stdout.isatty():
        sys.stdout.reconfigure(line_buffering=True)


def main() -> None:
    """Run the command; output is UTF-8 whatever the system's own encoding."""
    keep_stdout()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="duibiao")
