"""Taking a citizen's suggestion (建言献策)."""

from __future__ import annotations

import secrets
import uuid

from django.db import transaction

from consultation.enums import Act, Audience, CommentSource
from consultation.models import Comment, PublicContact, Round
from consultation.permissions import is_open
from consultation.replies.actions.opinions import Opinion, check_opinion, fill_comment, key_of
from consultation.replies.actions.submission import submit_comments
from consultation.rounds.actions.invitations import require_running
from consultation.rounds.actions.rounds import lock_round
from plans.errors import NotAllowed, WrongState
from plans.models import User
from plans.system.audit import record
from plans.system.clock import database_now
from plans.system.secrecy import refuse_secret


def submit_suggestion(
    round_: Round,
    opinion: Opinion,
    *,
    by: User,
    key: uuid.UUID,
    name: str,
    phone: str = "",
    email: str = "",
) -> Comment:
    """A citizen's suggestion 建言献策 in a public round, submitted at once; no account needed.

    ``by`` is the signed-in visitor or the user ``system``; their same ``key`` again gives the same
    suggestion. The comment's query code opens what
    became of it.
    """
    check_opinion(opinion)
    refuse_secret(name, phone, email)
    with transaction.atomic():
        round_, now = lock_round(round_.pk), database_now()
        if round_.audience != Audience.PUBLIC:
            raise NotAllowed("这次征求意见不面向公众。")
        require_running(round_)
        if not is_open(round_, now):
            raise WrongState("公开征求意见不在期限内，现在不能提交。")
        own_key = key_of(key, f"public:{round_.pk}:{by.pk}")
        known = Comment.objects.filter(key=own_key).first()
        if known is not None:
            return known
        comment = Comment(
            round=round_,
            key=own_key,
            source=CommentSource.PUBLIC,
            author_name=name.strip()[:120] or "未署名公众",
        )
        fill_comment(comment, opinion)
        comment.save()
        PublicContact.objects.create(
            comment=comment, phone=phone[:40], email=email, query_code=secrets.token_hex(5).upper()
        )
        submit_comments(round_, [comment], at=now)
        record(
            Act.COMMENT_SUGGEST, comment, by=by, plan=round_.plan, new={"number": comment.number}
        )
    return comment
