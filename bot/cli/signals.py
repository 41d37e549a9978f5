"""What the system asks of a running bot: to end, or to read its own cases anew."""

import signal

_ENDING = frozenset({signal.SIGTERM, signal.SIGINT})
_HEARD = _ENDING | {signal.SIGHUP}


class Signals:
    """Keeps signals from when it is made, for every thread that is started after it, until `ended` asks for them.

    A handler of Python's runs when the main thread does its next step.  A signal that comes while the main thread
    lies down to wait is noted and wakes nobody (seen on a busy machine, once in some hundred stops right after the
    start).  A signal that is blocked and waited for cannot be missed.
    """

    def __init__(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)

    def ended(self) -> bool:
        """Wait for the next signal; whether it asks to end (SIGTERM, Ctrl-C), and not to look again (SIGHUP)."""
        return signal.sigwait(_HEARD) in _ENDING
