"""The way to the network: requests' own, but cut at a deadline, and never into a network that is not the site's.

A timeout of a socket is for each single read: a page that sends a byte a second never meets it, and the library reads the lines of a
header until they end. So every connection has a second handle here, by which a timer shuts it at the deadline, whoever reads from it.
A name server cannot be interrupted; it is waited for in a thread, and left to itself when the deadline comes first.

Proxies and certificates are requests' business: HTTPS_PROXY, NO_PROXY and REQUESTS_CA_BUNDLE count as they do everywhere.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from ipaddress import IPv6Address, ip_address
from threading import Thread, Timer
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError
from urllib3.poolmanager import PoolManager

from wirewatch.fetching.limits import LIMITS, Deadline


class Astray(Exception):
    """The site's name leads into a network that is not the site's."""

    def __init__(self, address: str) -> None:
        super().__init__(f"its name leads to {address}, an address that is not public")


class Line(HTTPAdapter):
    """Connections that end with the request they were made for, and at the deadline at the latest.

    `anywhere` allows addresses that are not public: for a source whose base_url the operator pointed at one. The check is made on
    the address the connection really has, before a byte is sent, so a name that leads elsewhere at the second look cannot pass.
    Through a proxy it is the proxy that looks up names, and its own address is the operator's word.
    """

    def __init__(self, anywhere: bool) -> None:
        self._anywhere = anywhere
        self._deadline = Deadline(LIMITS.deadline_seconds)
        self._handles: list[socket.socket] = []
        super().__init__()

    @contextmanager
    def until(self, deadline: Deadline) -> Iterator[None]:
        """Everything in this block ends at the deadline: connections are shut, and whoever reads from them meets their end."""
        self._deadline = deadline
        timer = Timer(deadline.left, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self.close()  # the pools: a connection that were used again would have no handle
            for handle in self._handles:
                handle.close()
            self._handles.clear()

    def connected(self, connect: Callable[[], socket.socket], connection: HTTPConnection) -> socket.socket:
        """The socket that `connect` makes, within the deadline and checked. Raises Astray, or what requests calls a connection error."""
        sock = in_time(connect, self._deadline.left, connection)
        try:
            if not self._anywhere and connection.proxy is None:
                refuse_private(sock.getpeername()[0])
            self._handles.append(sock.dup())
        except (Astray, OSError):
            sock.close()
            raise
        if not self._deadline.left:  # the timer may have run before the handle was there
            self._hang_up()
        return sock

    def _hang_up(self) -> None:
        for handle in list(self._handles):
            with suppress(OSError):  # the other side was faster
                handle.shutdown(socket.SHUT_RDWR)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """The direct way."""
        super().init_poolmanager(*args, **kwargs)
        self._watch(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """The way through a proxy."""
        manager = super().proxy_manager_for(*args, **kwargs)
        self._watch(manager)
        return manager

    def _watch(self, manager: PoolManager) -> None:
        line = self

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return line.connected(super()._new_conn, self)

        class Encrypted(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return line.connected(super()._new_conn, self)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class EncryptedPool(HTTPSConnectionPool):
            ConnectionCls = Encrypted

        manager.pool_classes_by_scheme = {"http": PlainPool, "https": EncryptedPool}


def in_time(connect: Callable[[], socket.socket], seconds: float, connection: HTTPConnection) -> socket.socket:
    """What `connect` returns, waited for so long; comes it later, it is closed."""
    coming: Future[socket.socket] = Future()

    def run() -> None:
        try:
            coming.set_result(connect())
        except (HTTPError, OSError, UnicodeError) as error:  # UnicodeError: a name that cannot be one
            coming.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        return coming.result(seconds)
    except TimeoutError:
        coming.add_done_callback(_close)
        raise ConnectTimeoutError(connection, "no connection before the deadline") from None


def _close(coming: Future[socket.socket]) -> None:
    if coming.exception() is None:
        coming.result().close()


def refuse_private(address: str) -> None:
    """Raise Astray for an address that is loopback, private, link-local, reserved or otherwise not public."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if not ip.is_global or ip.is_multicast:
        raise Astray(address)
