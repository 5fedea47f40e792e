"""Which requests may bring files, and how large these may be, decided before a byte of them is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])
ROOM_FOR_FIELDS = 200_000  # bytes of a request besides its file


def accepts_files(view: View) -> View:
    """Mark a view as one that expects a file. What is sent to any other view is not even read."""
    view.accepts_files = True
    return view


def was_too_large(request: HttpRequest) -> bool:
    """Whether this request brought a file that was put aside because of its size."""
    return getattr(request, "has_too_large_file", False)


class GuardingUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers.

    A file to a page that expects none is skipped. A file over ``EVIDENCE_MAX_BYTES`` is dropped at that size,
    so that the page can say so in a sentence. A request over ``UPLOAD_MAX_REQUEST_BYTES`` is refused unread.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 (the name that Django uses)
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """Refuse a request that no page of ours can have sent.

        Raises:
            RequestDataTooBig: answered with 400.
        """
        match = self.request.resolver_match
        self.is_expected = match is not None and getattr(match.func, "accepts_files", False)
        limit = (
            settings.UPLOAD_MAX_REQUEST_BYTES if self.is_expected else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        )
        if content_length > limit + ROOM_FOR_FIELDS:
            raise RequestDataTooBig(f"The request has {content_length} bytes; {limit} is the most.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        if not self.is_expected:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.EVIDENCE_MAX_BYTES:
            self.request.has_too_large_file = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one make the file."""
        return None
