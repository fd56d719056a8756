"""`duibiao show`: what was extracted, in the terminal; without a path, the bundled samples."""

import json
import sys
from contextlib import closing
from pathlib import Path

import click

from extractor.cli.progress import Reporter
from extractor.runs.limits import Limits
from extractor.runs.pool import Pool, PoolError
from extractor.runs.sources import find, tasks
from extractor.runs.worker import PIPELINE

SAMPLES = Path(__file__).parent.parent / "samples"


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
def show(paths: tuple[str, ...]) -> None:
    """把提取结果显示为法定表格,标出待复核的数;不给路径则显示自带的样例。

    Show the extracted reports as the official tables with the uncertain cells marked; without a
    path, those of the bundled sample pages.
    """
    from rich.console import Console  # noqa: PLC0415

    from extractor.cli.tables import print_legend, print_result  # noqa: PLC0415

    console = Console(highlight=False)
    found = find(paths or (str(SAMPLES),))
    limits = Limits()
    documents = (task for _, task in tasks(found, lambda *_: None, limits))
    try:
        with (
            Reporter(len(found)) as reporter,
            closing(Pool(1, limits, PIPELINE).process(documents)) as done,
        ):
            for result in reporter.results(done):
                print_result(console, json.loads(result))
    except PoolError as error:
        raise click.ClickException(error.problem.text()) from error
    print_legend(console)
    if reporter.unread:
        sys.exit(1)
