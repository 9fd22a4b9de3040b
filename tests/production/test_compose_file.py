"""What docker-compose.yml, the Dockerfile and docker/ promise; no container engine is needed to see it."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from cryptography.fernet import Fernet

from tests.production.compose import Service, dockerfile, services
from wirewatch.config import PROJECT

ONE_SHOTS = {"migrate", "demo-migrate", "demo-config"}
SECRET = re.compile(r"(PASSWORD|_KEY|_SECRET)$")


def ours() -> dict[str, Service]:
    """The services that run our image."""
    return {name: service for name, service in services().items() if service["image"].startswith("wirewatch:")}


def live() -> dict[str, Service]:
    """The services of the profile `live`."""
    return {name: service for name, service in services().items() if service["profiles"] == ["live"]}


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="docker-compose is not installed (apt install docker-compose)")
@pytest.mark.parametrize("profile", [["--profile", "demo"], ["--profile", "live"], ["--profile", "command"]])
def test_docker_compose_takes_it_without_a_setting_and_without_a_warning(profile: list[str]) -> None:
    command = ["docker-compose", "--project-directory", str(PROJECT), "-f", str(PROJECT / "docker-compose.yml"), *profile]
    done = subprocess.run([*command, "config"], capture_output=True, text=True, cwd="/", env={"PATH": "/usr/bin:/bin"})

    assert (done.returncode, done.stderr) == (0, "")
    read = yaml.safe_load(done.stdout)["services"]
    assert {name: service["command"] for name, service in read.items() if "command" in service} == {
        name: service["command"] for name, service in services().items() if "command" in service
    }


def test_the_demo_runs_what_the_live_profile_runs_and_needs_no_secret() -> None:
    found = services()
    assert set(live()) == {"postgres", "redis", "migrate", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
    for name, service in live().items():
        demo = found[f"demo-{name}"]
        same = ("image", "command", "healthcheck", "user", "restart", "init", "logging", "security_opt")
        assert [demo.get(key) for key in same] == [service.get(key) for key in same], name
    empty = {f"{name} {key}" for name in found if name.startswith("demo-") for key, value in (found[name].get("environment") or {}).items()
             if not value and SECRET.search(key)}  # fmt: skip
    assert empty == set()


def test_workers_can_be_scaled_and_ports_are_on_loopback() -> None:
    for name, service in services().items():
        assert "container_name" not in service, name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name
    assert "ports" not in services()["worker"]
    assert "hostname" not in services()["worker"]


def test_what_stays_up_is_watched_and_none_of_it_by_airflows_command_line() -> None:
    for name, service in services().items():
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}, name
        if name in ONE_SHOTS:
            assert service["restart"] == "on-failure"
        elif service["profiles"] == ["command"]:
            assert service["restart"] == "no"
        else:
            assert service["restart"] == "unless-stopped"
            assert service["healthcheck"]["test"][1] in {"pg_isready", "redis-cli", "python"}, name


def test_nothing_starts_before_the_databases_are_migrated() -> None:
    for name in ("api-server", "scheduler", "dag-processor", "triggerer", "worker"):
        for prefix in ("", "demo-"):
            wanted = services()[prefix + name]["depends_on"]
            assert wanted[f"{prefix}migrate"] == {"condition": "service_completed_successfully"}


def test_the_two_profiles_share_no_volume_and_no_network() -> None:
    def used(profile: str, what: str) -> set[str]:
        found = [service for service in services().values() if service["profiles"] == [profile]]
        return {str(each).split(":")[0] for service in found for each in service.get(what) or []}

    assert used("live", "volumes") & used("demo", "volumes") == set()
    assert used("live", "networks") & used("demo", "networks") == set()


def test_the_demo_is_started_and_ended_as_a_project_of_its_own() -> None:
    """`down` ends all services of a project whatever their profile, and `--volumes` would delete the live database."""
    pages = [PROJECT / "docker-compose.yml", PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]
    commands = [
        line for page in pages for line in page.read_text().splitlines() if re.search(r"docker.compose .*--profile demo", line)
    ]

    assert len(commands) >= 3
    assert [line for line in commands if "docker compose -p wirewatch-demo --profile demo " not in line] == []


def test_postgres_is_given_what_its_image_needs() -> None:
    for name in ("postgres", "demo-postgres"):
        service = services({"POSTGRES_PASSWORD": "given"})[name]
        assert int(service["image"].partition(":")[2]) >= 16
        assert service["environment"]["POSTGRES_PASSWORD"]
        # From 18 on the image keeps its data below this folder; before that in …/data.
        assert any(mount.endswith(":/var/lib/postgresql") for mount in service["volumes"])


def test_only_who_migrates_has_the_logins_that_may_change_tables() -> None:
    for name, service in ours().items():
        knows = {key for key in service["environment"] if key.startswith(("POSTGRES", "WIREWATCH_OWNER"))}
        assert bool(knows) == name.endswith("migrate"), name


def test_also_as_files_these_logins_are_seen_by_who_migrates_and_the_server_alone() -> None:
    found = services({"WIREWATCH_SECRETS": "/common", "WIREWATCH_ADMIN_SECRETS": "/admin"})
    mounted = {name: [each for each in service.get("volumes") or [] if "/run/secrets" in each] for name, service in found.items()}

    for name in {**live(), "wirewatch": None}:
        admin, common = "/admin:/run/secrets-admin:ro", "/common:/run/secrets:ro"
        wanted = {"postgres": [admin], "redis": [], "migrate": [common, admin]}.get(name, [common])
        assert mounted[name] == wanted, name
    assert not any(mounted[name] for name in found if name.startswith("demo-"))


def test_who_migrates_has_every_other_volume_of_its_kind() -> None:
    assert set(services()["worker"]["volumes"]) < set(services()["migrate"]["volumes"])


def test_commands_find_airflow_and_only_the_web_server_knows_that_login_too(tmp_path: Path) -> None:
    knows = {name for name, service in services().items() if "AIRFLOW_ADMIN_PASSWORD" in (service.get("environment") or {})}
    assert knows == {"api-server", "wirewatch"}
    given = {name: str(value or "") for name, value in services()["wirewatch"]["environment"].items()}
    secrets = {name: "a@b" for name in given if SECRET.search(name)}

    found = json.loads(entered({**given, **secrets}, tmp_path).stdout)

    assert found["WIREWATCH_AIRFLOW_URL"] == "http://admin:a%40b@api-server:8080"


def test_certificates_are_named_as_the_container_sees_them(tmp_path: Path) -> None:
    given = services({"WIREWATCH_CA_BUNDLE": "/etc/wirewatch/ca.pem", "REQUESTS_CA_BUNDLE": "/on/the/host.pem"})["worker"][
        "environment"
    ]
    assert given["REQUESTS_CA_BUNDLE"] == given["SSL_CERT_FILE"] == "/etc/wirewatch/ca.pem"
    assert services({"SSL_CERT_FILE": "/on/the/host.pem"})["worker"]["environment"]["SSL_CERT_FILE"] is None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody whom nobody knows")
def test_a_user_id_of_ones_own_has_a_name_and_a_home() -> None:
    given = dict(each.split("=", 1) for each in dockerfile("ENV").split())
    who = "import getpass, os, pathlib; os.setuid(54321); print(getpass.getuser(), pathlib.Path.home())"
    done = subprocess.run([sys.executable, "-c", who], env=given, capture_output=True, text=True)

    assert done.stdout.split() == ["wirewatch", "/var/lib/wirewatch"], done.stderr


def test_every_setting_is_one_the_installed_airflow_or_its_celery_provider_knows() -> None:
    spec = find_spec("airflow")
    assert spec is not None
    assert spec.origin is not None
    airflow = Path(spec.origin).parent
    known = yaml.safe_load((airflow / "config_templates" / "config.yml").read_text())
    # Run as a file: importing it would import Airflow, which takes seconds.
    provider = runpy.run_path(str(airflow / "providers" / "celery" / "get_provider_info.py"))
    known |= provider["get_provider_info"]()["config"]
    named = {name for service in ours().values() for name in service["environment"] if name.startswith("AIRFLOW__")}

    unknown = [name for name in named if name.split("__")[2].lower() not in known[name.split("__")[1].lower()]["options"]]

    assert len(named) > 20
    assert unknown == []


def test_the_image_runs_as_nobody_in_particular_and_holds_no_secret() -> None:
    text = (PROJECT / "Dockerfile").read_text()
    assert dockerfile("USER") == "50000:0"
    assert not re.search(r"(?i)password|secret|\.env", text)
    for source in re.findall(r"(?m)^COPY (?!--from)(.*) \S+$", text):
        assert all((PROJECT / name).exists() for name in source.split()), source
        assert f"!{source}" in (PROJECT / ".dockerignore").read_text().splitlines(), source


def test_new_secrets_are_all_that_the_live_profile_asks_for(tmp_path: Path) -> None:
    file = tmp_path / "env"
    command = [sys.executable, PROJECT / "docker" / "new_env.py", file]
    assert subprocess.run(command, capture_output=True).returncode == 0
    made = dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)
    asked = {
        key
        for service in live().values()
        for key, value in (service.get("environment") or {}).items()
        if SECRET.search(key) and not value
    }

    assert asked == set(made) - {"COMPOSE_PROFILES"}
    assert file.stat().st_mode & 0o777 == 0o600
    Fernet(made["AIRFLOW_FERNET_KEY"])
    assert subprocess.run(command, capture_output=True).returncode == 3
    assert len(set(made.values())) == len(made)


# --- the entry point ------------------------------------------------------------------------------


def entered(environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """The environment a program finds itself in behind the entry point, as JSON."""
    program = [sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"]
    command = [sys.executable, str(PROJECT / "docker" / "entrypoint.py"), *program]
    env = {"WIREWATCH_SECRETS_FOLDER": str(folder), **environment}
    return subprocess.run(command, env=env, capture_output=True, text=True)


def test_secrets_come_from_the_environment_or_from_files(tmp_path: Path) -> None:
    (tmp_path / "airflow_database_password").write_text("p@ss/word\n")
    (tmp_path / "AIRFLOW_CONN_WIREWATCH_SMTP").write_text('{"conn_type": "smtp"}')
    url = "postgresql://airflow:{AIRFLOW_DATABASE_PASSWORD}@postgres/airflow"
    given = {"AIRFLOW_DATABASE_PASSWORD": "", "URL": url, "KEY": "{KEPT}", "KEPT": "a/b=", "HTTPS_PROXY": ""}

    found = json.loads(entered(given, tmp_path).stdout)

    assert found["URL"] == "postgresql://airflow:p%40ss%2Fword@postgres/airflow"
    assert found["KEY"] == "a/b="  # not part of an address, so as it is
    assert found["AIRFLOW_CONN_WIREWATCH_SMTP"] == '{"conn_type": "smtp"}'
    assert "HTTPS_PROXY" not in found


def test_files_of_both_folders_are_read_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for folder, secret in {"secrets": "READER", "secrets-admin": "OWNER"}.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{secret}_PASSWORD").write_text(secret.lower())
        (tmp_path / folder / ".DS_Store").write_bytes(b"\x00\xff\xfe")
    both = {"READER": "{READER_PASSWORD}", "OWNER": "{OWNER_PASSWORD}"}

    found = json.loads(entered(both, tmp_path / "secrets").stdout)

    assert (found["READER"], found["OWNER"]) == ("reader", "owner")


def test_a_file_that_is_no_secret_is_named_and_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")

    done = entered({}, tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{tmp_path / 'picture.png'} holds no text: take it out of the folder of secrets.\n"


def test_a_missing_secret_is_named_and_nothing_starts(tmp_path: Path) -> None:
    done = entered({"URL": "redis://:{ONE_PASSWORD}@redis", "OTHER": "{ANOTHER_KEY}", "ONE_PASSWORD": ""}, tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Secrets are missing: ANOTHER_KEY, ONE_PASSWORD. Put them into .env" in done.stderr
    assert "-admin what only who administers the database may read" in done.stderr


def test_the_login_of_the_web_interface_is_written_where_airflow_looks(tmp_path: Path) -> None:
    file = tmp_path / "airflow" / "passwords.json"
    variable = "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"

    done = entered({variable: str(file), "WIREWATCH_UI_PASSWORD": "{THE_PASSWORD}", "THE_PASSWORD": 'quoted "word"'}, tmp_path)

    assert json.loads(file.read_text()) == {"admin": 'quoted "word"'}
    assert file.stat().st_mode & 0o777 == 0o600
    assert "WIREWATCH_UI_PASSWORD" not in json.loads(done.stdout)
