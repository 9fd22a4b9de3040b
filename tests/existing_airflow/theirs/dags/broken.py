"""Another team's DAG file that cannot be loaded, which is nobody's business but theirs."""

import a_package_that_is_not_there  # noqa: F401
from airflow.sdk import dag  # noqa: F401
