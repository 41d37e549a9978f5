"""Sentences about a pod that was looked at, each written in both languages."""

from collections.abc import Mapping

from bot.model.match import Source
from bot.model.text import Lang

_BOTH = Mapping[Lang, str]


def _say(en: str, zh: str) -> _BOTH:
    return {Lang.EN: en, Lang.ZH: zh}


CONFIRMED = _say(
    "The text says “{title}”, and the cluster agrees: {signs} of {counted} signs confirmed.",
    "文本指向“{title}”，集群的情况也相符：{counted} 个迹象中有 {signs} 个得到确认。",
)
CONTRADICTED = _say(
    "The text says “{title}”, but the cluster contradicts it: {why}",
    "文本指向“{title}”，但集群的情况与之矛盾：{why}",
)
UNDECIDED = _say(
    "The text says “{title}”; nothing in the cluster confirms or contradicts it.",
    "文本指向“{title}”；集群里没有能印证它的迹象，也没有相反的迹象。",
)
HINTED = _say(
    "The text says “{title}”; the cluster hints at it, and does not confirm it.",
    "文本指向“{title}”；集群里只有一些相关迹象，不足以印证。",
)
ONCE = _say(
    "The text says “{title}”; the cluster shows it too, but only in the past.",
    "文本指向“{title}”；集群里也有痕迹，但都是过去的。",
)
SHOWN = _say(
    "The cluster says “{title}”: {signs} of {counted} signs.",
    "集群的情况指向“{title}”：{counted} 个迹象中有 {signs} 个支持。",
)
BUT_SHOWN = _say(
    "What the cluster says is “{title}”: {signs} of {counted} signs.",
    "集群的情况指向的是“{title}”：{counted} 个迹象中有 {signs} 个支持。",
)
OTHER_OBJECTS = _say(
    "The text names other pods or volumes than this pod's, so it proves nothing about this one.",
    "文本里提到的 Pod 和卷都不属于这个 Pod，不能作为判断它的依据。",
)
HEALTHY = _say(
    "{pod} is healthy: it works, and nothing along its mount chain is wrong.",
    "{pod} 是健康的：工作正常，挂载链路上没有发现问题。",
)
HEALTHY_BUT = _say(
    "{pod} is healthy: it works. One thing is worth a look all the same. {subject}: {sentence}",
    "{pod} 是健康的，工作正常。不过有一点值得留意。{subject}：{sentence}",
)
NOT_JUICEFS = _say("This is not JuiceFS. {subject}: {sentence}", "问题不在 JuiceFS。{subject}：{sentence}")
NO_CASE = _say(
    "No case fits, but this is not as it should be. {subject}: {sentence}",
    "没有对应的案例，但这里不正常。{subject}：{sentence}",
)
WORKS_BUT_UNREAD = _say(
    "{pod} runs and is ready, but not everything could be read: that it is healthy cannot be said.",
    "{pod} 在运行且已就绪，但有些信息读不到，不能断定它是健康的。",
)
UNREAD = _say(
    "What is wrong with {pod} cannot be told: too much could not be read.",
    "无法判断 {pod} 的问题：读不到的信息太多。",
)
STARTING = _say(
    "{pod} is still starting, and nothing is wrong so far. Ask again in a minute.",
    "{pod} 还在启动，目前没有发现问题，请过一分钟再看。",
)
NOTHING = _say("Nothing that was read says what is wrong with {pod}.", "读到的信息里看不出 {pod} 有什么问题。")
GAP = _say("Could not be read: {kinds} ({reason}).", "读不到：{kinds}（{reason}）。")
GRANT = _say(
    "To let me read it, bind the role in deploy/base/rbac.yaml to my account.",
    "要让我能读到，请把 deploy/base/rbac.yaml 中的角色绑定到我的账号。",
)
FINDINGS = _say("What was found along the mount chain", "沿挂载链路检查的结果")
SECOND = _say("A second case shows as well", "同时还有另一个案例的迹象")
AGAINST = _say("What speaks against it", "相反的迹象")
EARLIER = _say("earlier, over now: {said}", "之前的，现在已过去：{said}")
SUBJECT = _say("{subject}: {said}", "{subject}：{said}")
WHERE = _say("{node}, {mode}, read at {at}", "{node}，{mode}，读取时间 {at}")
NO_NODE = _say("on no node", "未调度到节点")
ON_NODE = _say("on {node}", "节点 {node}")
MORE_TOO = _say("{count} more findings: “Show all” lists them.", "另有 {count} 项异常或未知，点“显示全部”查看。")
ALL_FINE = _say("{count} questions were asked, and all is well.", "检查了 {count} 项，都正常。")
FINE_TOO = _say("{count} more questions were asked, and all is well there.", "另外检查了 {count} 项，都正常。")

MODES: Mapping[str, _BOTH] = {
    "mount-pod": _say("Mount Pod mode", "Mount Pod 模式"),
    "sidecar": _say("sidecar mode", "Sidecar 模式"),
    "serverless": _say("sidecar mode (serverless)", "Sidecar 模式（Serverless）"),
    "process": _say("process mode", "进程挂载模式"),
    "unknown": _say("mount mode unknown", "挂载模式未知"),
}
SOURCES: Mapping[Source, _BOTH] = {
    Source.PASTE: _say("text", "文本"),
    Source.EVENT: _say("event", "事件"),
    Source.LOG: _say("log", "日志"),
    Source.FINDING: _say("checked", "检查"),
}
