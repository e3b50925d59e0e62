"""Runs the migrations on the connection that db/migrate.py hands in; nothing else starts them."""

from alembic import context

import cluster_desktop.db.entities  # noqa: F401  (declares the catalogue)
from cluster_desktop.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
