"""What a budget could be: built beside the current one, compared, and adopted by two people."""
