"""What a process and its descendants use: CPU time and resident memory, read from /proc."""

import os
from pathlib import Path

TICK = 1_000_000 / os.sysconf("SC_CLK_TCK")  # microseconds


def family(pid):
    """The process and all its descendants."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            if fields := _stat(entry.name):
                children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def cpu_microseconds(pid):
    """User and system time of the whole family, in steps of one clock tick (10 ms as a rule)."""
    stats = [_stat(member) for member in family(pid)]
    return sum((int(fields[11]) + int(fields[12])) * TICK for fields in stats if fields)


def resident_bytes(pid):
    """Resident set of the whole family; pages that its members share count once for each."""
    total = 0
    for member in family(pid):
        try:
            total += int(Path(f"/proc/{member}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total


def _stat(pid):
    """The fields of /proc/PID/stat after the command's name, or None if the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
