"""What both ends of the process that opens files from outside know of each other.

The program itself loads no reader of foreign files: worker.py alone does. Standard library only.
"""

from __future__ import annotations

import errno

FLAG = "--read-table"
MAX_COLUMNS = 200


def why_unreadable(why: OSError) -> tuple[str, str]:
    """(code, detail) of a refusal; the system's own words are English and are not shown."""
    if why.errno in {errno.EACCES, errno.EPERM}:
        return "not_allowed", ""
    return "unreadable", str(why.errno or 0)
