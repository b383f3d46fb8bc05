"""What the styleguide shows."""
