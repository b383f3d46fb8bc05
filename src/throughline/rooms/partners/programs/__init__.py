"""Programs: what is offered, by whom, and who may know that a student takes part."""
