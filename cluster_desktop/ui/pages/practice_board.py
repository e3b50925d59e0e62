"""Practice · Board."""

from __future__ import annotations

from cluster_desktop.ui.pages.page import Page


class BoardTab(Page):
    """Students without a place at the left, enterprises at the right."""

    KEY = "practice"
