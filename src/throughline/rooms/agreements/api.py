"""The door of the agreements room."""

from throughline.rooms.agreements.consents.commands import give_consent, record_consent, withdraw_consent
from throughline.rooms.agreements.documents.commands import draft_agreement, end_agreement, list_student, sign_agreement
from throughline.rooms.agreements.documents.terms import DraftTerms
from throughline.rooms.agreements.library.templates import find_template, library_json_schema
from throughline.rooms.agreements.limits.commands import compile_limits
from throughline.rooms.agreements.placements.commands import place_student

__all__ = [
    "DraftTerms",
    "compile_limits",
    "draft_agreement",
    "end_agreement",
    "find_template",
    "give_consent",
    "library_json_schema",
    "list_student",
    "place_student",
    "record_consent",
    "sign_agreement",
    "withdraw_consent",
]
