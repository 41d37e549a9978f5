"""What is said of the conversation log: its file, the room around it, the file system below it."""

from collections.abc import Sequence

from bot.core.checkup.lines import failed, warning, well
from bot.model.checkup import Line, LogFacts

_REMOTE = ("nfs", "cifs", "smb", "fuse.", "9p", "ceph", "glusterfs", "lustre", "afs")
_PASSING = ("tmpfs", "ramfs", "overlay")
_JUICEFS = "fuse.juicefs"
_MIB = 1024 * 1024
_LEAST_FREE = 64 * _MIB
"""Below this a day's conversations may not fit (guess: a thousand of 20 KiB are 20 MiB, with room for the WAL)."""


def log_lines(facts: LogFacts) -> Sequence[Line]:
    """The log's file, the room around it and the file system below it."""
    size = f"{facts.bytes / _MIB:.1f} MiB"
    there = (
        well(
            "database",
            f"{facts.path}: {size}, schema step {facts.steps}",
            f"{facts.path}：{size}，结构第 {facts.steps} 步",
        )
        if facts.there
        else well("database", f"{facts.path}: not yet there, can be made", f"{facts.path}：还不存在，可以创建")
    )
    return [there, _room(facts), *_disk(facts)]


def _room(facts: LogFacts) -> Line:
    free = f"{facts.free / _MIB:,.0f} MiB"
    if facts.free < _LEAST_FREE:
        return failed(
            "disk",
            (f"Only {free} free", f"只剩 {free}"),
            (
                "Enlarge the volume, or shorten JUICEFS_BOT_RETENTION_DAYS.",
                "请扩容数据卷，或者缩短 JUICEFS_BOT_RETENTION_DAYS。",
            ),
        )
    if facts.free < facts.bytes:
        return warning(
            "disk",
            (f"{free} free, less than the log has", f"剩余 {free}，比日志本身还小"),
            (
                "Forgetting writes the log anew and needs its size again: enlarge the volume before you need it.",
                "彻底删除需要重写整个日志，再占一份同样大的空间：请提前扩容。",
            ),
        )
    return well("disk", f"{free} free", f"剩余 {free}")


def _disk(facts: LogFacts) -> Sequence[Line]:
    kind = facts.file_system
    off = ("Put JUICEFS_BOT_DB on a local disk or a block volume.", "请把 JUICEFS_BOT_DB 放到本地磁盘或块存储卷上。")
    if kind == _JUICEFS:
        seen = ("The log lies on JuiceFS, which it must outlive", "日志放在 JuiceFS 上，而它必须在 JuiceFS 故障时可用")
        return [failed("file-system", seen, off)]
    if facts.locks is False or kind.startswith(_REMOTE):
        seen = (
            f"{kind or 'It'} does not keep the locks that SQLite needs",
            f"{kind or '该文件系统'} 不能可靠地提供 SQLite 需要的锁",
        )
        return [failed("file-system", seen, off)]
    if kind in _PASSING:
        seen = (f"{kind}: the log is gone when the pod or the machine goes", f"{kind}：Pod 或机器消失时日志也会丢失")
        return [warning("file-system", seen, off)]
    if facts.locks is None:
        return [
            warning(
                "file-system",
                (f"Locks could not be tried on {kind or 'it'}", f"无法测试 {kind or '该文件系统'} 的锁"),
                off,
            )
        ]
    return [well("file-system", f"{kind or 'It'} keeps locks", f"{kind or '文件系统'} 的锁可靠")]
