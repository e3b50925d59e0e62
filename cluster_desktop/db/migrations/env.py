"""Runs the migrations on the connection that db/migrate.py hands in; nothing else starts them."""

from alembic import context

from cluster_desktop.db import entities
from cluster_desktop.db.base import Base

assert entities
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
