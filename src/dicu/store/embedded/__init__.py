"""PostgreSQL without an installation: our own launcher for the binaries that a Python package carries.

For demonstrations and tests. `Server(home)` starts it, or joins the one that runs already; the last one out stops it.

    with Server(home) as connection:
        psycopg.connect(connection.address("app"))
"""

from dicu.store.embedded.connection import Connection, Login
from dicu.store.embedded.place import home, scratch
from dicu.store.embedded.refusals import DatabaseRefused
from dicu.store.embedded.server import Server

__all__ = ["Connection", "DatabaseRefused", "Login", "Server", "home", "scratch"]
