"""Addresses that are not pages of the tree: search, newsletter, and what machines ask for."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_safe
from wagtail.models import Site

from home import newsletter as letters
from home.search import (
    MAX_SEARCH_QUERY_LENGTH,
    get_search_filters,
    search_public_pages,
    split_words,
)
from home.topics import iter_topic_sections
from pages.content_page import ContentPage
from pages.listings import get_results_page
from snippets.models import Topic

FORM_TOO_LARGE_MESSAGE = (
    "The form is too large to be saved at once. It still has what you typed. Move some of its "
    "blocks to another page, then save again."
)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what contains the words of `q`, narrowed to the kind of page in `type`.

    Raises:
        Http404: the kind or the page number is unknown.
    """
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[
        :MAX_SEARCH_QUERY_LENGTH
    ]
    kind = request.GET.get("type", "")
    filters = get_search_filters()
    if kind and kind not in filters:
        raise Http404("There is no such kind of page")
    found = search_public_pages(query, kind)
    context = {
        "query": query,
        "words": split_words(query),
        "kind": kind,
        "labels": [
            entry.label for entry in filters.values() if issubclass(entry.model, ContentPage)
        ],
        "found": found,
        "results": get_results_page(found.pages, request.GET) if found else None,
    }
    return render(request, "home/search.html", context)


@require_safe
def show_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is published under a topic.

    Raises:
        Http404: there is no such topic, or it is not published.
    """
    topic = Topic.public.filter(slug=slug).first()
    if topic is None:
        raise Http404("There is no such topic")
    site = Site.find_for_request(request)
    context = {
        "topic": topic,
        "sections": list(iter_topic_sections(topic, request)),
        "canonical": f"{site.root_url if site else ''}{request.path}",
    }
    return render(request, "home/topic.html", context)


# Footer forms stand on cached pages, where a token cannot. Forging one gains nothing: the
# address is told nothing but a question, and nothing is sent to it before it answers.
@csrf_exempt
def subscribe_to_newsletter(request: HttpRequest) -> HttpResponse:
    """Take an address for the newsletter and ask it to confirm; answer every address alike."""
    form = letters.NewsletterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.request_confirmation()
        return redirect(f"{request.path}?asked=1")
    context = {"form": form, "asked": "asked" in request.GET}
    return render(request, "home/newsletter.html", context, status=400 if form.errors else 200)


@csrf_exempt
def newsletter_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for one more click, since mail scanners open links; then put the address on the list.

    Raises:
        Http404: the link is forged or older than it may be.
    """
    subscription = letters.get_subscription(token)
    if subscription is None:
        raise Http404("The link does not work any more")
    if request.method == "POST":
        letters.confirm_subscription(subscription)
    return render(request, "home/newsletter_confirm.html", {"subscription": subscription})


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer “ok” when the site can read its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = HttpResponse("ok\n", content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where the sitemap is and to leave the admin and searches alone."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refuses to read, and say if it was too large to be saved."""
    too_large = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
    is_too_large = isinstance(exception, too_large)
    if is_too_large and "application/json" in request.headers.get("Accept", ""):
        # What the script of a form reads when it saves by itself.
        answer = {
            "success": False,
            "error_code": "bad_request",
            "error_message": FORM_TOO_LARGE_MESSAGE,
        }
        response: HttpResponse = JsonResponse(answer, status=400)
    else:
        context = {"is_too_large": is_too_large, "too_large": FORM_TOO_LARGE_MESSAGE}
        response = render(request, "400.html", context, status=400)
    response["Cache-Control"] = "no-store"
    return response
