"""The bot's own sentences, each written in both languages.  Cases and findings bring theirs from knowledge/."""

from collections.abc import Mapping

from bot.model.case import Risk, Status, Strength, Where
from bot.model.text import Lang

_BOTH = Mapping[Lang, str]


def _say(en: str, zh: str) -> _BOTH:
    return {Lang.EN: en, Lang.ZH: zh}


STRENGTH: Mapping[Strength, _BOTH] = {
    Strength.CERTAIN: _say("Certain", "确定"),
    Strength.LIKELY: _say("Likely", "很可能"),
    Strength.POSSIBLE: _say("Possible", "可能"),
    Strength.NONE: _say("None", "无"),
}
RISK: Mapping[Risk, _BOTH] = {
    Risk.SAFE: _say("", ""),
    Risk.DISRUPTIVE: _say("disruptive", "会中断业务"),
    Risk.DATA_LOSS: _say("may lose data", "可能丢数据"),
}
WHERE: Mapping[Where, _BOTH] = {
    Where.TERMINAL: _say("", ""),
    Where.NODE: _say("on the node", "在节点上执行"),
    Where.MOUNT_POD: _say("inside the Mount Pod", "在 Mount Pod 里执行"),
}
STATUS: Mapping[Status, _BOTH] = {
    Status.DOCUMENTED: _say("from the JuiceFS troubleshooting document", "来自 JuiceFS 官方排查文档"),
    Status.FIELD: _say(
        "from the field: users' threads, not the official document", "来自用户的实际案例，不在官方文档中"
    ),
    Status.OWN: _say("from your own casebook", "来自你们自己的案例库"),
}
PROOF = _say("What shows it", "依据")
MEANING = _say("What it means", "含义")
RUN = _say("Run", "排查命令")
FIX = _say("Fix, in this order", "修复步骤")
NEAREST = _say("What comes nearest", "最接近的案例")
ALSO = _say("It could also be", "也可能是")
SECOND = _say("Also in this text", "文本中还有另一个问题")
NOT_THIS = _say("It is something else when", "这些情况不是它")
DOCS = _say("Documentation", "文档")
COLON = _say(": ", "：")
LINE = _say("line", "第")
LINE_AFTER = _say("", " 行")
UNSURE = _say("No documented case fits well enough to act on.", "没有哪个案例的把握大到可以直接处理。")
NO_CASE = _say("This is about JuiceFS, but no documented case fits.", "这与 JuiceFS 有关，但没有对应的案例。")
NOT_JUICEFS = _say("Nothing in this names JuiceFS, and no case fits.", "内容里没有提到 JuiceFS，也没有对应的案例。")
ANOTHER_PRODUCT = _say("It names another product: {products}.", "里面提到的是别的产品：{products}。")
SEND_NEXT = _say(
    "To decide, send the output of: {command}",
    "要进一步判断，请发来这条命令的输出：{command}",
)
GENERAL_COMMAND = "kubectl -n {app_ns} describe pod {app_pod}"
HIDDEN = _say(
    "A secret was in the text ({rules}); it was hidden here. Delete the message and change the secret.",
    "文本里有敏感信息（{rules}），这里已经隐去。请删除原消息并更换该密钥。",
)
