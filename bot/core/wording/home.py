"""What the app's own page says, in both languages."""

from collections.abc import Mapping

from bot.model.text import Lang

Both = Mapping[Lang, str]


def _say(en: str, zh: str) -> Both:
    return {Lang.EN: en, Lang.ZH: zh}


TITLE = _say("JuiceFS on call", "JuiceFS 值班")
HOW = _say(
    "What is yours, as it stands now. `/juicefs open` lists a whole channel; `/juicefs handoff @somebody` hands it"
    " over.",
    "这里是与你有关的问题的当前状态。`/juicefs open` 列出整个频道，`/juicefs handoff @某人` 可以交接。",
)
MINE = _say("You have", "由你负责")
OFFERED = _say("Waiting for you to accept", "等你接收")
LAST = _say("Last handoffs", "最近的交接")
NOTHING = _say("You have no open conversation.", "目前没有由你负责的问题。")
MORE = _say("and {count} more", "还有 {count} 个")
FROM = _say("from", "来自")
COUNT = _say("{count} handed over, {accepted} accepted", "交接 {count} 个，已接收 {accepted} 个")
THREAD_WAITS = _say("one thread, not accepted", "单个线程，未接收")
THREAD_ACCEPTED = _say("one thread, accepted", "单个线程，已接收")
