"""What is broken, and the tests that must notice: in groups, each one run of pytest."""

from __future__ import annotations

from dataclasses import dataclass

from tests.mutants.functions import Target


@dataclass(frozen=True)
class Group:
    """Modules of which functions or tables are broken, and where their tests stand."""

    functions: tuple[Target, ...]
    tables: tuple[str, ...]
    tests: tuple[str, ...]


GROUPS = {
    "text": Group(
        (
            Target("plans/text/numbering.py"),
            Target("plans/text/markup.py"),
            Target("plans/text/ranks.py"),
        ),
        ("plans/text/numbering.py",),
        ("tests/plans/text", "tests/plans/rendering/test_from_tree.py"),
    ),
    "plans": Group(
        (
            Target("plans/permissions.py"),
            Target("plans/system/actions/audit_chain.py"),
            Target("plans/editions/actions/freezing.py", ("content_sha256", "_canonical")),
            Target(
                "plans/issuing/actions/numbers.py",
                (
                    *("tidy_number", "reserve_number", "numbers_at_hand", "take_number"),
                    *("use_number", "release_number", "claim_printed"),
                    *("_require", "_released", "_next", "_change", "_set_state"),
                ),
            ),
            Target("plans/checks/findings.py", ("Finding.fingerprint",)),
        ),
        ("plans/enums.py",),
        (
            "tests/test_transitions.py",
            "tests/plans/test_permissions.py",
            "tests/plans/system/test_audit_chain.py",
            "tests/plans/editions/test_freezing.py",
            "tests/plans/issuing/test_numbers.py",
            "tests/plans/plan",
            "tests/plans/team",
            "tests/plans/checks/test_findings.py",
        ),
    ),
    "consultation": Group(
        (
            Target("consultation/permissions.py"),
            Target("consultation/rounds/rules.py"),
            Target(
                "consultation/rounds/actions/invitations.py",
                ("require_open", "require_running", "set_reply_state"),
            ),
            Target("consultation/replies/actions/replies.py", ("reply_sha256", "note_enclosed")),
            Target("consultation/experts/actions/reviews.py", ("review_sha256",)),
            Target("consultation/collation/actions/dispositions.py", ("set_assessment_state",)),
        ),
        ("consultation/enums.py",),
        (
            "tests/test_transitions.py",
            "tests/consultation/test_permissions.py",
            "tests/consultation/replies/test_hash.py",
            "tests/consultation/replies/test_replies.py",
            "tests/consultation/rounds/test_rules.py",
            "tests/consultation/replies/test_enclosures.py",
            "tests/consultation/collation/test_dispositions.py",
            "tests/consultation/collation/test_states.py",
            "tests/consultation/experts/test_hash.py",
        ),
    ),
    "taskforce": Group(
        (
            Target("taskforce/permissions.py"),
            Target("taskforce/deciding/rules.py"),
            Target("taskforce/states.py"),
            Target("taskforce/standing.py"),
            Target("taskforce/models/body.py"),
            Target("taskforce/bodies/rights.py"),
            Target("taskforce/gates/actions/packages.py", ("Paper", "package_sha256")),
        ),
        ("taskforce/enums.py", "taskforce/deciding/rules.py"),
        (
            "tests/test_transitions.py",
            "tests/taskforce/test_permissions.py",
            "tests/taskforce/test_standing.py",
            "tests/taskforce/bodies",
            "tests/taskforce/deciding/test_decisions.py",
            "tests/taskforce/deciding/test_opinions.py",
            "tests/taskforce/deciding/test_rules.py",
            "tests/taskforce/gates/test_package_hash.py",
            "tests/taskforce/process/test_steps.py::test_every_step_transition",
        ),
    ),
}
