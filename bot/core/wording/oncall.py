"""What the bot says about conversations on call: states, refusals, handing over, memory, figures; in both languages."""

from collections.abc import Mapping

from bot.model.handoff import Attention, ErrandKind, Trend
from bot.model.oncall import Act, Refusal, ReminderKind, Status
from bot.model.text import Lang

Both = Mapping[Lang, str]


def _say(en: str, zh: str) -> Both:
    return {Lang.EN: en, Lang.ZH: zh}


STATUS: Mapping[Status, Both] = {
    Status.OPEN: _say("open", "处理中"),
    Status.HANDED_OVER: _say("handed over, not accepted yet", "已交接，待接收"),
    Status.RESOLVED: _say("resolved", "已解决"),
    Status.DISMISSED: _say("dismissed", "已忽略"),
}
BUTTONS: Mapping[Act, Both] = {
    Act.TAKE: _say("I'm on it", "我来处理"),
    Act.RESOLVE: _say("This solved it", "已解决"),
    Act.DISMISS: _say("Dismiss", "忽略"),
    Act.ACCEPT: _say("Accept", "接收"),
    Act.CHECK: _say("Check now", "立即检查"),
    Act.REOPEN: _say("Reopen", "重新打开"),
}
DONE: Mapping[Act, Both] = {
    Act.TRACK: _say("Keeping track of this thread.", "已开始跟踪这个线程。"),
    Act.TAKE: _say("{who} has it.", "由 {who} 负责。"),
    Act.TAKE_OVER: _say("{who} took it over.", "已由 {who} 接管。"),
    Act.NOTE: _say("Noted.", "已记录。"),
    Act.CHECK: _say("Checked.", "已检查。"),
    Act.REMIND: _say("I will remind {who} once, at {at}.", "我会在 {at} 提醒 {who} 一次。"),
    Act.RESOLVE: _say("{who} resolved it.", "{who} 已将其标记为已解决。"),
    Act.DISMISS: _say("{who} dismissed it.", "{who} 已将其忽略。"),
    Act.HAND_OVER: _say(
        "{receiver}: {who} hands this over to you. It is yours once you accept.",
        "{receiver}：{who} 把它交接给你，接收后由你负责。",
    ),
    Act.ACCEPT: _say("{who} accepted and has it now.", "{who} 已接收，现在由其负责。"),
    Act.REOPEN: _say("Open again, and nobody has it.", "已重新打开，目前无人负责。"),
}
ACCEPTED = _say("{who} accepted {count} and is the owner now.", "{who} 已接收 {count} 个，现在由其负责。")
THE_GROUP = _say("that user group", "该用户组")
REFUSALS: Mapping[Refusal, Both] = {
    Refusal.YOURS: _say("You have it already.", "它已经由你负责了。"),
    Refusal.TAKEN: _say(
        "{owner} has it. If they cannot go on, `take over` makes it yours.",
        "{owner} 正在处理。如果对方无法继续，发送 `take over` 可以转到你名下。",
    ),
    Refusal.CLOSED: _say("It is closed already. `reopen` opens it again.", "它已经关闭。发送 `reopen` 可以重新打开。"),
    Refusal.NOT_CLOSED: _say("It is open.", "它还没有关闭。"),
    Refusal.OFFERED: _say("It was handed to {receiver} and waits for them.", "它已交接给 {receiver}，正在等对方接收。"),
    Refusal.NOT_OFFERED: _say(
        "It was not handed to anybody, so there is nothing to accept. `take` makes it yours.",
        "它没有交接给任何人，无需接收。发送 `take` 可以转到你名下。",
    ),
    Refusal.NOT_FOR_YOU: _say(
        "It was handed to {receiver}; only they can accept it.", "它交接给了 {receiver}，只有对方可以接收。"
    ),
    Refusal.TO_YOURSELF: _say(
        "You cannot hand it to yourself; `take` makes it yours.", "不能交接给自己；发送 `take` 即可由你负责。"
    ),
    Refusal.TO_A_BOT: _say(
        "A bot cannot take it. Name a person or a user group.", "机器人无法接手。请指定一个人或用户组。"
    ),
    Refusal.UNKNOWN: _say(
        "Slack knows nobody by that name. Write `handoff @` and pick a person or a user group from Slack's list.",
        "Slack 里找不到这个人或用户组。请输入 `handoff @`，再从 Slack 的列表里选择。",
    ),
    Refusal.UNREADABLE: _say(
        "Slack does not tell me who is in {receiver}, so nobody could accept. Name a person, or reinstall the app with"
        " the scope `usergroups:read`.",
        "Slack 没有告诉我 {receiver} 里有哪些人，因此没有人能接收。"
        "请指定一个人，或者给应用加上 `usergroups:read` 权限后重新安装。",
    ),
    Refusal.NOT_HERE: _say(
        "{receiver} is not in this channel and would not see it. Invite them first, or name somebody else.",
        "{receiver} 不在本频道，看不到这里的内容。请先邀请对方，或者指定其他人。",
    ),
    Refusal.HAS_IT: _say("{receiver} has it already.", "它已经由 {receiver} 负责了。"),
    Refusal.TWICE: _say(
        "It was handed to {receiver} already and waits for them. They get one reminder by themselves.",
        "已经交接给 {receiver} 了，正在等对方接收；到时会自动提醒一次。",
    ),
    Refusal.STANDS: _say(
        "This channel was handed over within the last 30 minutes, and nothing was said or done in its open"
        " conversations since. I have not read the pods again. To add something, write it after `handoff`.",
        "本频道 30 分钟内已经交接过，之后未关闭的问题里没有新的消息或操作，因此没有重复发布，也没有重新读取 Pod。"
        "如需补充，请写在 `handoff` 后面。",
    ),
    Refusal.NO_RECEIVER: _say("Say to whom: `handoff @somebody`.", "请说明交接给谁：`handoff @某人`。"),
    Refusal.PAST: _say(
        "I need a time ahead, at most 30 days: write `remind 2h`, `remind 30m` or `remind 1d`.",
        "需要一个将来的时间，最长 30 天：请写成 `remind 2h`、`remind 30m` 或 `remind 1d`。",
    ),
    Refusal.EMPTY: _say(
        "The note is empty. Write `note` and what was tried.", "备注是空的。请在 `note` 后面写上做过的尝试。"
    ),
    Refusal.TRACKED: _say("I am keeping track of this thread already.", "这个线程我已经在跟踪了。"),
}
TRENDS: Mapping[Trend, Both] = {
    Trend.WORSE: _say("worse than before", "比之前更糟"),
    Trend.SAME: _say("unchanged", "没有变化"),
    Trend.BETTER: _say("better, but not well", "有好转，但还没恢复"),
    Trend.HEALED: _say("healthy now", "现在健康"),
    Trend.FIRST: _say("read for the first time", "首次读取"),
    Trend.UNREAD: _say("could not be read now", "现在读取不到"),
    Trend.NO_POD: _say("no pod named", "没有提到 Pod"),
}
TREND_MARKS: Mapping[Trend, str] = {
    Trend.WORSE: "🔴",
    Trend.SAME: "🟠",
    Trend.BETTER: "🟡",
    Trend.HEALED: "🟢",
    Trend.FIRST: "🟠",
    Trend.UNREAD: "❔",
    Trend.NO_POD: "⚪",
}
ATTENTION: Mapping[Attention, Both] = {
    Attention.WORSE: _say("changed for the worse", "情况恶化"),
    Attention.UNOWNED: _say("nobody has it", "无人负责"),
    Attention.OVERDUE: _say("past its next check", "已过检查时间"),
}

HANDOFF = _say("Handoff", "交接")
FROM_TO = _say("from {sender} to {receiver}", "{sender} 交接给 {receiver}")
BY_SCHEDULE = _say("the schedule", "定时任务")
TO_NOBODY = _say("whoever comes next", "下一位值班者")
COUNTS = _say("{count} open, {urgent} need attention first.", "共 {count} 个未关闭，其中 {urgent} 个需要优先处理。")
COUNTS_ONE_FIRST = _say("{count} open, 1 needs attention first.", "共 {count} 个未关闭，其中 1 个需要优先处理。")
COUNTS_CALM = _say("{count} open, none needs attention first.", "共 {count} 个未关闭，没有需要优先处理的。")
COUNT_ONE: Mapping[bool, Both] = {
    True: _say("1 open, and it needs attention first.", "有 1 个未关闭，需要优先处理。"),
    False: _say("1 open, and it does not need attention first.", "有 1 个未关闭，不需要优先处理。"),
}
"""By whether it needs attention first."""
ALL_CLOSED = _say("All of them are closed by now.", "现在已全部关闭。")
ACCEPT_ALL = _say("Accept all", "全部接收")
ACCEPTED_SO_FAR = _say("Accepted: {count} of {all}", "已接收：{count}/{all}")
ACCEPTED_AT = _say("accepted {at}", "{at} 接收")
ACCEPTED_HERE = _say("{who} accepted this at {at} and has it now.", "{who} 已于 {at} 接收，现在由其负责。")
ALL_ACCEPTED = _say("Everything of this handoff was accepted by {who}.", "本次交接已由 {who} 全部接收。")
THE_HANDOFF = _say("Handoff", "查看交接")
HANDED_OVER = _say("The handoff stands in this channel.", "交接已发布在本频道。")
NOT_LET_IN = _say(
    "I cannot write in this channel, so nothing was handed over. Invite me with `/invite`, then hand over again.",
    "我无法在这个频道发言，所以没有交接任何内容。请先用 `/invite` 邀请我，再重新交接。",
)
IN_THREAD = _say(
    "That is about one conversation: mention me in its thread and write it there.",
    "这个命令针对某个对话：请到它的线程里 @我 再发送。",
)
HANDOFF_REMINDERS: Mapping[ErrandKind, Both] = {
    ErrandKind.REMIND: _say(
        "{who}: handed over to you and not accepted yet: {count}. Accepting makes it yours.",
        "{who}：有 {count} 个问题交接给你，还没有接收。接收后由你负责。",
    ),
    ErrandKind.TELL: _say(
        "{who}: accepted by nobody: {count} of what you handed over. The owners have not changed.",
        "{who}：你交接的问题中有 {count} 个还没有人接收，负责人没有变。",
    ),
}
NOBODY_ACCEPTED = _say(
    "Accepted by nobody: {count} of this handoff. The owners have not changed.",
    "本次交接中有 {count} 个问题还没有人接收，负责人没有变。",
)
NO_CLUSTER_HERE = _say("no cluster is connected to me", "我没有连接任何集群")
NOTHING_OPEN = _say("Nothing is open. There is nothing to hand over.", "没有未关闭的问题，无需交接。")
NO_OPEN = _say("Nothing is open in this channel.", "本频道没有未关闭的问题。")
NOTE = _say("Note", "备注")
NO_CONVERSATION = _say(
    "I know nothing of this thread yet. Paste the error here, or write `track` to keep track of it.",
    "这个线程我还没有记录。请把报错粘贴到这里，或者发送 `track` 开始跟踪。",
)
NO_CLUSTER = _say("No cluster is connected to me, so nothing was read again.", "我没有连接任何集群，所以没有重新读取。")
NO_POD = _say(
    "This conversation names no pod, so there is nothing to read.", "这个对话没有提到 Pod，没有可读取的对象。"
)
REMINDERS: Mapping[ReminderKind, Both] = {
    ReminderKind.CHECK: _say("{receiver}: time to look at this again.", "{receiver}：该再检查一次了。"),
    ReminderKind.ACCEPT: _say(
        "{receiver}: this was handed to you and waits for you to accept.",
        "{receiver}：这个问题已交接给你，正等你接收。",
    ),
    ReminderKind.NOT_ACCEPTED: _say(
        "{receiver}: nobody has accepted what you handed over; it is still with you.",
        "{receiver}：你交接的问题还没有人接收，目前仍由你负责。",
    ),
}
CONVERSATION = _say("Conversation {number}", "对话 {number}")
NO_CASE = _say("no case", "无对应案例")
TRACKED_THREAD = _say("tracked thread", "跟踪的线程")
POD = _say("Pod", "Pod")
AGE = _say("open for", "已持续")
OWNER = _say("Owner", "负责人")
NOBODY = _say("nobody", "无")
TRIED = _say("Tried", "已尝试")
NOTHING_TRIED = _say("nothing noted", "没有记录")
STATE_NOW = _say("Now", "现状")
APPEARED = _say("new", "新出现")
GONE = _say("gone", "已消失")
STILL = _say("still", "仍存在")
CHECK_DUE = _say("next check", "下次检查")
NEXT = _say("Next", "下一步")
NEXT_HEALED = _say(
    "It looks healed: look once more, then resolve it and say what helped.",
    "看起来已恢复：再确认一次，然后标记为已解决，并写明是怎么解决的。",
)
NEXT_NO_POD = _say(
    "Name the pod (`diagnose NAMESPACE/POD`), or paste its events.",
    "请给出 Pod（`diagnose 命名空间/Pod`），或粘贴它的事件。",
)
NEXT_UNREAD = _say(
    "Find out why it cannot be read; until then nothing is known.", "先查明为什么读取不到；在此之前无法判断。"
)
NEXT_NO_CASE = _say(
    "No case fits yet: paste the events and the Mount Pod's log.", "目前没有对应的案例：请粘贴事件和 Mount Pod 的日志。"
)
NO_TIME = _say("its cluster did not answer in time", "集群没有在限定时间内响应")
CLUSTER_SHOWS = _say("The cluster shows", "集群显示的是")
OTHER_POD = _say("Another pod", "另一个 Pod")
THREAD = _say("thread", "线程")

AGAIN: Mapping[Status, Both] = {
    Status.RESOLVED: _say(
        "🔁 The same again. {by} had resolved it, {at}; I opened it again.",
        "🔁 又出现了。{by} 曾标记为解决（{at}），我已重新打开。",
    ),
    Status.DISMISSED: _say(
        "🔁 The same again. {by} had dismissed it, {at}; I opened it again.",
        "🔁 又出现了。{by} 曾将其忽略（{at}），我已重新打开。",
    ),
    Status.OPEN: _say("🔁 The same again: I opened it again.", "🔁 又出现了，我已重新打开。"),
}
ANSWER_ABOVE = _say("The answer", "查看之前的回答")
BACK = _say("🔁 It is back: this was resolved in {thread}, {at}.", "🔁 又出现了：此前在{thread}中已解决（{at}）。")
BACK_THREAD = _say("an earlier thread", "之前的线程")
SEEN_BEFORE = _say("Seen before", "以往出现过")
NOT_SOLVED = _say("(nobody noted what solved it)", "（没有记录解决方法）")

STATS_TITLE = _say("Figures of the log", "对话统计")
STATS_EMPTY = _say("There are no conversations yet.", "还没有对话。")
STATS_COUNT = _say("Conversations: {count}", "对话数：{count}")
STATS_ANSWERED = _say("Answered (likely or better): {share}", "给出了答案（较有把握及以上）：{share}")
STATS_PEOPLE = _say(
    "People said: {helped} × solved it, {refuted} × not this case",
    "用户反馈：{helped} 次解决了问题，{refuted} 次不是这个案例",
)
STATS_RESOLVED = _say("Resolved: {count}, median time {time}", "已解决：{count} 个，用时中位数 {time}")
STATS_NONE_RESOLVED = _say("Resolved: none yet", "已解决：暂无")
STATS_CASES = _say("By case and week", "按案例和周")
STATS_TOTAL = _say("total", "合计")
STATS_UNMATCHED = _say("Asked and matched nothing, most frequent first", "有人问过但没有匹配到的问题（按次数）")
