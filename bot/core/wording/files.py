"""What stands beside files that the bot shares, and what is said where it cannot share them."""

from collections.abc import Mapping

from bot.model.text import Lang

Both = Mapping[Lang, str]


def _say(en: str, zh: str) -> Both:
    return {Lang.EN: en, Lang.ZH: zh}


ISSUE = _say("Upstream issue, conversation {number}", "上游 issue 草稿（对话 {number}）")
SHARED = _say(
    "The block for an issue at https://github.com/juicedata/juicefs-csi-driver/issues is in this thread."
    " Read it before you send it: secrets are hidden, names are not.",
    "issue 内容已放到本线程，可提交到 https://github.com/juicedata/juicefs-csi-driver/issues"
    " 。提交前请先检查：敏感信息已隐去，但名称没有。",
)
NOT_READ = _say(
    " The cluster was not read: {why} The file lists the commands that show what is missing.",
    "没有读取集群：{why}缺少的信息可以用文件里列出的命令获取。",
)
NO_CLUSTER = _say("No cluster is connected to me.", "我没有连接任何集群。")
NO_POD = _say("This conversation names no pod.", "这个对话没有提到 Pod。")
IN_WORDS = _say(
    "I could not share a file here (the app may lack `files:write`), so here is the block for an issue."
    " Read it before you send it: secrets are hidden, names are not.",
    "无法在这里上传文件（应用可能缺少 `files:write` 权限），issue 内容如下。"
    "提交前请先检查：敏感信息已隐去，但名称没有。",
)
CUT = _say(
    "(cut here: `juicefs-bot report {number}` prints all of it)",
    "（此处截断，完整内容见 `juicefs-bot report {number}`）",
)
PICTURE = _say("JuiceFS cases by week", "按周统计的 JuiceFS 案例")
NO_FILES = _say(
    "I could not share the picture here: the app needs `files:write`, and I must be in this channel."
    " `juicefs-bot stats --plot FILE` draws it too.",
    "无法在这里上传图片：应用需要 `files:write` 权限，并且我要在这个频道里。"
    "也可以用 `juicefs-bot stats --plot 文件` 生成。",
)
