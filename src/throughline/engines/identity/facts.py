"""What is known of a person, and what two persons can have in common."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Fact(StrEnum):
    """What is compared."""

    GIVEN = "given"
    FAMILY = "family"
    MIDDLE = "middle"
    BIRTH = "birth"
    GUARDIAN = "guardian"
    CONTACT = "contact"
    NUMBER = "number"
    EMAIL = "email"
    PHONE = "phone"
    CHILD = "child"


class How(StrEnum):
    """How two persons agree in one fact, or do not."""

    SAME = "same"
    KNOWN_AS = "known_as"  # a short form, or the name they are called by
    PARTS = "parts"  # one holds the other, or the same parts in another order
    SWAPPED = "swapped"  # given and family name, or day and month, stand in each other's place
    NEAR = "near"  # one letter or one digit apart
    INITIAL = "initial"  # one is the other's first letter
    FIRST_ONLY = "first_only"  # the first of several names is the same, the others are not
    UNKNOWN = "unknown"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Person:
    """One record of a person. Blank and None are unknown.

    `key` tells records apart and orders them. `guardians` are the adults who stand for them, by key or by name;
    `contacts` their own and their guardians' phones, e-mails and addresses, as they are written.
    """

    key: int
    given: str
    family: str
    middle: str = ""
    preferred: str = ""
    birth_on: date | None = None
    guardians: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Adult:
    """One record of an adult of a family. Blank and empty are unknown.

    `emails` in small letters, `phones` in digits; `children` are the students they stand for, by key.
    """

    key: int
    given: str
    family: str
    middle: str = ""
    preferred: str = ""
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """In which fact two persons agree or differ, and how. Written as `fact:how`."""

    fact: Fact
    how: How

    def __str__(self) -> str:
        return f"{self.fact}:{self.how}"

    @classmethod
    def read(cls, written: str) -> "Reason":
        """This function will return the reason that was written so.

        **Example**

        >>> Reason.read("family:near").how is How.NEAR
        True
        """
        fact, _, how = written.partition(":")
        return cls(Fact(fact), How(how))
