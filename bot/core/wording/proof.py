"""What is said after "resolved": whether the cluster agrees."""

from collections.abc import Mapping

from bot.model.text import Lang

Both = Mapping[Lang, str]


def _say(en: str, zh: str) -> Both:
    return {Lang.EN: en, Lang.ZH: zh}


OF_CASE = _say("`{case}`", "`{case}`")
VERDICTS: Mapping[str, Both] = {
    "well": _say(
        "🟢 The cluster agrees: {pod} is healthy now, and no sign of {case} is left.",
        "🟢 集群的情况相符：{pod} 现在是健康的，{case} 的迹象都已消失。",
    ),
    "still": _say(
        "🔴 But the cluster still speaks against it: {pod} shows signs of {case} now.",
        "🔴 但集群的情况与之不符：{pod} 现在仍有 {case} 的迹象。",
    ),
    "other": _say(
        "🟠 The signs of {case} are gone, but something else is wrong with {pod}:",
        "🟠 {case} 的迹象已消失，但 {pod} 还有别的问题：",
    ),
    "unknown": _say(
        "❔ No sign of {case} was seen, but {pod} could not be read well enough to be sure:",
        "❔ 没有看到 {case} 的迹象，但 {pod} 的信息读取不全，还不能确定：",
    ),
}
WITHOUT_CASE: Mapping[str, Both] = {
    "well": _say("🟢 The cluster agrees: {pod} is healthy now.", "🟢 集群的情况相符：{pod} 现在是健康的。"),
    "still": _say("🔴 But something is still wrong with {pod}:", "🔴 但 {pod} 仍有问题："),
    "other": _say("🔴 But something is still wrong with {pod}:", "🔴 但 {pod} 仍有问题："),
    "unknown": _say("❔ {pod} could not be read well enough to be sure:", "❔ {pod} 的信息读取不全，还不能确定："),
}
NOT_READ = _say("❔ Whether it is really over could not be read in the cluster.", "❔ 无法从集群确认是否真的恢复。")
