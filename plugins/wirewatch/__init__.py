"""Wirewatch watches North Korean state media for the people you follow."""

__version__ = "0.1.0"
