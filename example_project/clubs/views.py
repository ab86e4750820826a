"""The pages of the clubs and of the people in them."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clubs.models import Club

__all__ = ["clubs", "person"]


def clubs(request: HttpRequest) -> HttpResponse:
    rows = Club.objects.prefetch_related("memberships__user")
    return render(request, "clubs/clubs.html", {"clubs": rows})


def person(request: HttpRequest, pk: int) -> HttpResponse:
    people = get_user_model().objects.prefetch_related("memberships__club", "handles", "awards")
    shown = get_object_or_404(people, pk=pk, is_active=True)
    return render(request, "clubs/person.html", {"person": shown})
