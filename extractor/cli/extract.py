"""`duibiao extract`: many inputs in, one file or stream or run folder out."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import click

from extractor.cli.forecast import forecast, nothing_known
from extractor.cli.progress import Reporter, printable
from extractor.manifest import Manifest, ManifestError, read_manifest
from extractor.runs.folder import Place, RunFolder, RunFolderError
from extractor.runs.limits import Limits
from extractor.runs.pool import Pool, PoolError
from extractor.runs.sources import find, is_single, tasks, without_files
from extractor.runs.tasks import Result, Task
from extractor.runs.worker import PIPELINE

FORMATS = ("json", "jsonl", "csv", "xlsx", "parquet")
SUFFIXES = {f".{name}": name for name in FORMATS}
BINARY = ("xlsx", "parquet")
SOME_UNREAD = 1


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for, checked."""

    paths: tuple[str, ...]
    output: str | None
    format: str
    long: bool
    extras: tuple[str, ...]
    bom: bool
    jobs: int
    limits: Limits
    manifest: Manifest | None
    manifest_file: str | None = None

    @property
    def folder(self) -> Path | None:
        """The run folder, where `-o` names a folder."""
        if self.output is None or not _names_folder(self.output):
            return None
        return Path(self.output)

    @property
    def own(self) -> tuple[Path, ...]:
        """Files and folders of this run, which are no documents where they lie among them."""
        named = (self.output, self.manifest_file)
        return tuple(Path(name) for name in named if name is not None)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", metavar="FILE|DIR/",
              help="写入文件;以 / 结尾为可续跑的结果文件夹 / a file, or with a slash at its end a run "
                   "folder that a second call resumes")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(FORMATS),
              help="默认 json,或按 -o 的后缀 / default: json, or by the ending of -o")  # fmt: skip
@click.option("--long", is_flag=True,
              help="长表:每行一个指标 / one row a field, legacy cell or fact")  # fmt: skip
@click.option("--with", "with_", metavar="NAMES", default="",
              help="宽表另加的列,逗号分隔 / further columns: confidence, relation, reviewed_by, raw, "
                   "name")  # fmt: skip
@click.option("--no-bom", is_flag=True, help="csv 不写字节顺序标记 / csv without a byte-order mark")
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True,
              help="同时处理的进程数 / worker processes")  # fmt: skip
@click.option("--manifest", "manifest_", metavar="FILE",
              help="已知信息清单 (csv, xlsx) / what is known of the documents already")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=Limits().seconds,
              show_default=True, help="每份文档的秒数上限 / seconds that one document may take")  # fmt: skip
def extract(  # noqa: PLR0913, PLR0917  one parameter an option, as click wants it
    paths: tuple[str, ...], output: str | None, format_: str | None, long: bool, with_: str,
    no_bom: bool, jobs: int, manifest_: str | None, timeout: float,
) -> None:  # fmt: skip
    """从文件、文件夹、压缩包或标准输入 (-) 提取。

    Extract from files, folders, archives or standard input (-). Exit code: 0 when every input was
    read, 1 when some were not, 2 on wrong usage.
    """
    options = Options(
        paths, output, _format(format_, output), long, _extras(with_), not no_bom, jobs,
        Limits(seconds=timeout), _manifest(manifest_), manifest_,
    )  # fmt: skip
    if output is None and options.format in BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{options.format}: 请用 -o 指定文件 / name a file with -o")
    try:
        unread = _run_folder(options) if options.folder is not None else _stream(options)
    except (RunFolderError, ManifestError) as error:
        raise click.UsageError(error.text) from error
    except PoolError as error:
        raise click.ClickException(error.problem.text()) from error
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or output or '-'}: 无法写入 / cannot be written ({os.strerror(error.errno or 0)})"
        ) from error
    if unread:
        sys.exit(SOME_UNREAD)


def _format(asked: str | None, output: str | None) -> str:
    """The format, by what was asked for or by the ending of the output, which must not differ."""
    ending = Path(output).suffix.casefold() if output and not _names_folder(output) else ""
    told = SUFFIXES.get(ending)
    if asked is not None and told is not None and asked != told:
        raise click.UsageError(
            f"-o {printable(output or '')}: 后缀与 --format {asked} 不符，请用 .{asked} / the ending is not that of {asked}"
        )
    if asked is None and told is None and ending:
        raise click.UsageError(
            f"-o {printable(output or '')}: 不认得的后缀，可用 / unknown ending, known are: {' '.join(SUFFIXES)}"
        )
    return asked or told or "json"


def _names_folder(output: str) -> bool:
    return output.endswith(("/", os.sep, os.altsep or "/")) or Path(output).is_dir()


def _extras(names: str) -> tuple[str, ...]:
    from extractor.export.columns import ColumnError, wide_columns  # noqa: PLC0415  reads the forms

    extras = tuple(dict.fromkeys(n.strip() for n in names.split(",") if n.strip()))
    if extras:
        try:
            wide_columns(extras)
        except ColumnError as error:
            raise click.UsageError(f"--with: {error}") from error
    return extras


def _manifest(name: str | None) -> Manifest | None:
    if name is None:
        return None
    try:
        return read_manifest(Path(name))
    except ManifestError as error:
        raise click.UsageError(error.text) from error


def _tasks(
    options: Options, folder: RunFolder | None = None
) -> tuple[int, Iterator[tuple[str, Task]]]:
    """How many places there are to read from, and the documents in them."""
    found = find(options.paths, options.own)
    for folder_given in without_files(options.paths, options.own):
        click.echo(
            f"duibiao: {printable(folder_given)}: 文件夹中没有可读的文件 / no file to read in this folder",
            err=True,
        )
    known = nothing_known if folder is None else folder.has_result
    expected = forecast(found, options.limits, known)
    if expected is not None:
        click.echo(f"duibiao: {expected.text(options.jobs)}", err=True)
    manifest = options.manifest
    given = manifest.given if manifest is not None else lambda *_: None
    return len(found), tasks(found, given, options.limits)


def _stream(options: Options) -> int:
    """Write one file or standard output; how many inputs could not be read."""
    count, found = _tasks(options)
    pool = Pool(options.jobs, options.limits, PIPELINE)
    with Reporter(count) as reporter:
        outcomes = pool.process(task for _, task in found)
        with closing(outcomes):
            results = reporter.results(outcomes)
            if options.output is None:
                _write(results, sys.stdout.buffer, options)
                sys.stdout.buffer.flush()
            else:
                from extractor.runs.atomic import replacing  # noqa: PLC0415

                target = Path(options.output)
                with replacing(target) as part, part.open("wb") as stream:
                    _write(results, stream, options)
        _tell_unused(options, reporter)
    return reporter.unread


def _write(results: Iterable[bytes], stream: IO[bytes], options: Options) -> None:
    from extractor.export import write, write_json, write_json_lines  # noqa: PLC0415

    if options.format == "json" and not options.long:
        write_json(results, stream, is_single(options.paths))
    elif options.format == "jsonl":
        write_json_lines(results, stream)
    else:
        parsed: Iterator[Result] = map(json.loads, results)
        write(
            parsed, stream, options.format, long=options.long, with_=options.extras, bom=options.bom
        )


def _run_folder(options: Options) -> int:
    """Fill or go on with a run folder; how many inputs could not be read."""
    assert options.folder is not None
    folder = RunFolder.open(options.folder, _settings())
    try:
        count, found = _tasks(options, folder)
        with Reporter(count) as reporter:
            places: dict[str, Place] = {}
            todo = _todo(folder, found, places, reporter, options.limits)
            outcomes = Pool(options.jobs, options.limits, PIPELINE).process(todo)
            with closing(outcomes):
                for outcome in outcomes:
                    folder.write(places.pop(outcome.task.key), outcome)
                    reporter.count(outcome)
            _tell_unused(options, reporter)
        order = folder.finish()
        if options.format != "json":
            _collect(options, order)
    finally:
        folder.close()
    return reporter.unread


def _todo(
    folder: RunFolder, found: Iterable[tuple[str, Task]], places: dict[str, Place],
    reporter: Reporter, limits: Limits,
) -> Iterator[Task]:  # fmt: skip
    """The documents that an earlier call has not done; notes the place of each."""
    for relative, task in found:
        place = folder.place(relative)
        if folder.done(place, task, limits):
            reporter.skip()
        else:
            places[task.key] = place
            yield task


def _collect(options: Options, results: list[Path]) -> None:
    """One table of all results beside them, in the format asked for."""
    from extractor.export import write  # noqa: PLC0415

    assert options.folder is not None
    parsed: Iterator[Result] = (json.loads(path.read_bytes()) for path in results)
    target = options.folder / f"duibiao-run.{options.format}"
    write(parsed, target, options.format, long=options.long, with_=options.extras, bom=options.bom)


def _settings() -> Result:
    """What results depend on besides their documents: the program's version and its model."""
    from importlib.metadata import version  # noqa: PLC0415

    from extractor.registry import default_model_dir, model_id  # noqa: PLC0415

    return {"version": version("duibiao"), "model": model_id(default_model_dir())}


def _tell_unused(options: Options, reporter: Reporter) -> None:
    """Rows of the manifest that no document asked for are a typing error, or a file that is gone."""
    for path in options.manifest.unused() if options.manifest is not None else ():
        reporter.say(f"清单中的 {path} 没有对应的文件 / no document for {path} of the manifest")
