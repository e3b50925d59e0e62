"""Forms that offices ask for: written anew, or filled into the workbook an office has sent."""

from __future__ import annotations

from cluster_desktop.excel.forms.export import (
    FORMS,
    KINDS,
    ExportReport,
    FormKind,
    export,
    forms_for,
)
from cluster_desktop.excel.forms.f1 import UNKNOWN

__all__ = ["FORMS", "KINDS", "UNKNOWN", "ExportReport", "FormKind", "export", "forms_for"]
