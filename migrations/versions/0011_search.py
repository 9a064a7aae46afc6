"""Search: texts with their records, and the database's own index over them (FTS5, tsvector), kept by triggers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        title, body, content='search_text', content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN
        INSERT INTO search_index(rowid, title, body) VALUES (new.id, new.title, new.body); END""",
    """CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN
        INSERT INTO search_index(search_index, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END""",
)
# Accents come off as in unicode61. What the parser would take for part of a word (hosts, paths, mail addresses, tags, signs)
# becomes a blank, so that it sees plain words; a chain of replace() is thirty times as fast as translate() or a pattern.
JOINING = "-+./:@_&<>"
PLAIN = "$1"
for letter in JOINING:
    PLAIN = f"replace({PLAIN}, '{letter}', ' ')"
POSTGRESQL = (
    rf"""CREATE FUNCTION search_words(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
        SELECT CASE WHEN octet_length($1) = char_length($1) THEN {PLAIN}
            ELSE regexp_replace(normalize({PLAIN}, NFD), '[\u0300-\u036f]', '', 'g') END $$""",
    """ALTER TABLE search_text ADD COLUMN search_index tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple'::regconfig, search_words(title)), 'A')
        || setweight(to_tsvector('simple'::regconfig, search_words(left(body, 100000))), 'D')) STORED""",
    "CREATE INDEX search_index_words ON search_text USING gin (search_index)",
)


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_search_text_record_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_search_text_source_source_id")),
    )
    with op.batch_alter_table("search_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_text_record_id"), ["record_id"], unique=False)
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.get_bind().exec_driver_sql("DROP TABLE search_index")
        op.drop_table("search_text")
    else:
        op.drop_table("search_text")
        op.get_bind().exec_driver_sql("DROP FUNCTION search_words(text)")
