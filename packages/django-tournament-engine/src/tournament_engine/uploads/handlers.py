"""An upload handler that hangs up as soon as a file is larger than anything that is taken.

A site puts it first, so that no worker writes gigabytes to its disk before their size is
read: FILE_UPLOAD_HANDLERS = ["tournament_engine.uploads.handlers.Capped", …Django's own].
"""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from tournament_engine.uploads.policies import POLICIES, policy

__all__ = ["Capped"]


class Capped(FileUploadHandler):
    """Counts what arrives and hands it on to the next handler."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._most = max(policy(purpose).max_bytes for purpose in POLICIES)
        self._received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  Django's
        self._received += len(raw_data)
        # One byte more than the limit lets the service say what is wrong.
        if self._received > self._most + self.chunk_size:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002  Django's signature
        return None
