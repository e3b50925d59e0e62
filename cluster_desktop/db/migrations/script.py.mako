"""${message}"""

import sqlalchemy as sa
from alembic import op

from cluster_desktop.db.base import IdBytes, Tenge, UtcMoment, Words

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
