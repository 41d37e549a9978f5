"""Label selectors and node selectors as Kubernetes evaluates them, told by what they ask for and do not get."""

from collections.abc import Callable, Mapping

from bot.core.objects.fields import field, items, labels, mapping, name, strings, text
from bot.model.snapshot import Json


def unmet(selector: Json, given: Json) -> tuple[str, ...]:
    """The requirements of a LabelSelector that *given* labels do not meet, as people write them; none: it selects.

    An empty selector selects everything, as it does for webhooks.
    """
    wanted = mapping(selector, "matchLabels")
    plain = (f"{key}={value}" for key, value in wanted.items() if given.get(key) != value)
    return (*plain, *_unmet_expressions(selector, "matchExpressions", given))


def unmet_by_node(spec: Json, node: Json) -> tuple[str, ...]:
    """What a pod's nodeSelector and required node affinity ask for and *node* does not have; none: it may run there.

    Of affinity terms one is enough; when none fits, the unmet requirements of the first are told.
    """
    given = labels(node)
    wanted = mapping(spec, "nodeSelector")
    plain = [f"{key}={value}" for key, value in wanted.items() if given.get(key) != value]
    affinity = mapping(spec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
    terms = [_unmet_term(term, node) for term in items(affinity, "nodeSelectorTerms")]
    return (*plain, *(terms[0] if terms and all(terms) else ()))


def _unmet_term(term: Json, node: Json) -> tuple[str, ...]:
    fields = {"metadata.name": name(node)}
    unmet_terms = _unmet_expressions(term, "matchExpressions", labels(node))
    asked = bool(items(term, "matchExpressions") or items(term, "matchFields"))
    return (*unmet_terms, *_unmet_expressions(term, "matchFields", fields)) if asked else ("an empty term",)


def _unmet_expressions(selector: Json, key: str, given: Json) -> tuple[str, ...]:
    return tuple(_told(one) for one in items(selector, key) if not _met(one, given))


def _met(expression: Json, given: Json) -> bool:
    test = _OPERATORS.get(text(expression, "operator"))
    value = field(given, text(expression, "key"))
    return test is not None and test(value if isinstance(value, str) else None, strings(expression, "values"))


def _told(expression: Json) -> str:
    key, operator, values = text(expression, "key"), text(expression, "operator"), strings(expression, "values")
    if operator in {"Exists", "DoesNotExist"}:
        return key if operator == "Exists" else f"!{key}"
    return f"{key} {operator} ({', '.join(values)})"


def _compared(value: str | None, values: tuple[str, ...], sign: int) -> bool:
    """Gt and Lt compare whole numbers; what is none never matches."""
    try:
        return value is not None and (int(value) - int(values[0])) * sign > 0
    except (ValueError, IndexError):
        return False


_OPERATORS: Mapping[str, Callable[[str | None, tuple[str, ...]], bool]] = {
    "In": lambda value, values: value in values,
    "NotIn": lambda value, values: value not in values,
    "Exists": lambda value, _: value is not None,
    "DoesNotExist": lambda value, _: value is None,
    "Gt": lambda value, values: _compared(value, values, 1),
    "Lt": lambda value, values: _compared(value, values, -1),
}
