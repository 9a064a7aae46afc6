"""Reporting codes as a tree of rows, with the root causes of DORA's final report as they begin (Implementing Regulation (EU) 2025/302, fields 4.1 to 4.3)"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

#: (code, words, what stands below); codes of the second level carry a prefix, those of the third none.
DORA = (
    ("malicious_actions", "Malicious actions", "malicious_actions_", (
        ("deliberate_internal_actions", "Deliberate internal actions", ()),
        ("deliberate_physical_damage_manipulation_theft", "Deliberate physical damage, manipulation or theft", ()),
        ("fraudulent_actions", "Fraudulent actions", ()),
    )),
    ("process_failure", "Process failure", "process_failure_", (
        ("insufficient_monitoring_or_failure_of_monitoring_and_control", "Insufficient monitoring, or failure of monitoring and control", (
            ("monitoring_of_policy_adherence", "Monitoring of policy adherence"),
            ("monitoring_of_third-party_service_providers", "Monitoring of third-party service providers"),
            ("monitoring_and_verification_of_remediation_of_vulnerabilities", "Monitoring and verification of remediation of vulnerabilities"),
            ("identity_and_access_management", "Identity and access management"),
            ("encryption_and_cryptography", "Encryption and cryptography"),
            ("logging", "Logging"),
        )),
        ("insufficient_unclear_roles_and_responsibilities", "Insufficient or unclear roles and responsibilities", ()),
        ("ICT_risk_management_process_failure", "ICT risk management process failure", (
            ("failure_in_specifying_accurate_risk_tolerance_levels", "Failure in specifying accurate risk tolerance levels"),
            ("insufficient_vulnerability_and_threat_assessments", "Insufficient vulnerability and threat assessments"),
            ("inadequate_risk_treatment_measures", "Inadequate risk treatment measures"),
            ("poor_management_of_residual_ict_risks", "Poor management of residual ICT risks"),
        )),
        ("insufficient_or_failure_of_ict_operations_and_ict_security_operations", "Insufficient, or failure of, ICT operations and ICT security operations", (
            ("vulnerability_and_patch_management", "Vulnerability and patch management"),
            ("change_management", "Change management"),
            ("capacity_and_performance_management", "Capacity and performance management"),
            ("ict_asset_management_and_information_classification", "ICT asset management and information classification"),
            ("backup_and_restore", "Backup and restore"),
            ("error_handling", "Error handling"),
        )),
        ("insufficient_or_failure_of_ict_project_management", "Insufficient, or failure of, ICT project management", ()),
        ("inadequacy_of_internal_policies_procedures_and_documentation", "Inadequacy of internal policies, procedures and documentation", ()),
        ("inadequate_ict_systems_acquisition_development_and_maintenance", "Inadequate acquisition, development and maintenance of ICT systems", (
            ("inadequate_ict_systems_acquisition_development_and_maintenance", "Inadequate acquisition, development and maintenance"),
            ("insufficient_or_failure_of_software_testing", "Insufficient, or failure of, software testing"),
        )),
        ("other", "Other process failure", ()),
    )),
    ("system_failure_malfunction", "System failure or malfunction", "system_failure_", (
        ("hardware_capacity_and_performance", "Hardware capacity and performance", ()),
        ("hardware_maintenance", "Hardware maintenance", ()),
        ("hardware_obsolescence_ageing", "Hardware obsolescence or ageing", ()),
        ("software_compatibility_configuration", "Software compatibility or configuration", ()),
        ("software_performance", "Software performance", ()),
        ("network_configuration", "Network configuration", ()),
        ("physical_damage", "Physical damage", ()),
        ("other", "Other system failure", ()),
    )),
    ("human_error", "Human error", "human_error_", (
        ("omission", "Omission", ()),
        ("mistake", "Mistake", ()),
        ("skills_knowledge", "Skills and knowledge", ()),
        ("inadequate_human_resources", "Inadequate human resources", ()),
        ("miscommunication", "Miscommunication", ()),
        ("other", "Other human error", ()),
    )),
    ("external_event", "External event", "external_event_", (
        ("natural_disasters_force_majeure", "Natural disasters and force majeure", ()),
        ("third-party_failures", "Third-party failures", ()),
        ("other", "Other external event", ()),
    )),
)  # fmt: skip


def upgrade() -> None:
    table = op.create_table(
        "reporting_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(trim(label)) > 0", name=op.f("ck_reporting_code_label")),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_reporting_code_code")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_reporting_code_not_itself")),
        sa.ForeignKeyConstraint(["parent_id"], ["reporting_code.id"], name=op.f("fk_reporting_code_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_code")),
        sa.UniqueConstraint("code", name=op.f("uq_reporting_code_code")),
    )
    op.create_index(op.f("ix_reporting_code_parent_id"), "reporting_code", ["parent_id"])
    for parent, row in _rows():
        above = sa.select(table.c.id).where(table.c.code == parent).scalar_subquery() if parent else None
        op.execute(table.insert().values(parent_id=above, version=1, **row))


def downgrade() -> None:
    op.drop_index(op.f("ix_reporting_code_parent_id"), "reporting_code")
    op.drop_table("reporting_code")


def _rows() -> Iterator[tuple[str | None, dict[str, object]]]:
    """(code of the parent, row) of the whole tree, each parent before what stands below it."""
    for place, (high, words, prefix, details) in enumerate(DORA):
        yield None, {"code": high, "label": words, "position": place}
        for number, (detail, detail_words, more) in enumerate(details):
            yield high, {"code": prefix + detail, "label": detail_words, "position": number}
            for last, (code, code_words) in enumerate(more):
                yield prefix + detail, {"code": code, "label": code_words, "position": last}
