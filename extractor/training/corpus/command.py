"""`duibiao corpus make`."""

from pathlib import Path

import click

from extractor.training.corpus.corpus import make_corpus
from extractor.training.corpus.document import FORMS, Options
from extractor.training.corpus.operators import OPERATORS
from extractor.training.corpus.splits import Split


def _range(context: click.Context, parameter: click.Parameter, value: str) -> tuple[int, int]:
    low, _, high = value.partition("-")
    try:
        found = int(low), int(high or low)
    except ValueError:
        raise click.BadParameter("写作 3-6 / write 3-6") from None
    if not 0 <= found[0] <= found[1]:
        raise click.BadParameter("下限不大于上限 / low to high")
    return found


@click.command("make")
@click.option(
    "--seed", type=int, required=True, help="相同的种子得到相同的语料 / same seed, same corpus"
)
@click.option(
    "--count", type=click.IntRange(min=1), required=True, help="文档数 / number of documents"
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="输出目录 / folder",
)
@click.option(
    "--split", type=click.Choice([s.value for s in Split]), default="train", show_default=True
)
@click.option(
    "--damage",
    default="0-6",
    callback=_range,
    show_default=True,
    help="每篇损伤种数 / kinds of damage each",
)
@click.option("--form", type=click.Choice(list(FORMS)), help="只用一种表式 / one form only")
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(sorted(OPERATORS)),
    help="不用的损伤 / leave this damage out",
)
@click.option("--only", type=click.Choice(sorted(OPERATORS)), help="只用的损伤 / this damage alone")
def make(  # noqa: PLR0913, PLR0917
    seed: int,
    count: int,
    out: Path,
    split: str,
    damage: tuple[int, int],
    form: str | None,
    without: tuple[str, ...],
    only: str | None,
) -> None:
    """生成带标准答案的合成语料 / Make synthetic reports with exact truth."""
    options = Options(form, damage, only, frozenset(without))
    written = sum(1 for _ in make_corpus(seed, count, out, split, options))
    click.echo(f"已写入 {written} 篇 / wrote {written} documents: {out}")
