"""Errors as RFC 9457 problem details, from one closed list of codes."""

from enum import StrEnum
from typing import Any

from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class Code(StrEnum):
    """Every code that an error can carry; docs/service.md says what each means."""

    BAD_REQUEST = "bad-request"
    INVALID = "invalid"
    BAD_CURSOR = "bad-cursor"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    CROSS_SITE = "cross-site"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    NOT_ACCEPTABLE = "not-acceptable"
    VERSION_CONFLICT = "version-conflict"
    IN_PROGRESS = "in-progress"
    NOT_CANCELLABLE = "not-cancellable"
    NO_RESULT = "no-result"
    NOT_PROMOTABLE = "not-promotable"
    TRAINING = "training-in-progress"
    TOO_LARGE = "too-large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type"
    IDEMPOTENCY_MISMATCH = "idempotency-mismatch"
    UNREADABLE = "unreadable"
    BAD_ARCHIVE = "bad-archive"
    BAD_MANIFEST = "bad-manifest"
    EXTRACTION_FAILED = "extraction-failed"
    RATE_LIMITED = "rate-limited"
    INTERNAL = "internal"
    NOT_AVAILABLE = "not-available"
    BUSY = "busy"
    STORAGE_FULL = "storage-full"
    LOW_DISK = "low-disk"


# Status, title in Chinese, title in English.
MEANINGS: dict[Code, tuple[int, str, str]] = {
    Code.BAD_REQUEST: (400, "请求无法解析", "The request cannot be parsed"),
    Code.INVALID: (422, "请求内容不符合要求", "The request does not fit what is asked for"),
    Code.BAD_CURSOR: (422, "翻页游标无效", "The page cursor is not one of ours"),
    Code.UNAUTHORIZED: (401, "需要密钥或登录", "A key or a sign-in is needed"),
    Code.FORBIDDEN: (403, "权限不足", "The key's role does not allow this"),
    Code.CROSS_SITE: (403, "拒绝跨站请求", "A request from another site is refused"),
    Code.NOT_FOUND: (404, "没有找到", "There is no such thing"),
    Code.METHOD_NOT_ALLOWED: (405, "不支持该方法", "The method is not supported here"),
    Code.NOT_ACCEPTABLE: (406, "无法提供该格式", "The format asked for cannot be given"),
    Code.VERSION_CONFLICT: (409, "他人已先行修改", "Somebody else has saved a newer version"),
    Code.IN_PROGRESS: (409, "相同请求正在处理", "The same request is still being handled"),
    Code.NOT_CANCELLABLE: (409, "已经结束，不能取消", "It has ended and cannot be cancelled"),
    Code.NO_RESULT: (409, "尚无提取结果", "The document has no result yet"),
    Code.NOT_PROMOTABLE: (409, "该模型不能启用", "The model cannot be put to use"),
    Code.TRAINING: (409, "另一次训练正在进行", "Another training run is at work"),
    Code.TOO_LARGE: (413, "内容超过上限", "The content is above the limit"),
    Code.UNSUPPORTED_MEDIA_TYPE: (415, "不支持的内容类型", "The content type is not supported"),
    Code.IDEMPOTENCY_MISMATCH: (
        422,
        "幂等键已用于另一请求",
        "The Idempotency-Key was used for another request",
    ),
    Code.UNREADABLE: (422, "文件无法读取", "The file cannot be read"),
    Code.BAD_ARCHIVE: (422, "压缩包无法使用", "The archive cannot be used"),
    Code.BAD_MANIFEST: (422, "清单无法使用", "The manifest cannot be used"),
    Code.EXTRACTION_FAILED: (422, "提取失败", "The extraction failed on this document"),
    Code.RATE_LIMITED: (429, "请求过于频繁", "Too many requests"),
    Code.INTERNAL: (500, "服务内部错误", "An error inside the service"),
    Code.NOT_AVAILABLE: (501, "功能暂不可用", "This is not available here"),
    Code.BUSY: (503, "服务繁忙，请稍后重试", "Busy: try again shortly"),
    Code.STORAGE_FULL: (507, "存储已满", "The storage is full"),
    Code.LOW_DISK: (507, "磁盘空间不足", "The disk is nearly full"),
}


class Problem(HTTPException):
    """An error that the client is told: code, what exactly, and members of its own."""

    def __init__(
        self, code: Code, detail: str = "", *, headers: dict[str, str] | None = None, **more: Any
    ) -> None:
        self.code = code
        self.more = more
        super().__init__(MEANINGS[code][0], detail, headers)

    def body(self, instance: str, request_id: str) -> dict[str, Any]:
        """The problem details as the client gets them."""
        status, title, title_en = MEANINGS[self.code]
        return {
            "type": f"about:blank#{self.code.value}",
            "code": self.code.value,
            "status": status,
            "title": title,
            "title_en": title_en,
            "detail": self.detail,
            "instance": instance,
            "request_id": request_id,
            **self.more,
        }


FROM_STATUS = {
    400: Code.BAD_REQUEST, 401: Code.UNAUTHORIZED, 403: Code.FORBIDDEN, 404: Code.NOT_FOUND,
    405: Code.METHOD_NOT_ALLOWED, 406: Code.NOT_ACCEPTABLE, 413: Code.TOO_LARGE,
    415: Code.UNSUPPORTED_MEDIA_TYPE, 422: Code.INVALID, 429: Code.RATE_LIMITED,
    501: Code.NOT_AVAILABLE, 503: Code.BUSY,
}  # fmt: skip
