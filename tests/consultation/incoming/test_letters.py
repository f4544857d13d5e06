"""来函: registered with its file, split into opinions by passages, released as the unit's reply."""

from __future__ import annotations

import io
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument

from consultation.incoming.actions.letters import (
    LetterTerms,
    change_letter,
    drop_letter,
    enter_letter,
    release_letter,
    take_passages,
)
from consultation.incoming.letter_text import check_spans, guess, paragraphs, text_of_file
from consultation.models import Assessment, Comment, IncomingLetter, LetterPassage, ReplyEntry
from consultation.replies.actions.entering import Late
from consultation.replies.actions.opinions import Opinion, delete_draft
from consultation.rounds.actions.rounds import close_now
from plans.errors import InvalidInput, NotAllowed, StaleVersion, WrongState
from plans.models import Attachment, EditionProvision
from plans.system.actions.attachments import keep_upload
from tests.consultation.replies.test_replies import Scene, make_scene
from tests.growth import takes_less_than
from tests.world import client_of

TEXT = (
    "市科协：\n"
    "来函收悉。现提出以下意见：\n"
    "1.“强化引领”中，“深入开展活动”改为“广泛深入开展科普活动”。\n"
    "2.建议增加“加强经费保障”。理由：现有投入不足。\n"
    "渝中区科协"
)
TERMS = LetterTerms("收2026-018", date(2026, 11, 20), TEXT)


def span(words: str) -> tuple[int, int]:
    at = TEXT.index(words)
    return at, at + len(words)


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def register(scene: Scene, terms: LetterTerms = TERMS) -> IncomingLetter:
    by = scene.cast.drafter
    kept = keep_upload("来函.docx", word(TEXT), by=by, plan=scene.round.plan)
    return enter_letter(scene.invitation.pk, terms, kept, by=by)


def take(scene: Scene, letter: IncomingLetter, *words: str) -> Comment:
    spans = [span(one) for one in words]
    opinion = Opinion("other", reason="".join(words))
    by = scene.cast.drafter
    return take_passages(letter.pk, spans, opinion, by=by, key=uuid.uuid4())


def word(text: str) -> bytes:
    document, target = WordDocument(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(target)
    return target.getvalue()


def test_text_is_taken_from_word_files() -> None:
    assert text_of_file("函.docx", word(TEXT)) == TEXT
    for name, content in (("函.pdf", b"%PDF-1.4\n"), ("函.txt", TEXT.encode())):
        with pytest.raises(InvalidInput, match="不能自动取出文字"):
            text_of_file(name, content)


def test_a_text_file_that_anybody_can_type_is_no_original(scene: Scene) -> None:
    by = scene.cast.drafter
    kept = keep_upload("来函.txt", TEXT.encode(), by=by, plan=scene.round.plan)
    with pytest.raises(InvalidInput, match="原件应为扫描件"):
        enter_letter(scene.invitation.pk, TERMS, kept, by=by)
    assert not IncomingLetter.objects.exists()


def test_paragraphs_say_what_is_marked_and_what_is_left() -> None:
    first = span("1.“强化引领”中，“深入开展活动”改为“广泛深入开展科普活动”。")
    second = span("建议增加“加强经费保障”。")
    lines = paragraphs(TEXT, [(*first, 1), (*second, 2)])
    assert [line.state for line in lines] == ["none", "none", "all", "some", "none"]
    assert [(piece.text, piece.opinions) for piece in lines[3].pieces] == [
        ("2.", ()),
        ("建议增加“加强经费保障”。", (2,)),
        ("理由：现有投入不足。", ()),
    ]
    assert all(
        TEXT[line.start : line.end] == "".join(p.text for p in line.pieces) for line in lines
    )


def test_marks_may_overlap_and_cross_lines() -> None:
    whole = (span("1.")[0], span("理由")[1])
    lines = paragraphs(TEXT, [(*whole, 1), (*span("深入开展活动"), 2)])
    said = [(piece.text, piece.opinions) for piece in lines[2].pieces]
    assert said[1] == ("深入开展活动", (1, 2))
    assert lines[3].left == "：现有投入不足。"


@pytest.mark.parametrize("spans", [[], [(5, 5)], [(4, 5)], [(0, 9999)], [(9, 3)]])
def test_empty_spans_are_refused(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(InvalidInput, match="先在来函中选中"):
        check_spans(TEXT, spans)


def test_usual_phrases_are_understood(scene: Scene) -> None:
    places = list(EditionProvision.objects.filter(edition=scene.round.edition))
    lines = TEXT.split("\n")
    found = [guess(line, places) for line in lines[2:4]]
    found.append(guess("第二点中删去“建设创新平台”。", places))
    found.append(guess("总体写得很好。", places))
    assert [
        (one.place and one.place.title, one.kind, one.quote, one.proposal) for one in found
    ] == [
        ("强化引领", "change", "深入开展活动", "广泛深入开展科普活动"),
        (None, "add", "", "加强经费保障"),
        ("服务创新", "delete", "建设创新平台", ""),
        (None, "other", "", ""),
    ]


def test_a_letter_becomes_the_reply_with_its_file(scene: Scene) -> None:
    letter = register(scene)
    take(scene, letter, "1.“强化引领”中，“深入开展活动”改为“广泛深入开展科普活动”。")
    take(scene, letter, "2.建议增加“加强经费保障”。", "理由：现有投入不足。")
    entry = release_letter(letter.pk, by=scene.cast.drafter)
    with pytest.raises(WrongState, match="正在等待复核"):
        take(scene, letter, "来函收悉。")
    reply = scene.confirm(entry)
    assert (scene.state(), reply.origin, reply.original) == ("released", "letter", letter.original)
    assert [len(one.passages.all()) for one in Comment.objects.order_by("number")] == [1, 2]
    kept = LetterPassage.objects.order_by("start").first()
    assert kept is not None
    assert TEXT[kept.start : kept.end].startswith("1.“强化引领”")
    with pytest.raises(WrongState, match="已经正式反馈"):
        take(scene, letter, "来函收悉。")


def test_the_same_key_marks_once(scene: Scene) -> None:
    letter, key, by = register(scene), uuid.uuid4(), scene.cast.drafter
    for _ in range(2):
        take_passages(letter.pk, [span("来函收悉")], Opinion("other", "改"), by=by, key=key)
    assert (Comment.objects.count(), LetterPassage.objects.count()) == (1, 1)


def test_words_stand_still_once_a_passage_is_marked(scene: Scene) -> None:
    letter, by = register(scene), scene.cast.drafter
    comment = take(scene, letter, "来函收悉")
    other = LetterTerms("收2026-019", TERMS.dated, TEXT)
    change_letter(letter.pk, other, by=by, expected_version=1)
    shorter = LetterTerms("收2026-019", TERMS.dated, "另文")
    with pytest.raises(StaleVersion):
        change_letter(letter.pk, shorter, by=by, expected_version=1)
    with pytest.raises(WrongState, match="文字不能再改"):
        change_letter(letter.pk, shorter, by=by, expected_version=2)
    with pytest.raises(WrongState, match="不能删除登记"):
        drop_letter(letter.pk, by=by)
    delete_draft(comment.pk, by=by)
    change_letter(letter.pk, shorter, by=by, expected_version=2)
    drop_letter(letter.pk, by=by)
    assert (IncomingLetter.objects.count(), LetterPassage.objects.count()) == (0, 0)


def test_a_late_letter_needs_a_reason(scene: Scene) -> None:
    letter = register(scene)
    take(scene, letter, "来函收悉")
    close_now(scene.round, by=scene.cast.drafter, reason="到期")
    with pytest.raises(WrongState, match="截止"):
        release_letter(letter.pk, by=scene.cast.drafter)
    reply = scene.confirm(release_letter(letter.pk, by=scene.cast.drafter, late=Late("函在途中")))
    assert (reply.late, Comment.objects.get().late) == (True, True)


def test_a_stamped_letter_is_its_own_scan(db: None) -> None:
    scene = make_scene(needs_seal=True)
    by = scene.cast.drafter
    kept = keep_upload("来函.pdf", b"%PDF-1.4\n", by=by, plan=scene.round.plan)
    letter = enter_letter(scene.invitation.pk, TERMS, kept, by=by)
    take(scene, letter, "来函收悉")
    reply = scene.confirm(release_letter(letter.pk, by=by, sealed=True))
    assert (scene.state(), reply.sealed_scan) == ("released", kept)


def test_without_a_stamp_a_letter_waits_for_the_scan(db: None) -> None:
    scene = make_scene(needs_seal=True)
    letter = register(scene)
    take(scene, letter, "来函收悉")
    with pytest.raises(InvalidInput, match="盖章件应为"):
        release_letter(letter.pk, by=scene.cast.drafter, sealed=True)
    scene.confirm(release_letter(letter.pk, by=scene.cast.drafter))
    assert scene.state() == "to_seal"


def test_only_who_runs_the_round_enters_letters_and_each_once(scene: Scene) -> None:
    letter = register(scene)
    with pytest.raises(InvalidInput, match="已经登记"):
        register(scene)
    kept = Attachment.objects.first()
    assert kept is not None
    for user in (scene.cast.officer, scene.cast.outsider):
        with pytest.raises(NotAllowed):
            enter_letter(scene.invitation.pk, TERMS, kept, by=user)
        with pytest.raises(NotAllowed):
            take_passages(letter.pk, [(0, 3)], Opinion("other", "改"), by=user, key=uuid.uuid4())


def test_the_tables_keep_nonsense_out(scene: Scene) -> None:
    letter = register(scene)
    comment = take(scene, letter, "来函收悉")
    bad = [
        lambda: LetterPassage.objects.create(letter=letter, comment=comment, start=4, end=4),
        lambda: IncomingLetter.objects.filter(pk=letter.pk).update(receipt_number=""),
    ]
    for write in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_the_whole_way_without_scripts(scene: Scene, client: Client) -> None:
    client.force_login(scene.cast.drafter)
    here = [scene.round.pk, scene.invitation.pk]
    file = SimpleUploadedFile("来函.docx", word(TEXT))
    told = {"receipt_number": "收7", "dated": "2026-11-20", "original": file}
    answer = client.post(reverse("new_letter", args=here), told)
    letter = IncomingLetter.objects.get()
    page = reverse("letter_page", args=[*here, letter.pk])
    assert (answer.headers["Location"], letter.text) == (page, TEXT)
    lines = client.get(page).context["lines"]
    take_url = reverse("take_passages", args=[*here, letter.pk])
    ticked = [f"{line.start}-{line.end}" for line in lines[2:4]]
    form = client.get(take_url, {"p": ticked}).context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert (values["spans"], values["kind"]) == (",".join(ticked), "change")
    client.post(take_url, {name: "" if v is None else v for name, v in values.items()})
    said = client.get(page).context
    assert ([line.state for line in said["lines"]], len(said["left"])) == (
        ["none", "none", "all", "all", "none"],
        3,
    )
    client.post(reverse("release_letter", args=[*here, letter.pk]), {})
    assert (Assessment.objects.count(), scene.state()) == (0, "to_confirm")
    entry = ReplyEntry.objects.get()
    beside = client_of(scene.second())
    shown = beside.get(reverse("entry", args=[scene.invitation.pk, entry.pk])).content.decode()
    assert ("广泛深入开展科普活动" in shown, "现有投入不足" in shown) == (True, True)
    confirm = reverse("confirm_entry", args=[scene.invitation.pk, entry.pk])
    beside.post(confirm, {"compared": "1"})
    comment = Comment.objects.get()
    assert (comment.number, comment.proposal, comment.quote, scene.state()) == (
        1,
        "广泛深入开展科普活动",
        "深入开展活动",
        "released",
    )
    assert client.get(take_url).headers["Location"] == page
    row = Assessment.objects.get()
    told_of = client.get(reverse("comment", args=[scene.round.pk, row.pk])).content.decode()
    assert (f"{page}#l{lines[2].start}" in told_of, "来函出处" in told_of) == (True, True)


def test_nothing_chosen_is_said_on_the_letters_page(scene: Scene, client: Client) -> None:
    letter = register(scene)
    client.force_login(scene.cast.drafter)
    here = [scene.round.pk, scene.invitation.pk, letter.pk]
    answer = client.get(reverse("take_passages", args=here), follow=True)
    assert "请先在来函中选中" in answer.content.decode()


@pytest.mark.parametrize("sign", ["“", '"', "「", "“甲", "增加“", "删除"])
def test_a_letter_of_signs_is_guessed_at_once(sign: str) -> None:
    assert takes_less_than(1, lambda: guess(sign * 100_000, []))
