"""A finding as a sentence."""

from collections.abc import Mapping

from bot.model.finding import Finding, FindingText
from bot.model.snapshot import Reason
from bot.model.text import Lang, SafeText

REASONS: Mapping[Reason, Mapping[Lang, str]] = {
    Reason.FORBIDDEN: {Lang.EN: "not allowed", Lang.ZH: "没有权限"},
    Reason.TIMEOUT: {Lang.EN: "timed out", Lang.ZH: "超时"},
    Reason.NOT_FOUND: {Lang.EN: "there is none", Lang.ZH: "不存在"},
    Reason.ERROR: {Lang.EN: "the read failed", Lang.ZH: "读取出错"},
    Reason.NOT_ASKED: {Lang.EN: "what leads to it was not read either", Lang.ZH: "前置信息没有读到"},
}
"""Why something could not be read, in a few words."""


def sentence(finding: Finding, text: FindingText, lang: Lang) -> SafeText:
    """The finding's sentence in one language, its facts filled in; stands behind the subject, which it never repeats.

    Not escaped.  Raises KeyError when the sentence has a slot for which the finding has no fact.
    """
    facts = dict(finding.facts)
    if "reason" in facts and facts["reason"] in set(Reason):
        facts["reason"] = REASONS[Reason(facts["reason"])][lang]
    return SafeText(text.said[lang].format_map(facts))
