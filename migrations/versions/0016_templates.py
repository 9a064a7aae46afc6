"""Templates of reviews, with the four that are shipped; reviews that are there follow the full one"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SHIPPED_AT = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)

SUMMARY = "What happened and to whom, in two or three sentences that a stranger understands"
IMPACT = "How many, for how long, what it cost. Each number with its source, and whether it is exact"
TIMELINE = "Begin before the start and go forward. What was seen at that moment, not what is known today"
WHY = "Why did it happen? Why was it not seen earlier? Why did it last so long? Stop at a control that we own"
ACTIONS = "What makes it less likely or shorter? A verb, an owner who said yes, a date, and how we will know"
WELL = "What helped, what was hard, and where luck saved us. Facts, no praise and no blame"


def _part(key: str, prompt: str, *, required: bool = True) -> dict[str, object]:
    return {"key": key, "required": required, "prompt": prompt}


def _item(minutes: int, item: str, prompt: str) -> dict[str, object]:
    return {"minutes": minutes, "item": item, "prompt": prompt}


SHORT = {
    "parts": [
        _part("summary", SUMMARY), _part("impact", IMPACT), _part("timeline", TIMELINE),
        _part("session", "30 minutes with the people who were there. The pre-read is the timeline"),
        _part("causes", WHY), _part("actions", f"{ACTIONS}. Five are enough"),
        _part("findings", WELL, required=False),
    ],
    "agenda": [
        _item(2, "Purpose and ground rules", "We learn how it made sense at the time. No one is graded here"),
        _item(8, "Walk the timeline, gaps first", "What did you see? What did you expect?"),
        _item(10, "Three questions", "Why did it happen? Why was it not seen earlier? Why did it last so long?"),
        _item(8, "Actions", "Who says yes? How will we know that it worked?"),
        _item(2, "Read back", "What did we not talk about?"),
    ],
    "classification": None,
    "most_actions": 5,
}
FULL = {
    "parts": [
        _part("summary", SUMMARY), _part("impact", IMPACT), _part("timeline", TIMELINE),
        _part("trigger", "What set it off. The causes come later, under Why"),
        _part("detection", "Who or what noticed, and how long it took. What should have noticed first?"),
        _part("response", "What people saw, what they expected, which options they had. Roles rather than names"),
        _part("recovery", "What brought the service back, and what remained to be done"),
        _part("session", "60 minutes, led by somebody who was not in the response. Send the pre-read a day before"),
        _part("causes", WHY), _part("findings", WELL), _part("actions", ACTIONS),
    ],
    "agenda": [
        _item(3, "Purpose, rules, roles", "We learn how it made sense at the time. No one is graded here"),
        _item(5, "Impact and story", "Who noticed, and how?"),
        _item(17, "Walk the timeline, gaps first", "What did you see? What did you expect? What options did you have?"),
        _item(17, "Causes", "What had to be true? What else? Which control should have caught it?"),
        _item(5, "What went well, where we were lucky", "What would have made it worse?"),
        _item(10, "Actions", "Who says yes? How will we know that it worked?"),
        _item(3, "Read back, open questions, next date", "What did we not talk about?"),
    ],
    "classification": None,
    "most_actions": None,
}
NEAR_MISS = {
    "parts": [
        _part("summary", "What could have happened, to whom, and what stopped it"),
        _part("timeline", "How it came that far, and the moment at which it stopped"),
        _part("session", "Half an hour with whoever noticed it", required=False),
        _part("causes", "What had to be true for it to come that far? Which control held, and would it hold again?"),
        _part("findings", "What stopped it: a control, a person who looked twice, or luck?"),
        _part("actions", "What turns luck into a control? A verb, an owner who said yes, a date", required=False),
        _part("impact", "What it would have cost, as an estimate", required=False),
    ],
    "agenda": [
        _item(3, "Thanks, and why a near miss is worth half an hour", "Nothing broke. What can we learn for free?"),
        _item(10, "How it came that far", "What did you notice, and what made you look?"),
        _item(10, "What stopped it", "A control, a person or luck? Would it hold again at night?"),
        _item(7, "Actions", "What turns luck into a control?"),
    ],
    "classification": None,
    "most_actions": 3,
}
EXERCISE = {
    "parts": [
        _part("summary", "Which scenario was played, with whom, and what it was to show"),
        _part("timeline", "What was told to whom and when, what was decided, and what was said of it afterwards"),
        _part("detection", "How did the players learn of it, and was that real?", required=False),
        _part("response", "Was the runbook found, was it right, and was everybody reached?"),
        _part("session", "The debrief, at best within the hour after the exercise"),
        _part("findings", "What worked as planned, what did not, and what was only good luck"),
        _part("causes", "Why did a step not work? Only where the exercise showed a weakness", required=False),
        _part("actions", "What has to work the next time? A verb, an owner who said yes, a date"),
    ],
    "agenda": [
        _item(5, "Scenario and aims", "What did we want to see?"),
        _item(15, "Walk the exercise", "What did you know at that moment? What did you miss?"),
        _item(10, "What worked, what did not", "Would it have worked at night, and without the people in this room?"),
        _item(10, "Actions", "What has to work the next time, and when do we try again?"),
        _item(5, "Read back", "What did we not try?"),
    ],
    "classification": None,
    "most_actions": None,
}


def upgrade() -> None:
    table = op.create_table(
        "review_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_review_template_name")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_review_template_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_template")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_review_template_key_version")),
    )
    shipped = (("short", "Short review", SHORT), ("full", "Full review", FULL), ("near_miss", "Near miss", NEAR_MISS),
               ("exercise", "Exercise", EXERCISE))
    op.bulk_insert(table, [
        {"key": key, "version": 1, "name": name, "body": body, "created_at": SHIPPED_AT} for key, name, body in shipped
    ])
    with op.batch_alter_table("review") as review:
        review.add_column(sa.Column("template_id", sa.Integer(), nullable=True))
    op.execute("UPDATE review SET template_id = (SELECT id FROM review_template WHERE key = 'full')")
    with op.batch_alter_table("review") as review:
        review.alter_column("template_id", existing_type=sa.Integer(), nullable=False)
        review.create_foreign_key(op.f("fk_review_template_id"), "review_template", ["template_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("review") as review:
        review.drop_constraint(op.f("fk_review_template_id"), type_="foreignkey")
        review.drop_column("template_id")
    op.drop_table("review_template")
