"""The part of the help that is about conversations: the words that count in a thread, in both languages."""

from collections.abc import Mapping

from bot.model.text import Lang

Both = Mapping[Lang, str]


def _say(en: str, zh: str) -> Both:
    return {Lang.EN: en, Lang.ZH: zh}


IN_THREAD = _say(
    "In a thread, where I am mentioned (or by the buttons under my answers):",
    "在线程里 @我，加上（也可以用回答下面的按钮）：",
)
THREAD_ROWS: tuple[tuple[Both, Both], ...] = (
    (
        _say("take", "我来处理"),
        _say("it is yours; `take over` takes it from somebody else", "由你负责；`接管` 可从别人那里接过来"),
    ),
    (
        _say("note TEXT", "备注 文本"),
        _say("keeps what was tried; 📝 on a message does the same", "记录做过的尝试；给消息加上 📝 表情效果相同"),
    ),
    (_say("check", "检查"), _say("reads the pod again: before and now", "重新读取 Pod，对比之前和现在")),
    (_say("remind 2h", "提醒 2小时"), _say("reminds you here, once", "到时在这里提醒你一次")),
    (
        _say("resolved TEXT", "已解决 文本"),
        _say(
            "it is over, and what did it; `reopen` opens it again", "问题已解决，并记录解决方法；`重新打开` 可重新打开"
        ),
    ),
    (
        _say("not this case", "不是这个案例"),
        _say("counts the miss and shows what comes next closest", "记录这次误判，并给出其次可能的案例"),
    ),
    (_say("dismiss", "忽略"), _say("it was nothing", "不是问题，关闭即可")),
    (_say("track", "跟踪"), _say("keeps track of a thread that I have not answered", "跟踪一个我没有回答过的线程")),
    (
        _say("handoff @WHO NOTE", "交接 @某人 备注"),
        _say("offers it to them; `accept` takes what was offered", "交接给对方；`接收` 表示接下交接给你的问题"),
    ),
    (
        _say("report", "整理上游 issue"),
        _say("a file with what the JuiceFS maintainers ask for", "生成一个文件，包含 JuiceFS 维护者需要的信息"),
    ),
)
STATS_ROW = (
    "stats",
    _say(
        "the figures that this channel may see; `stats plot` with a picture", "本频道可见的统计；`stats plot` 附带图表"
    ),
)

PRESSED = _say(
    "To press, below my answers and in the menu of any message:", "可以点的（回答下方的按钮，以及任意消息的菜单）："
)
SHORTCUT_ROW = (
    _say("Diagnose this message", "Diagnose this message"),
    _say(
        "in the menu ⋮ of any message, another bot's alert too: I answer in its thread, and read the pod that it names",
        "在任意消息（包括其他机器人的告警）的菜单 ⋮ 里：我会在它的线程里回答，并读取其中提到的 Pod",
    ),
)
SHOW_ALL_ROW = (
    _say("Show all", "显示全部"),
    _say("everything that was found, with every raw line", "列出检查到的全部内容和原始日志"),
)
CLUSTER_ROWS: tuple[tuple[Both, Both], ...] = (
    (
        _say("Check the cluster", "检查集群"),
        _say("reads the pod that a paste named", "读取粘贴内容里提到的 Pod"),
    ),
    (
        _say("Check again", "重新检查"),
        _say("reads it once more and says what changed since", "再读取一次，说明前后变化"),
    ),
)
