"""The route that takes the messages of gateways: signed, so that it asks for no token."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tournament_engine.errors import Conflict, NotAllowed, TournamentError
from tournament_engine.pages import page
from tournament_engine.registration import services
from tournament_engine.registration.payments.permissions import DELIVER

__all__ = ["payment_webhook"]


# A gateway has no session and no form; its signature is what nobody else can make.
@csrf_exempt
@page(DELIVER)
@require_POST
def payment_webhook(request: HttpRequest, method: str) -> HttpResponseBase:
    """Take a message of a gateway; the same message again has the same answer."""
    try:
        event = services.receive_gateway_event(
            method=method, body=request.body, headers=request.headers
        )
    except TournamentError as error:
        return JsonResponse({"code": error.code, "message": error.message}, status=_status(error))
    return JsonResponse({"outcome": "ignored" if event is None else event.outcome})


def _status(error: TournamentError) -> HTTPStatus:
    match error:
        case NotAllowed():
            return HTTPStatus.FORBIDDEN
        case Conflict():
            return HTTPStatus.CONFLICT
        case _:
            return HTTPStatus.UNPROCESSABLE_ENTITY
