"""The catalogue: one line an entity. Importing it declares them all and checks their links."""

from cluster_desktop.db.entities import (  # noqa: F401  (importing a class declares it)
    academic_year,
    addendum,
    agreement,
    agreement_speciality,
    assessment,
    attachment,
    attendance,
    consent,
    contact_person,
    district,
    document_template,
    import_mapping,
    mentor,
    numbering_rule,
    obligation,
    organisation,
    outcome,
    party,
    placement,
    practice_period,
    practice_slot,
    qualification,
    region,
    saved_view,
    setting,
    signatory,
    speciality,
    student,
    study_group,
    teacher,
    work_obligation,
)
from cluster_desktop.entity import catalogue

catalogue.check()
