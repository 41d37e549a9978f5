"""A file that somebody shared: what Slack says about it, and its bytes."""

from dataclasses import dataclass, field

from tests.slack_standin.shapes import Json

MIME_TYPES = {
    "text": "text/plain",
    "log": "text/plain",
    "yaml": "text/yaml",
    "json": "application/json",
    "markdown": "text/markdown",
    "csv": "text/csv",
    "python": "text/x-python",
    "shell": "text/x-sh",
    "png": "image/png",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "gzip": "application/gzip",
    "binary": "application/octet-stream",
}
"""Slack's filetype words -> the MIME type it reports."""

_BY_SUFFIX = {
    "txt": "text",
    "yml": "yaml",
    "md": "markdown",
    "py": "python",
    "sh": "shell",
    "gz": "gzip",
    "bin": "binary",
}


@dataclass(slots=True)
class StoredFile:
    """One file.  `mode` is `snippet` for text made in Slack, `hosted` for an upload; `address` where it is served."""

    id: str
    name: str
    filetype: str
    content: bytes
    user: str
    created: int
    address: str
    title: str = ""
    mode: str = "hosted"
    channels: list[str] = field(default_factory=list)

    def to_json(self) -> Json:
        """The file as it stands in `files[]` of a message and in `files.info`."""
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": MIME_TYPES.get(self.filetype, "application/octet-stream"),
            "filetype": self.filetype,
            "pretty_type": self.filetype.title(),
            "user": self.user,
            "editable": self.mode == "snippet",
            "size": len(self.content),
            "mode": self.mode,
            "is_external": False,
            "is_public": True,
            "file_access": "visible",
            "url_private": f"{self.address}/{self.name}",
            "url_private_download": f"{self.address}/download/{self.name}",
            "channels": list(self.channels),
        }


def filetype_of(name: str) -> str:
    """Slack's filetype word for a file name; `binary` for what is unknown, `text` without a suffix."""
    if "." not in name:
        return "text"
    suffix = name.rsplit(".", 1)[-1].lower()
    word = _BY_SUFFIX.get(suffix, suffix)
    return word if word in MIME_TYPES else "binary"
