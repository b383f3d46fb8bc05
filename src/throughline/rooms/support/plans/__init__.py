"""Plans: why, goals and who does what, written on one page, started, and read by family and student too."""
