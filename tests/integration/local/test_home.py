"""What a state folder keeps: secrets that only its owner reads, ports that stay, locks."""

from __future__ import annotations

import socket
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from tests.loopback import free_port
from wirewatch.local.home import Secrets, claimed_ports, ports, private_folder, secrets, write_private


def claim_ports(home: Path, preferred: dict[str, int]) -> dict[str, int]:
    """Choose the ports and start nothing on them."""
    with claimed_ports(home, preferred) as claimed:
        return claimed


def test_secrets_are_made_once_and_only_their_owner_may_read_them(home: Path) -> None:
    first = secrets(home)

    assert secrets(home) == first
    assert stat.S_IMODE((home / "secrets.json").stat().st_mode) == 0o600


def test_two_homes_share_no_secret(tmp_path: Path) -> None:
    one, other = (set(vars(secrets(tmp_path / name)).values()) for name in ("one", "other"))

    assert len(one) == len(other) == len(fields(Secrets)) >= 8
    assert not one & other


def test_the_key_that_signs_tokens_has_at_least_64_bytes(home: Path) -> None:
    assert len(secrets(home).jwt_secret.encode()) >= 64


def test_secrets_kept_by_an_older_version_stay_and_missing_ones_are_added(home: Path) -> None:
    home.mkdir()
    write_private(home / "secrets.json", '{"admin_password": "kept-from-before"}')

    assert secrets(home).admin_password == "kept-from-before"  # noqa: S105 - made up a line above
    assert secrets(home) == secrets(home)


def test_a_private_folder_is_closed_to_everybody_else(home: Path) -> None:
    assert stat.S_IMODE(private_folder(home, "logs").stat().st_mode) == 0o700


def test_a_preferred_port_that_is_free_is_taken_and_kept(home: Path) -> None:
    wish = free_port()

    assert claim_ports(home, {"site": wish})["site"] == wish
    assert claim_ports(home, {"site": free_port()})["site"] == wish
    assert ports(home) == {"site": wish}


def test_two_services_that_prefer_one_port_get_two(home: Path) -> None:
    wish = free_port()

    claimed = claim_ports(home, {"site": wish, "mail": wish})

    assert claimed["site"] == wish
    assert wish < claimed["mail"] < wish + 50


def test_a_port_that_a_stranger_took_is_changed_and_that_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = claim_ports(home, {"site": free_port()})["site"]
    with socket.create_server(("127.0.0.1", before)):
        after = claim_ports(home, {"site": before})["site"]

    assert after != before
    assert str(before) in capsys.readouterr().err
    assert ports(home)["site"] == after


def test_a_preferred_port_that_is_taken_from_the_beginning_is_said_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        wish = stranger.getsockname()[1]
        number = claim_ports(home, {"site": wish})["site"]

    assert f"Port {wish} is taken by another program: site moves to {number}." in capsys.readouterr().err


def test_a_port_claimed_for_one_home_is_no_other_homes_until_it_is_given_back(tmp_path: Path) -> None:
    wish = free_port()
    with claimed_ports(tmp_path / "one", {"site": wish}), claimed_ports(tmp_path / "other", {"site": wish}) as other:
        assert other["site"] != wish

    assert claim_ports(tmp_path / "third", {"site": wish})["site"] == wish


def test_a_claim_is_not_in_the_way_of_the_service_it_was_made_for(home: Path) -> None:
    with claimed_ports(home, {"site": free_port()}) as claimed, socket.create_server(("127.0.0.1", claimed["site"])) as server:
        assert server.getsockname()[1] == claimed["site"]


def test_a_service_of_ours_that_runs_keeps_its_port(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = claim_ports(home, {"site": free_port()})["site"]
    with (
        socket.create_server(("127.0.0.1", port)),
        claimed_ports(home, {"site": port, "mail": free_port()}, ours=["site"]) as claimed,
    ):
        assert claimed["site"] == port
        assert set(claimed) == {"site", "mail"}
    assert capsys.readouterr().err == ""
