"""The door of the partners room: the programs that schools and partner organizations offer."""

from throughline.rooms.partners.models import Program
from throughline.rooms.partners.programs.commands import MOST_MINUTES, ProgramFacts, add_program
from throughline.rooms.partners.programs.domains import PLACE_CLASSES, domain_choices, domain_words
from throughline.rooms.partners.programs.links import register_program_links
from throughline.rooms.partners.programs.queries import find_open_programs, find_program

__all__ = [
    "MOST_MINUTES",
    "PLACE_CLASSES",
    "Program",
    "ProgramFacts",
    "add_program",
    "domain_choices",
    "domain_words",
    "find_open_programs",
    "find_program",
    "register_program_links",
]
