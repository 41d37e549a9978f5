"""What stands on the bot's answer about its conversation: who has it, what became of it, what can be pressed."""

from collections.abc import Mapping

from bot.model.oncall import Status
from bot.model.text import Lang

Both = Mapping[Lang, str]


def _say(en: str, zh: str) -> Both:
    return {Lang.EN: en, Lang.ZH: zh}


OWNED = _say("🔧 {owner} has it.", "🔧 由 {owner} 负责。")
UNOWNED = _say("🔧 Open, and nobody has it.", "🔧 未关闭，目前无人负责。")
STANDS: Mapping[Status, Both] = {
    Status.HANDED_OVER: _say(
        "➡️ Handed to {receiver} by {sender}, not accepted yet.", "➡️ {sender} 已交接给 {receiver}，对方尚未接收。"
    ),
    Status.RESOLVED: _say("✅ Resolved by {by}, {at}.", "✅ {by} 已标记为解决（{at}）。"),
    Status.DISMISSED: _say("➖ Dismissed by {by}, {at}.", "➖ {by} 已忽略（{at}）。"),
}
NEXT_CHECK = _say(" Next check: {at}.", "下次检查：{at}。")
WHAT_DID_IT = _say("What did it: ", "解决方法：")
REFUTED = _say("❌ {by}: not this case.", "❌ {by}：不是这个案例。")
SOMEBODY = _say("somebody", "有人")

NOT_THIS_CASE = _say("Not this case", "不是这个案例")
UPSTREAM = _say("Prepare upstream issue", "整理上游 issue")

SOLVED_TITLE = _say("This solved it", "已解决")
SOLVED_LABEL = _say("What did it?", "是怎么解决的？")
SOLVED_EXAMPLE = _say("For whoever has this next: what helped in the end", "写给下一位遇到它的人：最后是什么起了作用")
SOLVED_SUBMIT = _say("Resolve", "标记为已解决")
SOLVED_CLOSE = _say("Cancel", "取消")
