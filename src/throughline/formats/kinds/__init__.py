"""Lists of kinds that are shipped as data: each with its code and its words in every language, in the order offered."""

import tomllib
from collections.abc import Mapping
from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

__all__ = ["Kind", "Lines", "Words", "read_kinds", "said_in"]

LANGUAGES = frozenset({"en", "es"})
_Said = TypeVar("_Said")


def _in_every_language(words: Mapping[str, _Said]) -> Mapping[str, _Said]:
    if not words.keys() >= LANGUAGES:
        raise ValueError(f"needs words in {sorted(LANGUAGES)}")
    return words


# Words, and several lines of them, by language; no language may be lacking.
Words = Annotated[Mapping[str, str], AfterValidator(_in_every_language)]
Lines = Annotated[Mapping[str, tuple[str, ...]], AfterValidator(_in_every_language)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(_Strict):
    """One kind of something, by its code."""

    code: str = Field(pattern=r"^[a-z_]{1,40}$")


_Kind = TypeVar("_Kind", bound=Kind)


class _Document(_Strict, Generic[_Kind]):
    kind: tuple[_Kind, ...] = Field(min_length=1)


def read_kinds(text: str, file_name: str, kind: type[_Kind]) -> Mapping[str, _Kind]:
    """This function will read a document of kinds, by their code.

    **Raises** `ValueError` naming the file, each place that does not fit, and what is needed there.
    """
    try:
        document: _Document[_Kind] = _Document[kind].model_validate(tomllib.loads(text))  # type: ignore[valid-type]  # known when it runs
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise ValueError(f"{file_name} does not fit its schema: " + "; ".join(faults)) from error
    by_code = {one.code: one for one in document.kind}
    if len(by_code) != len(document.kind):
        raise ValueError(f"{file_name} does not fit its schema: a kind stands twice")
    return by_code


def said_in(words: Mapping[str, _Said], language: str | None) -> _Said:
    """This function will return what is said in a language such as `es` or `es-mx`, or what is said in English."""
    return words.get((language or "en").partition("-")[0], words["en"])
