"""What a task imports, seconds of its time where it has to. Imported once by the process whose forks the tasks are, they find it there.

Celery's workers are told to in docker-compose.yml; the local stack starts its scheduler, whose LocalExecutor forks, as
`python -m wirewatch.orchestration.preload scheduler`. In an Airflow that others run nothing imports it. It reads no configuration, so
that a mistake in one stops no process; changed code is seen when the process is started anew, as `make up` does.
"""

import sys

import airflow.sdk.execution_time.supervisor
import airflow.sdk.execution_time.task_runner  # noqa: F401

from wirewatch.orchestration import (  # noqa: F401
    captures,
    doctor,
    maintenance,
    poll,
    recheck,
    rematch,
    schedule,
    tasks,
    watch,
)

if __name__ == "__main__":
    from airflow.__main__ import main

    sys.argv[0] = "airflow"  # as its help calls it
    main()  # type: ignore[no-untyped-call]
