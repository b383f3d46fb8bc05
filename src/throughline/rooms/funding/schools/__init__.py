"""The level each school is paid by: suggested from its students' grades or its name, set by a person."""
