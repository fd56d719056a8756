"""`duibiao train`, `duibiao evaluate`, `duibiao models`."""

import json
import os
from pathlib import Path

import click

from extractor.registry import (
    JOURNAL,
    MODELS,
    REGISTRY_VARIABLE,
    Registry,
    RegistryError,
    default_model_dir,
)

REVIEW_AIM = 0.08  # share of fields in review that people should have to bear
FOLDER = click.Path(file_okay=False, path_type=Path)
IN_REGISTRY = (
    "在用的是登记的模型，不能覆盖：请给 --out，再用 duibiao models promote 启用 / "
    "the model in use is one of a registry, which is never written over: "
    "give --out, then `duibiao models promote DIR`"
)
PRESENT = click.Path(exists=True, file_okay=False, path_type=Path)


def default_cache() -> Path:
    """Where computed evidence is kept between trainings."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "duibiao" / "evidence"


@click.command("train")
@click.option(
    "--annotations",
    type=PRESENT,
    help="标注目录，连同 --documents 用于训练 / annotations to learn from, with --documents",
)
@click.option(
    "--out",
    type=FOLDER,
    help="模型目录；不比原有的差就取代它，原有的另存 / "
    "model folder; replaces the model there if no worse, and keeps that one [the model in use]",
)
@click.option("--fit", type=click.IntRange(min=20), default=2000, show_default=True)
@click.option("--calibration", type=click.IntRange(min=1), default=13_000, show_default=True)
@click.option("--held-out", type=click.IntRange(min=1), default=2000, show_default=True)
@click.option(
    "--gold", type=PRESENT, help="真实文件的标准答案，只用于评估 / real gold, for figures only"
)
@click.option(
    "--documents",
    type=PRESENT,
    help="真实文件（标准答案的、标注的） / the documents of gold and annotations",
)
@click.option("--cache", type=FOLDER, help="证据缓存 / cache of evidence")
@click.option("--no-cache", is_flag=True)
@click.option("--jobs", type=click.IntRange(1, 2), default=2, show_default=True)
def train(  # noqa: PLR0913, PLR0917 - one parameter an option
    annotations: Path | None,
    out: Path | None,
    fit: int,
    calibration: int,
    held_out: int,
    gold: Path | None,
    documents: Path | None,
    cache: Path | None,
    no_cache: bool,
    jobs: int,
) -> None:
    """训练全部模型 / Train every model, write artefacts, card and metrics."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from extractor.annotations.files import AnnotationFileError, read_folder  # noqa: PLC0415
    from extractor.artefacts import ArtefactError  # noqa: PLC0415
    from extractor.training.confidence import TrainingError  # noqa: PLC0415
    from extractor.training.evaluate import GoldError  # noqa: PLC0415
    from extractor.training.train import Plan, Sizes, refused  # noqa: PLC0415
    from extractor.training.train import train as run  # noqa: PLC0415
    from extractor.training.workspace import BusyError  # noqa: PLC0415

    try:
        if annotations is not None:
            click.echo(f"标注 / annotations: {len(read_folder(annotations))}")
        target = out or default_model_dir()
        if (target.parent.parent / JOURNAL).exists() and target.parent.name == MODELS:
            raise click.UsageError(IN_REGISTRY)
        plan = Plan(
            target,
            Sizes(fit=fit, calibration=calibration, held_out=held_out),
            None if no_cache else cache or default_cache(),
            jobs,
            gold,
            documents,
            annotations=annotations,
        )
        metrics = run(plan, click.echo)
    except (AnnotationFileError, ArtefactError, BusyError, GoldError, TrainingError) as error:
        raise click.ClickException(str(error)) from error
    verdict = metrics["verdict"]
    if verdict is not None and not verdict["promoted"]:
        for reason in verdict["reasons"]:
            click.echo(f"未启用 / not put in use: {reason['message']}")
        target = refused(target)
    if metrics["replaced"]:
        click.echo(f"原来的模型另存在 / the model before is kept in: {metrics['replaced']}")
    promise = metrics["confidence"]["guarantee"]
    click.echo(f"模型 / model {metrics['model']}: {target}")
    if promise["wrong_outside"] is not None:
        many = promise["in_review"] > REVIEW_AIM
        click.echo(
            f"校准集 / calibration set: 待核 / in review {promise['in_review']:.2%}"
            f"{'（偏多 / above the aim of 8%）' if many else ''}, "
            f"免核而错 / wrong outside review {promise['wrong_outside']:.3%}"
        )
    click.echo(
        f"阈值 / threshold {promise['threshold']:.4f}, "
        f"{'已证 / certified' if promise['certified'] else '未证 / not certified: ' + promise['reason']}"
    )


@click.command("evaluate")
@click.option(
    "--gold", type=PRESENT, help="标准答案目录 / gold folder (default: generated documents)"
)
@click.option("--documents", type=PRESENT, help="文件目录 / folder of the documents")
@click.option("--model", type=FOLDER, help="模型目录 / model folder")
@click.option(
    "--split", type=click.Choice(["held-out", "calibration", "train"]), default="held-out"
)
@click.option("--count", type=click.IntRange(min=1), default=500, show_default=True)
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="网页 / page to write"
)
@click.option("--json", "as_json", is_flag=True)
@click.option("--jobs", type=click.IntRange(1, 2), default=2, show_default=True)
def evaluate(  # noqa: PLR0913, PLR0917 - one parameter an option
    gold: Path | None,
    documents: Path | None,
    model: Path | None,
    split: str,
    count: int,
    html: Path | None,
    as_json: bool,
    jobs: int,
) -> None:
    """按表式、版式、损伤评估准确率、校准与覆盖 / Accuracy, calibration, coverage by tag."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if model is not None:
        os.environ["DUIBIAO_MODEL"] = str(model)
    from extractor.artefacts import write_atomically  # noqa: PLC0415
    from extractor.training.collect import Request, collect  # noqa: PLC0415
    from extractor.training.evaluate import GoldError, collect_folder  # noqa: PLC0415
    from extractor.training.evaluate import evaluate as run  # noqa: PLC0415
    from extractor.training.page import write_page  # noqa: PLC0415
    from extractor.training.train import FIRST  # noqa: PLC0415

    try:
        if gold is not None:
            name, found = gold.name, collect_folder(gold, documents)
        else:
            name = f"{split}, {count}"
            found = collect(Request(split, FIRST["held-out"] + 1_000_000, count), processes=jobs)
    except GoldError as error:
        raise click.ClickException(str(error)) from error
    result = run(found, model)
    if html is not None:
        page = write_page(name, result.figures, result.threshold)
        write_atomically(html, page.encode())
    if as_json:
        click.echo(json.dumps(result.figures, ensure_ascii=False, allow_nan=False))
    else:
        _print(result.figures)


def _print(found: dict[str, object]) -> None:
    from extractor.training.card import table  # noqa: PLC0415

    overall, by, worst = found["overall"], found["by"], found["worst"]
    click.echo(f"文件 / documents: {found['documents']}; {found['heads']}")
    click.echo("\n".join(table({"all": overall}, "set")))
    if isinstance(by, dict):
        for name, groups in by.items():
            click.echo("\n" + "\n".join(table(groups, name)))
    click.echo("\n最差的文件 / worst documents:")
    for entry in worst if isinstance(worst, list) else []:
        click.echo(f"  {entry}")


@click.group("models")
@click.option(
    "--registry",
    type=FOLDER,
    envvar=REGISTRY_VARIABLE,
    default=Path("models/registry"),
    show_default=True,
    help="登记目录 / registry folder",
)
@click.pass_context
def models(context: click.Context, registry: Path) -> None:
    """模型登记 / The registry of models."""
    context.obj = Registry(registry)


@models.command("list")
@click.pass_obj
def list_models(registry: Registry) -> None:
    """列出模型 / List the models; * is in use."""
    found = registry.list()
    for entry in found:
        click.echo(
            f"{'*' if entry.current else ' '} {entry.id} {entry.added} {entry.reason}".rstrip()
        )
    if not found:
        click.echo("没有登记的模型 / no models registered")


@models.command("promote")
@click.argument("model")
@click.option("--why", default="")
@click.pass_obj
def promote(registry: Registry, model: str, why: str) -> None:
    """启用一个模型（编号，或要先登记的模型目录） / Use a model: its id, or a folder to register first."""
    try:
        id = registry.add(Path(model)) if Path(model).is_dir() else model
        registry.promote(id, why=why)
    except RegistryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已启用 / in use: {id}")


@models.command("rollback")
@click.option("--why", default="")
@click.pass_obj
def rollback(registry: Registry, why: str) -> None:
    """回到上一个模型 / Go back to the model that was in use before."""
    try:
        folder = registry.rollback(why=why)
    except RegistryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已启用 / in use: {folder.name}")
