"""Feeds in and out: preview, apply, roll back."""
