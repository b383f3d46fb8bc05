"""Supports: a student's place in a program, begun, ended, and checked for whether it helped."""
