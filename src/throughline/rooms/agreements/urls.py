"""One line for each page of the agreements room."""

from django.urls import path

from throughline.rooms.agreements.consent_requests import views as consent_requests
from throughline.rooms.agreements.consents import views as consents
from throughline.rooms.agreements.documents import views as documents
from throughline.rooms.agreements.limits import views as limits
from throughline.rooms.agreements.objections import views as objections
from throughline.rooms.agreements.placements import views as placements
from throughline.rooms.agreements.signature_requests import views as signature_requests

app_name = "agreements"
_ONE = "agreements/<int:agreement_id>/"
_SHARING = "students/<int:student_id>/sharing/"
_CONSENTS = "students/<int:student_id>/consents/"
urlpatterns = [
    path("agreements/", documents.list_agreements, name="agreements"),
    path("agreements/new/", documents.start, name="start"),
    path(_ONE, documents.show, name="agreement"),
    path(f"{_ONE}change/", documents.edit, name="edit"),
    path(f"{_ONE}sign/<str:side>/", documents.sign, name="sign"),
    path(f"{_ONE}paper/", documents.note_paper, name="note_paper"),
    path(f"{_ONE}paper/<int:signature_id>/", documents.show_paper, name="paper"),
    path(f"{_ONE}ask/", signature_requests.ask, name="ask_to_sign"),
    path(f"{_ONE}ask/take-back/", signature_requests.take_back, name="take_back_asking"),
    path(f"{_ONE}end/", documents.end, name="end"),
    path(f"{_ONE}list/", documents.add_listed, name="list"),
    path(f"{_ONE}list/<int:student_id>/", documents.take_off, name="unlist"),
    path(_SHARING, consents.show_sharing, name="sharing"),
    path(f"{_SHARING}agree/<int:agreement_id>/", consents.give, name="give"),
    path(f"{_SHARING}take-back/<int:consent_id>/", consents.withdraw, name="withdraw"),
    path(f"{_SHARING}object/<int:agreement_id>/", objections.object_to, name="object"),
    path(_CONSENTS, consents.show_consents, name="consents"),
    path(f"{_CONSENTS}record/<int:agreement_id>/", consents.record, name="record"),
    path(f"{_CONSENTS}ask/<int:agreement_id>/", consent_requests.ask, name="ask_family"),
    path(f"{_CONSENTS}ask/<int:request_id>/take-back/", consent_requests.take_back, name="take_back_request"),
    path(f"{_CONSENTS}paper/<int:consent_id>/", consents.show_paper, name="consent_paper"),
    path(f"{_CONSENTS}decide/<int:objection_id>/", objections.decide, name="decide"),
    path(f"{_CONSENTS}place/<int:agreement_id>/", placements.place, name="place"),
    path(f"{_CONSENTS}place/end/<int:placement_id>/", placements.end, name="end_placement"),
    path(f"{_CONSENTS}limits/", limits.keep, name="limits"),
    path(f"{_CONSENTS}limits/<int:limit_id>/end/", limits.end, name="end_limit"),
]
