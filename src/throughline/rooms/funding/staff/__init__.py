"""What schools are charged for staff: the catalog's average of each position, or what their own people really cost."""
