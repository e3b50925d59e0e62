"""A child process that ends as a native reader does that aborts itself."""

from __future__ import annotations

# Where cores are written they would lie in the project's folder, beside its own files.
ABORT = """
import os
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
os.abort()
"""
