"""The catalogue: one line an entity. Importing it declares them all and checks their links."""

from cluster_desktop.db.entities import (  # noqa: F401  (importing a class declares it)
    addendum,
    agreement,
    agreement_speciality,
    attachment,
    contact_person,
    district,
    document_template,
    import_mapping,
    numbering_rule,
    obligation,
    organisation,
    party,
    qualification,
    region,
    saved_view,
    setting,
    signatory,
    speciality,
)
from cluster_desktop.entity import catalogue

catalogue.check()
