"""The only door into administration: each use case decides access, applies the rules, appends; projections follow."""

from dicu.administration.desk.accounts import CONSOLE, Accounts
from dicu.administration.desk.admission import Admission
from dicu.administration.desk.openings import Openings
from dicu.administration.desk.roles import Roles
from dicu.administration.desk.tokens import Tokens
from dicu.administration.desk.tools import Tools


class AdministrationDesk:
    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.accounts = Accounts(tools)
        self.admission = Admission(tools, self.accounts)
        self.roles = Roles(tools, self.accounts)
        self.tokens = Tokens(tools)
        self.openings = Openings(tools)


__all__ = ["CONSOLE", "AdministrationDesk", "Tools"]
