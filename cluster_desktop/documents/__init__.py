"""Papers: templates and data become PDF and docx files. Knows no Qt, no SQL and no Excel."""

from __future__ import annotations

from cluster_desktop.documents.press import render, render_files, render_many, show

__all__ = ["render", "render_files", "render_many", "show"]
