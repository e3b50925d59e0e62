"""Forms that offices ask for: written anew, or filled into the workbook an office has sent."""

from __future__ import annotations

from cluster_desktop.excel.forms.export import FORMS, ExportReport, FormKind, export, forms_for

__all__ = ["FORMS", "ExportReport", "FormKind", "export", "forms_for"]
