"""Adapters: one package for each site that is read."""
