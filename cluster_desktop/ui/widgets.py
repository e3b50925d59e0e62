"""All small widgets under one name, so that a page imports from one place."""

from cluster_desktop.ui.flow import FlowLayout
from cluster_desktop.ui.widgets_buttons import (
    Button,
    IconButton,
    KeyCap,
    PrimaryButton,
    SearchButton,
    Segmented,
    StatusItem,
    caption_width,
    key_cap_size,
    paint_key_cap,
)
from cluster_desktop.ui.widgets_chips import Chip, ChipRow
from cluster_desktop.ui.widgets_feedback import (
    Banner,
    BarWithCancel,
    EmptyState,
    SearchField,
    Tabs,
    Toasts,
)
from cluster_desktop.ui.widgets_state import (
    Badge,
    Card,
    Meter,
    Pill,
    Rule,
    TextLabel,
    paint_badge,
    paint_pill,
    pill_width,
)

__all__ = [
    "Badge",
    "Banner",
    "BarWithCancel",
    "Button",
    "Card",
    "Chip",
    "ChipRow",
    "EmptyState",
    "FlowLayout",
    "IconButton",
    "KeyCap",
    "Meter",
    "Pill",
    "PrimaryButton",
    "Rule",
    "SearchButton",
    "SearchField",
    "Segmented",
    "StatusItem",
    "Tabs",
    "TextLabel",
    "Toasts",
    "caption_width",
    "key_cap_size",
    "paint_badge",
    "paint_key_cap",
    "paint_pill",
    "pill_width",
]
