"""What is expected of the audit room: who may open its pages, and which of its tables stand behind no wall."""

OPEN_TABLES: dict[str, str] = {
    "audit_auditrecord": "Who did what, by ids; never a student's data. Only ever added to.",
    "audit_disclosure": "Who looked at whom, by ids; written by people who see nothing else. Only ever added to.",
    "audit_link": "The chain of the two: numbers and digests. Only ever added to.",
}
