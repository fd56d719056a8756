"""`duibiao serve`, `worker`, `keys`, `backup`, `restore`."""

import signal
import threading
from pathlib import Path
from typing import Any

import click

from service.settings import Settings, SettingsError, from_environment

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="数据文件夹 / folder of the data.",
)


def _settings(**given: Any) -> Settings:
    try:
        return from_environment(**given)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error


def _ignore(_value: object) -> None:
    return None


def _open(settings: Settings) -> Any:
    from service.database import Database, DatabaseError  # noqa: PLC0415
    from service.migrate import migrate  # noqa: PLC0415

    try:
        database = Database(settings)
        migrate(database)
    except DatabaseError as error:
        raise click.ClickException(str(error)) from error
    return database


@click.command()
@click.option("--host", help="监听地址，默认 127.0.0.1 / address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="端口，默认 8470 / port.")
@data_option
@click.option("--workers", type=click.IntRange(0, 64), help="工作进程数 / worker processes.")
@click.option("--samples", is_flag=True, help="载入示例文档 / load the sample documents.")
def serve(
    host: str | None, port: int | None, data: Path | None, workers: int | None, samples: bool
) -> None:
    """启动服务和网页 / Run the service and its page."""
    settings = _settings(host=host, port=port, data=data, workers=workers)
    from service.nursery import start_child  # noqa: PLC0415

    first = start_child(settings) if settings.workers else None
    try:
        from service.server import ServeError, run_server  # noqa: PLC0415

        run_server(settings, samples, first)
    except ServeError as error:
        raise click.ClickException(str(error)) from error
    finally:
        if first is not None and first.poll() is None:
            first.kill()  # the server did not start: it has not been let go
            first.wait()


@click.command()
@data_option
def worker(data: Path | None) -> None:
    """再开一个工作进程 / Run a further worker, on this or another machine (PostgreSQL)."""
    settings = _settings(data=data)
    if settings.is_sqlite:
        raise click.UsageError(
            "SQLite 的工作进程由 duibiao serve 启动；请设置 DUIBIAO_DATABASE_URL。"
            " With SQLite the workers are children of `duibiao serve`."
        )
    from service.logs import configure  # noqa: PLC0415
    from service.worker import Worker, run  # noqa: PLC0415

    configure(settings.log_level)
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    database = _open(settings)
    made = Worker(database, settings)
    made.warm()
    click.echo(f"worker {made.id}")
    run(made, stop, lambda seconds: _ignore(stop.wait(seconds)))
    database.close()


@click.group()
def keys() -> None:
    """访问密钥 / API keys."""


@keys.command("add")
@click.argument("name")
@click.option(
    "--role", type=click.Choice(["submit", "review", "admin"]), default="submit", show_default=True
)
@data_option
def keys_add(name: str, role: str, data: Path | None) -> None:
    """新增密钥，只显示一次 / Make a key; it is shown once."""
    from service import access  # noqa: PLC0415

    database = _open(_settings(data=data))
    try:
        with database.writing() as connection:
            key = access.add_key(connection, name, role)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    finally:
        database.close()
    click.echo(key)


@keys.command("list")
@data_option
def keys_list(data: Path | None) -> None:
    """列出密钥 / List the keys."""
    from service import access  # noqa: PLC0415

    database = _open(_settings(data=data))
    with database.reading() as connection:
        for row in access.list_keys(connection):
            ended = f"revoked {row['revoked_at']}" if row["revoked_at"] else "active"
            click.echo(f"{row['name']}\t{row['role']}\t{row['created_at']}\t{ended}")
    database.close()


@keys.command("revoke")
@click.argument("name")
@data_option
def keys_revoke(name: str, data: Path | None) -> None:
    """吊销密钥 / Revoke a key."""
    from service import access  # noqa: PLC0415

    database = _open(_settings(data=data))
    with database.writing() as connection:
        gone = access.revoke_key(connection, name)
    database.close()
    if not gone:
        raise click.ClickException(f"没有这个密钥。There is no active key named {name}.")


@click.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def backup(target: Path, data: Path | None) -> None:
    """备份，可在运行时进行 / Back up, also while the service runs."""
    from service.backup import back_up  # noqa: PLC0415
    from service.database import DatabaseError  # noqa: PLC0415

    try:
        click.echo(str(back_up(_settings(data=data), target)))
    except DatabaseError as error:
        raise click.ClickException(str(error)) from error


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
def restore(source: Path, data: Path | None) -> None:
    """恢复备份，须先停止服务 / Restore a backup; stop the service first."""
    from service.backup import restore as put_back  # noqa: PLC0415
    from service.database import DatabaseError  # noqa: PLC0415
    from service.server import ServeError, only_one  # noqa: PLC0415

    settings = _settings(data=data)
    try:
        with only_one(settings):
            put_back(settings, source)
    except (DatabaseError, ServeError) as error:
        raise click.ClickException(str(error)) from error
