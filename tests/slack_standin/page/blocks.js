// Draws the pieces of a message, modal or Home tab.

import { link, make } from "./dom.js";

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", mag: "🔍", bulb: "💡", wrench: "🔧",
  red_circle: "🔴", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵", white_circle: "⚪",
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", eyes: "👀", tada: "🎉", rotating_light: "🚨",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", clock3: "🕒", question: "❓", information_source: "ℹ️", book: "📖",
  memo: "📝", pushpin: "📌", point_right: "👉", arrow_right: "➡️", speech_balloon: "💬", lock: "🔒", fire: "🔥",
  stethoscope: "🩺", raised_hand: "✋", handshake: "🤝", bell: "🔔", no_entry: "⛔", gear: "⚙️", wave: "👋",
};
const STYLES = { b: "strong", i: "em", s: "s", c: "code" };
const MENTIONS = ["user", "channel", "group", "broadcast"];

export function drawPieces(pieces, press) {
  const drawn = pieces.map((piece) => drawPiece(piece, press));
  return make("div", { class: "pieces" }, ...drawn);
}

function drawPiece(piece, press) {
  const draw = DRAWN[piece.kind] ?? drawPlain;
  return make("div", { class: `piece ${piece.kind}` }, ...draw(piece, press));
}

const drawPlain = (piece) => drawParas(piece.paras);

const DRAWN = {
  header: (piece) => [make("h3", {}, piece.paras.map((para) => para.spans.map((span) => span.text).join("")).join(" "))],
  divider: () => [make("hr")],
  section: (piece, press) => [
    make(
      "div",
      { class: "section-body" },
      ...drawParas(piece.paras),
      piece.fields.length ? make("div", { class: "fields" }, ...piece.fields.map((field) => make("div", {}, ...drawParas(field)))) : null,
    ),
    ...drawElements(piece, press),
  ],
  context: (piece) => piece.fields.map((field) => make("span", { class: "context-part" }, ...drawParas(field))),
  actions: (piece, press) => drawElements(piece, press),
  context_actions: (piece, press) => drawElements(piece, press),
  table: (piece) => [drawTable(piece.rows)],
  data_table: (piece) => [drawTable(piece.rows)],
  image: (piece) => [make("p", { class: "note" }, "Image: ", piece.paras[0].spans[0].text)],
};

export function drawParas(paras) {
  const drawn = [];
  let list = null;
  for (const para of paras) {
    if (para.kind === "bullet" || para.kind === "number") {
      const tag = para.kind === "bullet" ? "UL" : "OL";
      if (!list || list.tagName !== tag) drawn.push((list = make(tag.toLowerCase())));
      const entry = make("li", {}, ...para.spans.map(drawSpan));
      entry.style.marginInlineStart = `${para.level * 1.5}em`;
      if (para.number) entry.value = para.number;
      list.append(entry);
    } else {
      list = null;
      drawn.push(drawPara(para));
    }
  }
  return drawn;
}

function drawPara(para) {
  const spans = para.spans.map(drawSpan);
  if (para.kind === "pre") return make("pre", {}, ...spans);
  if (para.kind === "quote") return make("blockquote", {}, ...spans);
  if (para.kind === "rule") return make("hr");
  if (para.kind === "heading") return make(`h${Math.min(6, para.level + 2)}`, {}, ...spans);
  return make("p", {}, ...spans);
}

function drawSpan(span) {
  let drawn = document.createTextNode(span.text);
  if (span.kind === "emoji") drawn = document.createTextNode(EMOJI[span.target] ?? span.text);
  if (span.kind === "link") drawn = link(span.target, span.text);
  if (MENTIONS.includes(span.kind)) {
    const name = span.text.startsWith("@") || span.text.startsWith("#") ? span.text : `@${span.text}`;
    drawn = make("span", { class: `mention to-${span.kind}` }, name);
  }
  for (const style of span.styles) drawn = make(STYLES[style], {}, drawn);
  return drawn;
}

function drawTable(rows) {
  const drawn = rows.map((row, index) =>
    make("tr", {}, ...row.map((cell) => make(index === 0 ? "th" : "td", {}, ...drawParas(cell)))),
  );
  return make("div", { class: "table-frame" }, make("table", {}, ...drawn));
}

function drawElements(piece, press) {
  return piece.buttons.map((button, index) => drawElement(button, piece.raw[index], press));
}

function drawElement(button, raw, press) {
  if (button.kind === "button") return drawButton(button, raw, press);
  if (button.kind === "feedback_buttons") {
    const sides = button.options.map(([label, value]) => plainButton(label, "", () => press(button, value)));
    return make("span", { class: "feedback" }, ...sides);
  }
  if (button.kind === "icon_button") return plainButton(`🗑 ${button.label}`, "", () => press(button, button.action_id));
  if (button.kind.endsWith("select") || button.kind === "overflow") return drawMenu(button, press);
  return make("span", { class: "note" }, `[${button.kind}]`);
}

function drawButton(button, raw, press) {
  return plainButton(button.label, button.style, () => {
    const asked = raw?.confirm ? `${raw.confirm.title.text}\n\n${raw.confirm.text.text}` : "";
    if (asked && !window.confirm(asked)) return;
    if (button.url) link(button.url, "").click();
    press(button, null);
  });
}

function plainButton(label, style, onclick) {
  const words = label.replaceAll(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
  return make("button", { type: "button", class: `element ${style}`, onclick }, words);
}

function drawMenu(button, press) {
  const first = make("option", { value: "", disabled: true, selected: true }, button.label || "⋯");
  const options = button.options.map(([label, value]) => make("option", { value }, label));
  return make("select", { class: "element", onchange: (event) => press(button, event.target.value) }, first, ...options);
}
