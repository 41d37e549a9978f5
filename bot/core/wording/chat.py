"""What the bot says in a chat beside its diagnoses: help, lists, refusals, thanks; each written in both languages."""

from collections.abc import Mapping

from bot.model.text import Lang

Both = Mapping[Lang, str]


def _say(en: str, zh: str) -> Both:
    return {Lang.EN: en, Lang.ZH: zh}


CUT_IN_SLACK = _say("(cut here: `case {case}` tells the rest)", "（此处截断，发送 `case {case}` 可查看其余内容）")
CUT_SHORT = _say("(cut here)", "（此处截断）")

HELP_TITLE = _say("JuiceFS troubleshooting on Kubernetes", "Kubernetes 上的 JuiceFS 故障排查")
HELP_HOW = _say(
    "Paste an error, an event or a log, as text or as a file: in a channel that I am in, or to me directly."
    " I answer in its thread with the documented case, the line that shows it, the commands and the fix."
    " In a channel I only speak up when I am fairly sure; mention me and I always answer."
    " More pastes in the same thread add to the evidence. Secrets are hidden before anything is stored.",
    "把报错、事件或日志以文本或文件的形式发到我所在的频道，或者私信给我，我会在消息下的线程里回复："
    "对应的案例、作为依据的那一行、排查命令和修复步骤。在频道里，我只有比较有把握时才会开口；@我 则一定会回答。"
    "在同一线程里继续粘贴，会作为补充证据。敏感信息在存储之前就会隐去。",
)
HELP_WORDS = _say("Mention me, write to me, or use /juicefs with:", "@我、私信我，或使用 /juicefs 加上：")
HELP_ROWS: tuple[tuple[str, Both], ...] = (
    ("help", _say("this text", "显示本说明")),
    (
        "cases",
        _say(
            "every case that I know; `cases WORDS` only those with these words",
            "列出所有案例；`cases 词语` 只列出相关的",
        ),
    ),
    ("case ID", _say("one case whole", "查看某个案例的全文")),
    ("match TEXT", _say("which case TEXT leads to; nothing is stored", "试着匹配一段文本；不会存储")),
    (
        "log WORDS",
        _say(
            "earlier conversations with these words, as far as this channel may see",
            "搜索以往的对话（仅限本频道可见的）",
        ),
    ),
    ("open", _say("what is still open in this channel", "列出本频道还没有关闭的问题")),
    (
        "handoff @WHO NOTE",
        _say(
            "hand all of that to a person or a user group: every pod is read again, and they accept it",
            "把这些问题交接给某个人或用户组：我会重新读取每个 Pod，由对方接收",
        ),
    ),
)
HELP_DIAGNOSE = (
    "diagnose NAMESPACE/POD",
    _say(
        "read all that the pod's mount hangs on and say what is wrong; `CONTEXT:NAMESPACE/POD` in another cluster."
        " In a thread it is judged beside what was pasted there",
        "读取 Pod 挂载所依赖的一切，给出诊断；其他集群写成 `CONTEXT:NAMESPACE/POD`。在线程里会结合已贴出的内容判断",
    ),
)

CASES_TITLE = _say("{count} cases", "共 {count} 个案例")
CASES_SOME = _say("{count} of {all} cases", "{all} 个案例中的 {count} 个")
CASES_NONE = _say("No case holds these words. `cases` lists them all.", "没有案例包含这些词。`cases` 可列出全部案例。")
CASES_HOW = _say("`case ID` shows one whole.", "`case ID` 可查看全文。")
NO_SUCH_CASE = _say("There is no case `{id}`.", "没有案例 `{id}`。")
DID_YOU_MEAN = _say("Did you mean {suggestions}?", "是不是想说 {suggestions}？")
OR = _say(" or ", " 或 ")
UNKNOWN_WORD = _say("I do not know `{word}`.", "我不认识 `{word}`。")
SAY_HELP = _say("`help` tells what I understand.", "发送 `help` 可查看我能理解的内容。")
MATCH_WHAT = _say("Write the text behind it: `match TEXT`.", "请在后面写上文本：`match 文本`。")

LOG_TITLE = _say("Earlier conversations", "以往的对话")
LOG_NONE = _say("No conversation that this channel may see holds these words.", "本频道可见的对话里没有包含这些词的。")
LOG_EMPTY = _say("There is no conversation yet that this channel may see.", "还没有本频道可见的对话。")
LOG_OPEN = _say("open", "查看")
NO_CASE = _say("no case", "无对应案例")

NO_CLUSTER = _say(
    "No cluster is connected to me, so I cannot read the pod. Paste the output of `kubectl describe pod` instead.",
    "我没有连接任何集群，无法读取该 Pod。请改为粘贴 `kubectl describe pod` 的输出。",
)

READING = _say("Reading {pod} from its cluster …", "正在从集群读取 {pod} …")
READ_SO_FAR = _say("✓ {count} answers are in: {kinds}", "✓ 已读到 {count} 项：{kinds}")
STILL_READING = _say("… {count} to come: {kinds}", "… 还差 {count} 项：{kinds}")
READING_BROKEN = _say(
    "Something went wrong on my side while I read the pod. Please ask again.",
    "读取这个 Pod 时我这边出了点问题，请再问一次。",
)
READING_CUT_OFF = _say(
    "I was stopped while I read the pod. Press the button once more, or write `diagnose NAMESPACE/POD`.",
    "读取这个 Pod 时我被中断了。请再按一次按钮，或者发送 `诊断 命名空间/Pod`。",
)
MAY_NOT_READ = _say(
    "I may not read {pod} for this conversation. What I may read here: {allowed}. Paste the output of"
    " `kubectl describe pod` instead: I answer that anywhere. Whoever runs me can allow more"
    " (`JUICEFS_BOT_CHANNELS_MAY_READ`).",
    "在这个会话里我不能读取 {pod}，可以读取的有：{allowed}。可以改为粘贴 `kubectl describe pod` 的输出，"
    "这在哪里都能回答。需要调整请联系我的维护者（`JUICEFS_BOT_CHANNELS_MAY_READ`）。",
)
MAY_READ_NOTHING = _say(
    "I may not read {pod} for this conversation, nor any other pod. Ask in a channel where I may, or paste the output"
    " of `kubectl describe pod`: I answer that anywhere. Whoever runs me can change it"
    " (`JUICEFS_BOT_CHANNELS_MAY_READ`).",
    "在这个会话里我不能读取 {pod}，也不能读取其他 Pod。请到允许的频道里问，或者把 `kubectl describe pod` 的输出贴过来，"
    "我在哪里都能回答。需要调整请联系我的维护者（`JUICEFS_BOT_CHANNELS_MAY_READ`）。",
)

SHOW_ALL = _say("Show all steps", "显示全部步骤")
SHOW_EVERYTHING = _say("Show all", "显示全部")
CHECK_CLUSTER = _say("Check the cluster", "检查集群")
CHECK_AGAIN = _say("Check again", "重新检查")
BEFORE_NOW = _say("Since {before}: {trend}", "自 {before} 以来：{trend}")
THANKS_HELPED = _say("Thanks, noted: this helped.", "谢谢，已记录：有帮助。")
THANKS_NOT_IT = _say("Thanks, noted: it is not {cases}.", "谢谢，已记录：不是 {cases}。")
ELSE_IT_IS = _say("What else looks like `{case}`:", "与 `{case}` 相似的还有：")
NEXT_BEST = _say("What comes next closest:", "其次可能的是：")
NOTHING_NEXT = _say(
    "Nothing else comes close. To decide, send the output of: {command}",
    "没有其他接近的案例。要进一步判断，请发来这条命令的输出：{command}",
)
STALE = _say(
    "I no longer have the conversation behind this button. Paste the error again and I will answer anew.",
    "这个按钮对应的对话记录已经不在了。请重新粘贴报错，我会重新回答。",
)

FILE_TOO_LARGE = _say(
    "{name} is larger than {most}. Send the part around the error, for example the last 2,000 lines.",
    "{name} 超过了 {most}。请只发报错前后的部分，例如最后 2000 行。",
)
FILE_NOT_TEXT = _say(
    "{name} is not a text file, so I cannot read it. Send the log or the event as text.",
    "{name} 不是文本文件，我无法读取。请以文本形式发送日志或事件。",
)
FILE_UNREADABLE = _say("{name} could not be read: {why}", "无法读取 {name}：{why}")
INVITE_ME = _say(
    "I cannot write in this conversation. Invite me with `/invite`, then use the shortcut again.",
    "我无法在这个会话里发言。请先用 `/invite` 邀请我，再使用这个快捷方式。",
)
EMPTY_MESSAGE = _say("There was no text in this message.", "这条消息里没有文本。")

OOPS = _say(
    "Something went wrong on my side and I could not answer this. My own log has the details under `{id}`.",
    "我这边出了点问题，没能回答这条消息。详情见我的运行日志，编号 `{id}`。",
)
LATER = _say(
    "I am being restarted. Your answer comes as soon as I am back.",
    "我正在重启，恢复后会马上回答你。",
)
LONG_QUEUE = _say(
    "{count} messages in this channel are before yours, and Slack lets me post about one a second:"
    " my answer comes in about {seconds} seconds.",
    "这个频道里还有 {count} 条消息排在你前面，而 Slack 大约每秒只允许我发一条。预计约 {seconds} 秒后回复你。",
)
AGAIN = _say("I am being restarted. Please try again in a minute.", "我正在重启，请过一分钟再试一次。")
DELETED_IN_LOG = _say("(deleted by its author)", "（作者已删除）")
QUOTED_DELETED = _say("(removed: it quoted a message that was deleted)", "（已移除：其中引用了已删除的消息）")
