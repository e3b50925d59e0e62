"""The prints that are kept with an approved version of the passport."""

from __future__ import annotations

from cluster_desktop.documents.passport_paper import render_passport
from cluster_desktop.services.passport_content import Passport


def prints(passport: Passport) -> dict[str, bytes]:
    """Files by name: PDF and docx with Kazakh and Russian side by side. Raises Refusal."""
    name = f"passport-v{passport.version}"
    return {
        f"{name}.pdf": render_passport(passport, "kk+ru", "pdf"),
        f"{name}.docx": render_passport(passport, "kk+ru", "docx"),
    }
