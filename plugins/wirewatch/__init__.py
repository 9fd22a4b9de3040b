"""Wirewatch watches North Korean state media for the people you follow."""
