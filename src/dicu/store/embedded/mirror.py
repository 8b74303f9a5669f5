"""A second way to files that the account cannot reach: hard links in a folder that it can, else copies.

No folder of root's is opened to others for it, and nothing is linked that others may not read: such a file is copied.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from dicu.store.embedded.account import Account

Wanted = Callable[[Path], bool]


def mirror(source: Path, target: Path, account: Account, wanted: Wanted = lambda _: True) -> None:
    """Makes `target` the same as `source`, doing only what has changed. Folders are root's, and open to the account."""
    kept = {target}
    for path in _walk(source, wanted):
        twin = target / path.relative_to(source)
        _same(path, twin, account)
        kept.add(twin)
    _remove_others(target, kept)


def passage(*folders: Path) -> None:
    """Folders of root's that others may pass through, and not look around in."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)


def _walk(source: Path, wanted: Wanted) -> Iterator[Path]:
    for folder, names, files in os.walk(source):
        here = Path(folder)
        names[:] = [name for name in names if wanted(here / name)]
        yield here
        links = (here / name for name in names if (here / name).is_symlink())
        yield from (path for path in (*links, *(here / name for name in files)) if wanted(path))


def _same(path: Path, twin: Path, account: Account) -> None:
    if path.is_symlink():
        _same_link(path, twin)
    elif path.is_dir():
        _folder(twin, account)
    elif not _is_current(path, twin):
        twin.unlink(missing_ok=True)
        _link_or_copy(path, twin, account)


def _same_link(path: Path, twin: Path) -> None:
    leads = os.readlink(path)
    if twin.is_symlink() and os.readlink(twin) == leads:
        return
    twin.unlink(missing_ok=True)
    twin.symlink_to(leads)


def _folder(twin: Path, account: Account) -> None:
    if twin.is_symlink() or twin.is_file():
        twin.unlink()
    twin.mkdir(mode=0o750, parents=True, exist_ok=True)
    os.chown(twin, 0, account.gid)
    twin.chmod(0o750)


def _is_current(path: Path, twin: Path) -> bool:
    if twin.is_symlink() or not twin.is_file():
        return False
    one, other = path.stat(), twin.stat()
    linked = (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
    same = (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)
    return (linked and bool(one.st_mode & 0o004)) or (same and not linked)


def _link_or_copy(path: Path, twin: Path, account: Account) -> None:
    if path.stat().st_mode & 0o004:
        try:
            os.link(path, twin)
        except OSError:  # another disk, or one without links
            pass
        else:
            return
    shutil.copy2(path, twin)
    os.chown(twin, 0, account.gid)
    twin.chmod(0o750 if os.access(path, os.X_OK) and path.stat().st_mode & 0o100 else 0o640)


def _remove_others(target: Path, kept: set[Path]) -> None:
    for folder, names, files in os.walk(target, topdown=False):
        for path in (Path(folder) / name for name in files):
            if path not in kept:
                path.unlink()
        for path in (Path(folder) / name for name in names):
            if path not in kept:
                path.unlink() if path.is_symlink() else path.rmdir()
