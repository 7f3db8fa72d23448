"""Makes the sample extracts: invented figures in the real layouts of CBS and DUO, true to what was published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .duo import write_duo
from .maatwerk import write_neet
from .maatwerk_werk import write_risk, write_work
from .statline_v3 import write_v3
from .statline_v4 import write_v4
from .streefcijfers import write_targets
from .write import PREFIX

WRITERS = (write_duo, write_neet, write_work, write_risk, write_v4, write_v3, write_targets)


def generate(extracts: Path, *, seed: int = 2026, progress: Callable[[str], None] | None = None) -> list[Path]:
    """Writes every sample extract into a folder and returns the files; the same seed gives the same bytes.

    What an earlier version left under a sample name is removed; other files stay.
    """
    extracts.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for writer in WRITERS:
        for path in writer(extracts, seed):
            written.append(path)
            if progress is not None:
                progress(path.relative_to(extracts).as_posix())
    for old in extracts.glob(f"{PREFIX}*/*"), extracts.glob(f"{PREFIX}*.*"):
        for path in set(old) - set(written):
            path.unlink()
    return written
