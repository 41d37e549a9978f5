"""The probes: one module for each question, found by being here."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bot.core.chain.look import Probe


@cache
def every_probe() -> tuple[Probe, ...]:
    """The `PROBE` of every module in this package, along the mount chain, then by name.

    Raises AttributeError when a module has none.
    """
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    probes: list[Probe] = [module.PROBE for module in modules]
    return tuple(sorted(probes, key=lambda probe: (probe.stage, probe.name)))
