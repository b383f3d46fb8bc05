"""The phrases that the writing check looks for, shipped as data. Notes are written in either language, or both."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from throughline.engines.wording.check import Checked, Phrase, check_wording

PHRASES = Path(__file__).with_name("phrases.toml")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Phrase(_Strict):
    forms: tuple[str, ...] = Field(min_length=1)
    instead: str = Field(min_length=1)


class _Language(_Strict):
    strengths: tuple[str, ...] = Field(min_length=1)
    phrase: tuple[_Phrase, ...] = Field(min_length=1)


class _Document(_Strict):
    en: _Language
    es: _Language


def check_text(text: str) -> Checked:
    """This function will check how a note speaks of a student. What is found is for its writer alone, kept nowhere."""
    phrases, strengths = _phrases()
    return check_wording(text, phrases, strengths)


@cache
def _phrases() -> tuple[tuple[Phrase, ...], tuple[str, ...]]:
    document = _Document.model_validate(tomllib.loads(PHRASES.read_text(encoding="utf-8")))
    languages = (document.en, document.es)
    phrases = tuple(Phrase(one.forms, one.instead) for language in languages for one in language.phrase)
    return phrases, tuple(form for language in languages for form in language.strengths)
