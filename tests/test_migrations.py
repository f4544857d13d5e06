"""A database made by the last landed version with its demo migrates, and stays what it was."""

from __future__ import annotations

import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.embedded
ROOT = Path(__file__).resolve().parents[1]
LANDED = Path(__file__).parent / "data" / "landed" / "demo.sql.xz"
"""What sqlite3's .dump says of it; docs/testing.md tells how to make it anew."""
DEPUTISED = """
update taskforce_seat set deputy_id = 1, deputy_from = '2026-03-02', deputy_to = '2026-03-31'
where role = 'head';
update taskforce_seat set deputy_id = 1, deputy_from = '2026-03-02' where role = 'member';
"""
"""Deputies in the columns of before, one without an end; the demo had none."""
RIGHTS = """
update plans_user set is_superuser = 1, is_staff = 1 where username = 'fuze';
insert into plans_user_user_permissions (user_id, permission_id)
select u.id, p.id from plans_user u, auth_permission p
where u.username = 'fuze' and p.codename = 'read_audit';
insert into auth_group (name) values ('名录');
insert into auth_group_permissions (group_id, permission_id)
select g.id, p.id from auth_group g, auth_permission p where p.codename = 'manage_units';
insert into plans_user_groups (user_id, group_id)
select u.id, g.id from plans_user u, auth_group g where u.username = 'jingban';
"""
"""A superuser with a right besides, and a right that a group gives; the demo had neither."""
ADOPTED = """
insert into reversion_revision (id, date_created, comment, user_id)
    select 900 + value, '2099-01-01 00:00:0' || value, '', 1
    from (select 1 as value union select 2 union select 3 union select 4);
create temp table edit as select value as n, column1 as provision, column2 as number, column3 as put
    from (select row_number() over () as value, * from (values
        (10, 2, '另建一批科普基地。'), (11, 2, '另建一批科普基地。'), (11, 3, ''), (12, 2, '')));
insert into reversion_version
    (id, object_id, format, serialized_data, object_repr, content_type_id, revision_id, db)
    select 900 + n, object_id, format,
        json_replace(serialized_data, '$[0].fields.text',
            json_extract(serialized_data, '$[0].fields.text') || put || '其他修改。'),
        object_repr, content_type_id, 900 + n, db
    from edit join plans_change c on c.provision_id = provision and c.number = 1
    join reversion_version v on v.id = c.version_id;
insert into plans_change
    (id, kind, number, source, recorded_for, version_id, plan_id, provision_id)
    select 900 + n, 'edit', number, '', '', 900 + n, 1, provision from edit;
update plans_provision set version = edit.number,
    text = text || edit.put || '其他修改。' from edit
    where plans_provision.id = edit.provision and edit.n in (1, 3, 4);
update consultation_assessment set disposition = 'adopted', state = 'done', proof_id = 900 + number
    where number < 3;
update consultation_assessment set disposition = 'adopted', state = 'done', proof_id = 904
    where number = 3;
insert into consultation_dispositioncount (round_id, disposition, count) values (1, 'adopted', 3);
"""
"""Three opinions were adopted: what the second put in was taken out again, and more was edited."""
SIGN_IN = """
from django.test import Client
from plans.models import User
for user in User.objects.filter(kind="person").exclude(password__startswith="!").order_by("pk"):
    client = Client(SERVER_NAME="localhost")
    wrong = client.post("/login/", {"login": user.username, "password": "yanshi-2027"})
    right = client.post("/login/", {"login": user.username, "password": "yanshi-2026"})
    desk = client.get("/desk/")
    led = desk.get("Location") or desk.status_code
    print(user.username, wrong.status_code, right.status_code, led)
"""
"""Each account of the landed demo, with a wrong password and with its own."""
ACCOUNTS = ("qicao", "xiezuo", "jingban", "fuze", "zuzhang", "chengyuan", "zhuanjia")
OFFICES = {"qicao", "jingban", "fuze", "zuzhang", "chengyuan"}
"""Who manages, keeps units, heads a unit, or sits in the leading group."""
SUGGESTED = """
insert into consultation_comment (id, number, source, author_name, quote, prefix, suffix, kind,
    proposal, reason, key, version, written_at, submitted_at, late, round_id) values (900, 900,
    'public', '王五', '', '', '', 'other', '', '多办活动', '00000000000000000000000000000900', 1,
    '2026-03-01 00:00:00', '2026-03-01 00:00:00', 0, 1);
insert into consultation_publiccontact (id, phone, email, query_code, comment_id)
    values (900, '138', 'wang@test.invalid', 'ABCDEF0123', 900);
"""
"""A citizen's suggestion with name, telephone and mail address; the demo had none."""
NEVER_CHANGES = {
    "plans_edition_never_changes",
    "plans_editionprovision_never_changes",
    "plans_auditentry_never_changes",
    "plans_explanation_never_changes",
    "consultation_comment_never_changes",
    "consultation_expertreview_never_changes",
    "consultation_expertopinion_never_changes",
    "consultation_expertopinion_not_late",
}


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var/ folder with the landed database, migrated as the start of the portal does it."""
    var = tmp_path_factory.mktemp("landed")
    with closing(sqlite3.connect(var / "portal.sqlite3")) as database:
        database.executescript(lzma.decompress(LANDED.read_bytes()).decode())
        database.executescript(DEPUTISED + RIGHTS + ADOPTED + SUGGESTED)
    manage(var, "migrate", "--verbosity=0")
    return var


def manage(var: Path, *arguments: str, **settings: str) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**clean, **settings, "PORTAL_ENV_FILE": os.devnull, "PORTAL_VAR": str(var)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def database(var: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(var / "portal.sqlite3")) as found:
        yield found


def rows(database: sqlite3.Connection, question: str) -> list[tuple[object, ...]]:
    return database.execute(question).fetchall()


def test_every_migration_has_run_and_nothing_is_left_to_migrate(var: Path) -> None:
    assert "[ ]" not in manage(var, "showmigrations")
    assert manage(var, "check").strip().endswith("(0 silenced).")


def test_what_was_frozen_said_and_logged_is_as_it_was(database: sqlite3.Connection) -> None:
    assert rows(database, "select label, sha256 from plans_edition order by id") == [
        ("定稿", "33a4c06cc29e5dc1572eb7b524efc0d9beab52c9868ddad873d371294099b632"),
        ("征求意见稿", "5195c1b6e49a1e3b8550901a4fc07103d1240d7116281fe083c35a304395c0c1"),
    ]
    kept = (
        *("plans_provision", "plans_change", "plans_unit", "plans_auditentry"),
        *("consultation_comment", "taskforce_seat", "taskforce_memberopinion"),
    )
    counts = {name: rows(database, f"select count(*) from {name}")[0][0] for name in kept}
    assert counts == {
        "plans_provision": 96,
        "plans_change": 102,
        "plans_unit": 59,
        "plans_auditentry": 51,
        "consultation_comment": 5,
        "taskforce_seat": 3,
        "taskforce_memberopinion": 2,
    }


def test_what_never_changes_is_still_guarded(database: sqlite3.Connection) -> None:
    """SQLite rebuilds a table to change it, and drops its triggers on the way."""
    found = rows(database, "select name from sqlite_master where type = 'trigger'")
    assert NEVER_CHANGES - {str(name) for (name,) in found} == set()
    for table, column in (("plans_edition", "label"), ("plans_auditentry", "action")):
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(f"update {table} set {column} = 'x'")
    database.rollback()


def test_replies_entered_before_a_second_one_was_asked_go_on_counting(
    database: sqlite3.Connection,
) -> None:
    people = "join plans_user {0} on {0}.id = entry.{0}_id"
    question = (
        "select made_by.username, confirmed_by.username, entry.origin, entry.confirmed_at is null,"
        " entry.account from consultation_replyentry entry "
        f"{people.format('made_by')} {people.format('confirmed_by')}"
    )
    old = "录入于实行双人复核之前，没有上传原件。"
    assert rows(database, question) == [("qicao", "system", "letter", 0, old)] * 3


def test_what_was_adopted_is_held_against_the_text(database: sqlite3.Connection) -> None:
    """Nobody is alarmed by a text that still holds what was put in."""
    question = "select number, state, proof_id, {0} from consultation_assessment a {1} order by 1"
    words = "json_extract(put, '$.pieces[0].put')"
    kept = "join consultation_carrying c on c.assessment_id = a.id"
    assert rows(database, question.format(words, kept)) == [
        (1, "done", 901, "另建一批科普基地其他修改"),
        (2, "to_prove", 902, "另建一批科普基地其他修改"),
        (3, "done", 904, "其他修改"),
    ]


def test_names_of_citizens_stand_apart_from_their_words(database: sqlite3.Connection) -> None:
    """Nobody had asked them; what they told to be asked back by is kept together."""
    question = """select author_name, c.name, c.phone, c.may_publish, reason
        from consultation_comment s join consultation_publiccontact c on c.comment_id = s.id"""
    told = ("未署名公众", "王五", "138、wang@test.invalid", 0, "多办活动")
    assert rows(database, question) == [told]
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("update consultation_comment set reason = '改' where id = 900")
    database.rollback()


def test_what_is_called_by_a_value_keeps_it(database: sqlite3.Connection) -> None:
    assert rows(database, "select label, kind from plans_edition order by id") == [
        ("定稿", "final"),
        ("征求意见稿", "consultation"),
    ]
    issuing = rows(database, "select name, issues_as from taskforce_body where issues_as <> ''")
    assert issuing == [
        ("领导小组办公室", "《重庆科协“十四五”规划》编制工作领导小组办公室"),
    ]


def test_who_sat_and_deputised_stands(database: sqlite3.Connection) -> None:
    """They need no second person; a deputy without an end never had a voice, and has none now."""
    columns = "made_by_id, confirmed_by_id, confirmed_at is null, ended_at is null"
    assert set(rows(database, f"select {columns} from taskforce_seat")) == {(None, None, 0, 1)}
    spans = "select role, d.from_on, d.to_on, d.ended_at is null, d.confirmed_at is null"
    found = rows(
        database, f"{spans} from taskforce_deputy d join taskforce_seat s on seat_id = s.id"
    )
    assert sorted(map(str, found)) == [
        "('head', '2026-03-02', '2026-03-31', 1, 0)",
        "('member', '2026-03-02', '2026-03-02', 0, 0)",
    ]


def test_rights_of_duties_became_appointments_that_stood_before(
    database: sqlite3.Connection,
) -> None:
    found = rows(
        database,
        """select u.username, a.permission, unit.name, p.slug, a.confirmed_at is not null
        from plans_appointment a join plans_user u on u.id = a.user_id
        left join plans_unit unit on unit.id = a.unit_id
        left join plans_plan p on p.id = a.plan_id
        where a.made_by_id is null and a.confirmed_by_id is null and a.ended_at is null
        and coalesce(a.unit_id, a.plan_id) is not null order by a.id""",
    )
    assert found == [
        ("jingban", "draft_reply", "渝中区科协", None, 1),
        ("fuze", "release_reply", "渝中区科协", None, 1),
        ("qicao", "manage_plan", None, "guangyuan-14-5", 1),
        ("qicao", "manage_plan", None, "chongqing-14-5", 1),
    ]


def test_passwords_that_stand_are_the_first_to_be_remembered(
    database: sqlite3.Connection,
) -> None:
    people = rows(database, "select id, password from plans_user where password like 'argon2%'")
    assert len(people) == 7
    assert rows(database, "select user_id, password from plans_usedpassword") == people


@pytest.mark.parametrize("asked", ["off", "offices"])
def test_everybody_signs_in_with_the_password_of_before(
    var: Path, tmp_path: Path, asked: str
) -> None:
    """An office is led to the second factor where that is asked; nobody is asked for a new word."""
    shutil.copyfile(var / "portal.sqlite3", tmp_path / "portal.sqlite3")
    told = manage(tmp_path, "shell", "-c", SIGN_IN, PORTAL_SECOND_FACTOR=asked)
    led = "200" if asked == "off" else "/account/second/"
    assert [line.split() for line in told.splitlines() if " 200 302 " in line] == [
        [name, "200", "302", led if name in OFFICES else "200"] for name in ACCOUNTS
    ]


def test_rights_of_accounts_became_appointments_and_superusers_system_administrators(
    database: sqlite3.Connection,
) -> None:
    found = rows(
        database,
        """select u.username, a.permission from plans_appointment a
        join plans_user u on u.id = a.user_id where a.unit_id is null and a.plan_id is null
        and a.made_by_id is null and a.confirmed_at is not null and a.ended_at is null
        order by u.username, a.permission""",
    )
    assert found == [
        ("fuze", "audit_admin"),
        ("fuze", "system_admin"),
        ("jingban", "manage_units"),
        ("qicao", "audit_admin"),
        ("qicao", "create_plan"),
        ("qicao", "manage_units"),
    ]
    assert rows(database, "select count(*) from plans_user where is_superuser or is_staff") == [
        (0,)
    ]
    codenames = "('manage_units', 'create_plan', 'read_audit')"
    left = f"select count(*) from auth_permission where codename in {codenames}"
    assert rows(database, left) == [(0,)]


def test_the_log_says_every_entry_in_words_and_its_chain_can_be_sealed(var: Path) -> None:
    manage(var, "export_audit")
    assert "完整" in manage(var, "export_audit", "--verify")
