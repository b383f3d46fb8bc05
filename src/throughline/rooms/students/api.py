"""The door of the students room: the roster as a viewer may see it."""

from throughline.rooms.students.access import (
    NAMED,
    Sight,
    explain_sight,
    find_related_to,
    find_student_for,
    get_attendance_for,
    get_demographics_for,
    get_enrollments_for,
    get_guardianships_for,
    get_incidents_for,
    get_marks_for,
    get_needs_for,
    get_relations_of,
    get_results_for,
    get_sayings_for,
    get_students_for,
    reaches_student,
    relations_held,
    sees_anybody,
)
from throughline.rooms.students.adults.looking import forget_adult_pairs, look_for_adults
from throughline.rooms.students.charts.given import Given, register_given
from throughline.rooms.students.class_lists.commands import Begun, begin_class_list
from throughline.rooms.students.counts.grades import grades_by_school, need_by_grade
from throughline.rooms.students.counts.names import (
    Counted,
    CountList,
    Holding,
    classes_to_see,
    count_in_sight,
    may_see_names,
    students_in_count,
)
from throughline.rooms.students.counts.queries import NeedCounts, SchoolCount, count_needs, count_students
from throughline.rooms.students.counts.rule import ALL_STUDENTS, COUNT_RULE
from throughline.rooms.students.dashboards.groups import RACES, SEXES
from throughline.rooms.students.directory.actions import register_list_actions
from throughline.rooms.students.directory.contacts import Rights, register_contact_rights
from throughline.rooms.students.directory.contributions import Part, register_parts
from throughline.rooms.students.directory.facets import find_classes
from throughline.rooms.students.directory.finding import find_by_name_or_near, name_order
from throughline.rooms.students.directory.freshness import Freshness, register_freshness
from throughline.rooms.students.directory.glance import Glance, find_glance
from throughline.rooms.students.directory.links import register_student_links
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.directory.walk import FIND, find_listed
from throughline.rooms.students.directory.words import grade_order, grade_words, next_grade
from throughline.rooms.students.duplicates.looking import forget_pairs, look_for_duplicates
from throughline.rooms.students.emergencies.commands import open_emergency, review_emergency
from throughline.rooms.students.households import NOT_HEARD, NOT_TOLD, speaks_as, untold_of
from throughline.rooms.students.merging.moves import Moves, register_moves
from throughline.rooms.students.models import Guardian, Student
from throughline.rooms.students.narrowing import ListFacet, Option, register_facet, whole
from throughline.rooms.students.needs.catalogue import NeedCategory, need_categories
from throughline.rooms.students.one_adult import one_adult, one_adult_of
from throughline.rooms.students.opt_out.queries import opted_out
from throughline.rooms.students.reached import reaches, rows_of_one, within_by_class
from throughline.rooms.students.records.district_files import DISTRICT_FILES
from throughline.rooms.students.relations.after_roster import (
    register_after_opt_out,
    register_after_parting,
    register_after_roster,
)
from throughline.rooms.students.relations.at_school import find_related_among, find_working_at
from throughline.rooms.students.relations.commands import forget_relations, refresh_relations
from throughline.rooms.students.relations.compiled import WantedRelation, count_relations, find_compiled, set_relations
from throughline.rooms.students.relations.limited import set_limited
from throughline.rooms.students.roster.oneroster import ENTITIES_OF, ONEROSTER
from throughline.rooms.students.sayings.kinds import TRUSTED_ADULT
from throughline.rooms.students.sayings.queries import Told, find_told, may_tell_of
from throughline.rooms.students.sayings.words import said_by
from throughline.rooms.students.tabs import RoomTab, register_tab, tabs_around
from throughline.rooms.students.telling.commands import tell
from throughline.rooms.students.timeline.strands import Happening, Strand, register_strands

__all__ = [
    "ALL_STUDENTS",
    "COUNT_RULE",
    "DISTRICT_FILES",
    "ENTITIES_OF",
    "FIND",
    "NAMED",
    "NOT_HEARD",
    "NOT_TOLD",
    "ONEROSTER",
    "RACES",
    "SEXES",
    "TRUSTED_ADULT",
    "Begun",
    "CountList",
    "Counted",
    "Freshness",
    "Given",
    "Glance",
    "Guardian",
    "Happening",
    "Holding",
    "ListFacet",
    "Moves",
    "NeedCategory",
    "NeedCounts",
    "Option",
    "Part",
    "Rights",
    "RoomTab",
    "SchoolCount",
    "Sight",
    "Strand",
    "Student",
    "Told",
    "WantedRelation",
    "begin_class_list",
    "classes_to_see",
    "count_in_sight",
    "count_needs",
    "count_relations",
    "count_students",
    "explain_sight",
    "find_by_name_or_near",
    "find_classes",
    "find_compiled",
    "find_glance",
    "find_listed",
    "find_related_among",
    "find_related_to",
    "find_student_for",
    "find_told",
    "find_working_at",
    "forget_adult_pairs",
    "forget_pairs",
    "forget_relations",
    "get_attendance_for",
    "get_demographics_for",
    "get_enrollments_for",
    "get_guardianships_for",
    "get_incidents_for",
    "get_marks_for",
    "get_needs_for",
    "get_relations_of",
    "get_results_for",
    "get_sayings_for",
    "get_students_for",
    "grade_order",
    "grade_words",
    "grades_by_school",
    "look_for_adults",
    "look_for_duplicates",
    "may_see_names",
    "may_tell_of",
    "name_order",
    "need_by_grade",
    "need_categories",
    "next_grade",
    "note_looked",
    "one_adult",
    "one_adult_of",
    "open_emergency",
    "opted_out",
    "reaches",
    "reaches_student",
    "refresh_relations",
    "register_after_opt_out",
    "register_after_parting",
    "register_after_roster",
    "register_contact_rights",
    "register_facet",
    "register_freshness",
    "register_given",
    "register_list_actions",
    "register_moves",
    "register_parts",
    "register_strands",
    "register_student_links",
    "register_tab",
    "relations_held",
    "review_emergency",
    "rows_of_one",
    "said_by",
    "sees_anybody",
    "set_limited",
    "set_relations",
    "speaks_as",
    "students_in_count",
    "tabs_around",
    "tell",
    "untold_of",
    "whole",
    "within_by_class",
]
