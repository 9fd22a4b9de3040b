"""Pure: which mentions make which alerts, and how they read."""
