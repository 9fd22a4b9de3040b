"""Another team's policies, joined with ours as docs/existing-airflow.md says."""

from wirewatch.orchestration.policy import stand_back


def dag_policy(dag):
    """Every DAG says who looked at it."""
    dag.description = "known to the data office"


def task_instance_mutation_hook(task_instance, dag_run=None):
    """Theirs, and ours."""
    stand_back(task_instance)
    task_instance.queue = "theirs"
