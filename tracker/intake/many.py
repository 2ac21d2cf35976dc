"""Reading many files on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from tracker.intake.model import Reading, UnreadableDocument
from tracker.intake.process import Reader

SECONDS = 120.0
MEGABYTES = 2048


def read_many(
    paths: Iterable[Path],
    *,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    progress: Callable[[Path, int, int], None] | None = None,
) -> Iterator[tuple[Path, Reading | UnreadableDocument]]:
    """Read files, one process for each core; results come in the order of `paths`, never an exception.

    `seconds` and `megabytes` bound the reading of each file. `progress` is told of each page of a scan, from
    a thread of its own: the file, the page and how many there are.
    """
    todo = list(paths)
    workers = max(1, min(os.cpu_count() or 1, len(todo)))
    readers: SimpleQueue[Reader] = SimpleQueue()
    started = [Reader(megabytes=megabytes) for _ in range(workers)]
    for reader in started:
        readers.put(reader)

    def read(path: Path) -> Reading | UnreadableDocument:
        reader = readers.get()
        try:
            tell = partial(progress, path) if progress else None
            return reader.read(path, path.name, seconds=seconds, progress=tell)
        except UnreadableDocument as error:
            return error
        finally:
            readers.put(reader)

    # Threads only wait here: the work is done by the reading processes.
    pool = ThreadPoolExecutor(workers)
    try:
        yield from zip(todo, pool.map(read, todo), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)
        for reader in started:
            reader.stop()
