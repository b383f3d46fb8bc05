"""Words every floor and room shares. Nothing here knows a database, a file or a clock."""
