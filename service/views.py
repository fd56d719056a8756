"""How documents, jobs and batches look from outside."""

import json
from typing import Any

from service.store.common import Row

# What comes in a batch is often sent without a type: then its name tells.
TYPES = {
    "txt": "text/plain", "md": "text/markdown", "html": "text/html", "htm": "text/html", "mht": "multipart/related",
    "mhtml": "multipart/related", "pdf": "application/pdf", "doc": "application/msword", "rtf": "application/rtf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel", "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "tif": "image/tiff", "tiff": "image/tiff",
    "webp": "image/webp", "bmp": "image/bmp", "gif": "image/gif",
}  # fmt: skip


def media_type_of(name: str) -> str:
    return TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def document(row: Row) -> dict[str, Any]:
    """A document in a list, without its result."""
    failure = None
    if row["failure_code"]:
        failure = {"code": row["failure_code"], "message": row["failure"]}
    return {
        "id": row["id"], "name": row["name"], "media_type": row["media_type"] or media_type_of(row["name"]), "size": row["size"],
        "given": json.loads(row["given"]), "state": row["state"], "failure": failure,
        "model": row["model"], "version": row["version"], "rejected": row["rejected"],
        "in_review": row["in_review"], "created_at": row["created_at"],
        "updated_at": row["updated_at"], "created_by": row["created_by"],
    }  # fmt: skip


def merged(row: Row, result: dict[str, Any]) -> dict[str, Any]:
    """A result as people left it, with where the document stands."""
    return {
        **result, "version": row["version"], "state": row["state"],
        "created_at": row["created_at"], "updated_at": row["updated_at"],
    }  # fmt: skip


def job(row: Row, document_id: str | None) -> dict[str, Any]:
    failure = None
    if row["failure_code"]:
        failure = {"code": row["failure_code"], "message": row["failure"]}
    return {
        "id": row["id"], "kind": row["kind"], "state": row["state"], "document": document_id,
        "attempt": row["attempt"], "failure": failure, "created_at": row["created_at"],
        "finished_at": row["finished_at"],
    }  # fmt: skip
