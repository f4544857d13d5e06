"""The pages of a fault and of a request that cannot be read: they stand without a database."""

from __future__ import annotations

import logging
import sys

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.template import loader

from plans.system.disk_full import full_sentence
from plans.system.log_context import request_id

BARE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>系统出现故障</title>'
    "<h1>系统出现故障，操作没有完成</h1>"
    "<p>请过几分钟再试；如仍有问题，请把编号告诉系统管理员：{number}</p></html>"
)
"""Where even the page of the fault cannot be made: a template or the static files are missing."""
log = logging.getLogger(__name__)


class HttpResponseInsufficientStorage(HttpResponse):
    """507: there is no room to keep what was sent."""

    status_code = 507


def server_error(request: HttpRequest) -> HttpResponse:
    """500: what was saved stands, and the number under which the log knows the fault.

    507 where the fault is want of room, met before or behind every view.
    """
    if sentence := full_sentence(sys.exc_info()[1]):
        return HttpResponseInsufficientStorage(_page("507.html", request, sentence))
    return HttpResponseServerError(_page("500.html", request))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django's
    """400 with the number of the request."""
    return HttpResponseBadRequest(_page("400.html", request))


def _page(template: str, request: HttpRequest, message: str = "") -> str:
    number = request_id(request)
    try:
        return loader.get_template(template).render({"request_id": number, "message": message})
    except Exception:
        log.exception("the page %s could not be made", template)
        return BARE.format(number=number)
