"""`duibiao annotations import|export`."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import click

from extractor.annotations.carry import Task
from extractor.annotations.files import (
    AnnotationFileError,
    read_annotations,
    read_folder,
    write_annotations,
)
from extractor.annotations.model import AnnotationError
from extractor.annotations.transfer import (
    FORMATS,
    export_bytes,
    guess_format,
    import_file,
    merged,
    tasks_of,
)
from extractor.artefacts import write_atomically
from extractor.reading import ReadingError, read
from extractor.types import Document

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class Documents:
    """The documents of a folder by id, read when first asked for; results are extracted."""

    def __init__(self, folder: Path | None) -> None:
        self.known: dict[str, Document] = {}
        for path in sorted(folder.rglob("*")) if folder else ():
            if path.is_file():
                try:
                    document = read(path.read_bytes(), path.name)
                except ReadingError:
                    continue  # not a document; whoever needs it is told that it is not at hand
                self.known[document.id] = document

    def text(self, id: str) -> str | None:
        document = self.known.get(id)
        return None if document is None else document.text

    def origin(self, id: str) -> tuple[dict[str, Any], str] | None:
        from extractor.pipeline import extract  # noqa: PLC0415 - loads models

        document = self.known.get(id)
        return None if document is None else (extract(document), document.text)


@click.group()
def annotations() -> None:
    """标注的导入与导出 / Annotations in and out."""


@annotations.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format", type=click.Choice(["auto", *FORMATS]), default="auto")
@click.option("--documents", type=FOLDER, help="原文所在目录 / folder of the documents")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="写入的标注文件（已有的保留）/ annotation file to add to",
)
@click.option("--who", default="import", help="标注人 / who annotated")
def import_(path: Path, format: str, documents: Path | None, out: Path, who: str) -> None:
    """导入标注；有一处不对则整个文件不导入 / Import annotations, the whole file or nothing."""
    known = Documents(documents)
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    chosen = guess_format(path) if format == "auto" else format
    try:
        found = import_file(
            path, chosen, who=who, when=when, texts=known.text, origins=known.origin
        )
        before = read_annotations(out) if out.exists() else ()
        together = merged(before, found, path.name)
    except AnnotationFileError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException(f"未导入任何标注 / nothing imported: {path.name}") from error
    write_annotations(out, together)
    click.echo(
        f"已导入 {len(together) - len(before)} 条 / imported {len(together) - len(before)}: {out}"
    )


@annotations.command("export")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format", "format", type=click.Choice([f for f in FORMATS if f != "xlsx"]), required=True
)
@click.option("--documents", type=FOLDER, help="原文所在目录 / folder of the documents")
@click.option(
    "--predictions", is_flag=True, help="附上模型的读法与置信度 / add what the model says"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(source: Path, format: str, documents: Path | None, predictions: bool, out: Path) -> None:
    """导出标注 / Export annotations."""
    known = Documents(documents)
    try:
        found = (
            read_folder(source, known.text)
            if source.is_dir()
            else read_annotations(source, known.text)
        )
        if format == "jsonl":
            write_annotations(out, found)
        else:
            tasks = tasks_of(found, known.text)
            if predictions:
                tasks = [_predicted(task, known) for task in tasks]
            write_atomically(out, export_bytes(tasks, format))
    except (AnnotationError, AnnotationFileError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已导出 {len(found)} 条 / exported {len(found)}: {out}")


@annotations.command("agreement")
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def agreement(sources: tuple[Path, ...], as_json: bool) -> None:
    """两人是否一致（Cohen's kappa） / How far two people agree (Cohen's kappa).

    文件是本程序的 JSONL，各人一个或合在一个里 / our JSONL, a file for each person or one for all.
    """
    from extractor.annotations.doubles import twice_decided  # noqa: PLC0415 - numpy
    from extractor.annotations.telling import both_as_json, lines  # noqa: PLC0415

    files = [file for one in sources for file in (sorted(one.rglob("*.jsonl")) if one.is_dir() else [one])]  # fmt: skip
    try:
        said = [one for file in files for one in read_annotations(file, of_one_mind=False)]
    except AnnotationFileError as error:
        raise click.ClickException(str(error)) from error
    found = twice_decided(said)
    if as_json:
        click.echo(json.dumps(both_as_json(found), ensure_ascii=False, indent=1))
        return
    for line in lines(found):
        click.echo(line)


@annotations.command("siblings")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--documents", type=FOLDER, required=True, help="原文所在目录 / folder of the documents"
)
def siblings(source: Path, documents: Path) -> None:
    """更正对同模板报告的提示，逐行 JSON / What corrections suggest for reports of the same template.

    只是提示，什么也不改 / Suggestions only, nothing is changed.
    """
    from extractor.siblings.folder import offers  # noqa: PLC0415 - loads models

    known = Documents(documents)
    try:
        said = read_folder(source) if source.is_dir() else read_annotations(source)
    except AnnotationFileError as error:
        raise click.ClickException(str(error)) from error
    count = 0
    for one in offers(said, list(known.known), cache(known.origin)):
        by = {"document": one.source.document, "report": one.source.report, "who": one.source.who}
        told = {"document": one.document, "name": known.known[one.document].name, "report": one.report,
                "target": one.target, "value": one.value, "state": one.state, "span": one.span,
                "suggested_by": by}  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False))
        count += 1
    click.echo(f"{count} 条提示 / {count} suggestions", err=True)


def _predicted(task: Task, known: Documents) -> Task:
    from extractor.annotations.predictions import with_predictions  # noqa: PLC0415

    origin = known.origin(task.document)
    return task if origin is None else with_predictions(task, origin[0])
