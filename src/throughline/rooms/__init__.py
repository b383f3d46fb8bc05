"""One Django app for each domain. Rooms meet only through each other's `api`."""
