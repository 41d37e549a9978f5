"""What is wrong with a knowledge folder: collected, so that an author sees every fault at once."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One broken rule: the file as the author knows it, the line (from 1), the rule's name, and what is wrong."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


@dataclass(slots=True)
class Faults:
    """The faults of one file, in the order they were found."""

    path: str
    found: list[Fault] = field(default_factory=list)

    def add(self, line: int, rule: str, text: str) -> None:
        """Note one broken rule."""
        self.found.append(Fault(self.path, line, rule, text))
