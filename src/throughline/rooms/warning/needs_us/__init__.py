"""Who needs us: flags, and gaps in who was spoken with."""
