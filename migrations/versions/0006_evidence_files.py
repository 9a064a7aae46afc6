"""Files as evidence: their bytes by hash, where a piece comes from, and pieces that were taken out"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_blob_sha256")),
        sa.CheckConstraint("size > 0", name=op.f("ck_blob_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("filename", sa.String(length=150), nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("captured_by", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index(batch_op.f("ix_evidence_sha256"), ["sha256"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_evidence_record_id_sha256"), ["record_id", "sha256"])
        batch_op.create_check_constraint(batch_op.f("ck_evidence_file"), "(sha256 IS NULL) = (filename IS NULL)")


def downgrade() -> None:
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_evidence_file"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_evidence_record_id_sha256"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_evidence_sha256"))
        batch_op.drop_column("version")
        batch_op.drop_column("removed_at")
        batch_op.drop_column("captured_by")
        batch_op.drop_column("source")
        batch_op.drop_column("filename")
    op.drop_table("blob")
