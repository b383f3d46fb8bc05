"""What an upgrade may change in rows that were there: all else of a kept district is as it was, to the letter.

A line more is a promise to districts: name the migration, and say why nobody loses anything by it.
"""

# Each column by table and name: what it says afterwards, by SQL over the row as it was.
_OF_SUPPORTS = (
    *("support_support", "support_session", "support_plan", "support_goal", "support_action", "support_lookback"),
    *("support_supportevent", "support_sessionevent", "support_planevent", "support_goalevent"),
    *("support_actionevent", "support_lookbackevent"),
    "partners_program",
)
CHANGED = {
    # support 0006, partners 0002: what is given to a student is no need any more, but of a class of record of its own.
    (table, "record_class"): "case record_class when 'needs' then 'supports' else record_class end"
    for table in _OF_SUPPORTS
}
# Worked out of other rows, and made anew where the way of working it out changed.
MADE_ANEW = {
    "students_nameword": "students 0013, 0015: of names; what is made of them is tested by itself",
    "students_spelling": "students 0013, 0015: of those words",
}
# Of these each release has its own, and they are those of a new district afterwards.
OF_THE_RELEASE = {
    "accounts_rule": "the policy table, read from the release at each start; a district's tightening stands apart",
}
ADDED = {
    "accounts_ruleevent": "the policy table's history says what the release changed in it",
    "accounts_tightening": "accounts 0003: what was tightened of needs is tightened of supports",
    "accounts_tighteningevent": "accounts 0003",
    "audit_auditrecord": "that the policy was read, and that limits on contact were handed to the walls",
    "audit_link": "of those records",
    "auth_permission": "Django's own, of new tables",
    "django_content_type": "Django's own, of new tables",
    "django_migrations": "that the upgrade was done",
    "partners_programevent": "partners 0002: the history tells the change of class",
    "pghistory_context": "by whom the policy was changed",
    "students_relation": "agreements 0003: limits on contact stand among the relations, where the walls read them",
    "students_relationevent": "of those relations",
}
