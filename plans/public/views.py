"""What everybody may read: the published plans, each part with its permanent link."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from plans.editions.queries import edition_tree
from plans.enums import DocumentFile
from plans.issuing.papers import issuers
from plans.models import Publication, Rendition
from plans.public.beside import links_beside
from plans.public.queries import standing_publications
from plans.system.downloads import send
from plans.system.pages import public_page
from plans.text.tree import find_node, walk


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """已公开的规划."""
    context = {"title": "已公开的规划", "rows": standing_publications()}
    return render(request, "plans/public/home.html", context)


@public_page
def public_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """A published plan: title, number, date, contents, text; nothing else."""
    publication = _load(slug)
    made = _files(publication)
    context = {
        "title": publication.edition.title,
        "publication": publication,
        "issuers": issuers(publication),
        "tree": edition_tree(publication.edition),
        "files": [(file, made[file].size) for file in DocumentFile if file in made],
        "beside": links_beside(publication.plan),
    }
    return render(request, "plans/public/plan.html", context)


@public_page
def public_provision(request: HttpRequest, slug: str, provision_id: int) -> HttpResponse:
    """The permanent page of one chapter, section or task."""
    publication = _load(slug)
    tree = edition_tree(publication.edition)
    found = find_node(tree, provision_id)
    if found is None:
        raise Http404
    node, above = found
    order = [one for one, _ in walk(tree)]
    at = order.index(node)
    context = {
        "title": f"{node.number}{node.title}",
        "publication": publication,
        "node": node,
        "above": above,
        "before": order[at - 1] if at else None,
        "after": order[at + 1] if at + 1 < len(order) else None,
    }
    return render(request, "plans/public/provision.html", context)


@public_page
def public_file(_request: HttpRequest, slug: str, format_: str) -> HttpResponseBase:
    """The issued document as one of its files."""
    publication = _load(slug)
    rendition = _files(publication).get(format_)
    if rendition is None:
        raise Http404
    name = f"{publication.edition.title}（{publication.document_number}）"
    return send(rendition, name, public=True)


def _load(slug: str) -> Publication:
    return get_object_or_404(standing_publications(), plan__slug=slug)


def _files(publication: Publication) -> dict[str, Rendition]:
    """The files that stand whole, by the name of the file's kind."""
    made = Rendition.objects.filter(key__in=publication.keys.values()).exclude(path="")
    by_key = {rendition.key: rendition for rendition in made}
    return {file: by_key[key] for file, key in publication.keys.items() if key in by_key}
