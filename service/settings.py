"""What a host may set, by environment variable or by the caller of `create_app`."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from service import limits

Extractor = Callable[[bytes, str, dict[str, Any] | None], dict[str, Any]]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsError(ValueError):
    """A setting that cannot be used, with its name and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The service's settings; each is also `DUIBIAO_` and its name in capitals.

    `extractor` is `module:function`; the function takes bytes, a name and what the user gave, and
    returns the result of one document. `workers` 0 runs one worker as a thread of the server,
    which is meant for tests and for embedding.
    """

    data: Path = Path("duibiao-data")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8470
    workers: int = field(default_factory=lambda: max(1, os.cpu_count() or 1))
    extractor: str = "extractor.strangers:extract_safely"
    file_bytes: int = limits.FILE_BYTES
    batch_bytes: int = limits.BATCH_BYTES
    batch_files: int = limits.BATCH_FILES
    free_disk_bytes: int = limits.FREE_DISK_BYTES
    sync_seconds: float = limits.SYNC_SECONDS
    sync_seconds_slow: float = limits.SYNC_SECONDS_SLOW
    rate_per_second: float = 200.0
    rate_burst: int = 1_000
    lease_seconds: float = 30.0
    document_seconds: float = 300.0
    keep_results: int = limits.KEEP_RESULTS
    busy_seconds: float = 10.0
    grace_seconds: float = 20.0
    secure_cookies: bool = False
    log_level: str = "info"
    registry: str = ""  # folder of trained models; empty: `models` in the data folder
    worker_command: tuple[str, ...] = ()  # another way to start a child, for tests
    audit_share: float = 0.0025  # of the fields outside review: one in two reports
    second_share: float = 0.02  # of the decided fields: put to another person, who sees no answer
    trainer: str = "extractor.training.serving:run"
    trainer_command: tuple[str, ...] = ()
    # Generated documents of a run: to fit confidence, to set its threshold, to judge.
    training_sizes: str = "1200,2000,800"
    training_quick_sizes: str = "60,60,40"
    training_gold: str = ""  # folder of gold, which only ever judges, and its documents
    training_gold_documents: str = ""
    training_cache: str = ""  # evidence; empty: `training/cache` in the data folder

    def __post_init__(self) -> None:
        for name in ("file_bytes", "batch_bytes", "batch_files", "rate_burst", "keep_results"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} must be at least 1")
        for name in ("sync_seconds", "lease_seconds", "document_seconds", "rate_per_second"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} must be above 0")
        for name in ("audit_share", "second_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise SettingsError(f"{name} must be from 0 to 1")
        if self.workers < 0 or not 0 <= self.port < 65536:
            raise SettingsError("workers must not be negative, port must be from 0 to 65535")
        for name in ("extractor", "trainer"):
            if ":" not in getattr(self, name):
                raise SettingsError(f"{name} must be module:function")

    @property
    def url(self) -> str:
        """The database as SQLAlchemy addresses it."""
        if not self.database_url:
            return f"sqlite:///{self.data.resolve() / 'duibiao.sqlite'}"
        if self.database_url.startswith("postgresql://"):
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return self.database_url

    @property
    def registry_folder(self) -> Path:
        """Where trained models are registered."""
        return Path(self.registry) if self.registry else self.data / "models"

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def on_loopback(self) -> bool:
        return self.host in LOOPBACK


def from_environment(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """Settings from `DUIBIAO_*` variables; arguments that are not None win."""
    values: dict[str, Any] = {}
    for one in fields(Settings):
        text = environment.get(f"DUIBIAO_{one.name.upper()}")
        if text is not None:
            values[one.name] = _convert(one.name, text)
    values.update({name: value for name, value in given.items() if value is not None})
    return Settings(**values)


def _convert(name: str, text: str) -> Any:
    kinds = {one.name: one.type for one in fields(Settings)}
    kind = kinds[name]
    try:
        if kind is bool:
            return text.strip().lower() in ("1", "true", "yes", "on")
        if kind is int:
            return int(text)
        if kind is float:
            return float(text)
    except ValueError as error:
        raise SettingsError(f"DUIBIAO_{name.upper()} is not a number: {text!r}") from error
    if name in ("worker_command", "trainer_command"):
        return tuple(text.split())
    return Path(text) if kind is Path else text
