// Draws lists of messages.

import { drawPieces } from "./blocks.js";
import { fill, make } from "./dom.js";
import { icon } from "./icons.js";

const COLOURS = ["#5b3f8c", "#1264a3", "#2f7d5b", "#b3541e", "#a8324a", "#3b6e8f", "#7a5c1e", "#4a4a8a"];
const NEAR_BOTTOM = 120; // pixels: whoever is this close to the end follows new messages

export function drawList(place, messages, acts, inThread) {
  const drawn = JSON.stringify(messages);
  if (place.dataset.drawn === drawn) return;
  const follow = !place.dataset.drawn || place.scrollHeight - place.scrollTop - place.clientHeight < NEAR_BOTTOM;
  place.dataset.drawn = drawn;
  const rows = messages.map((message, index) => drawMessage(message, messages[index - 1], acts, inThread));
  fill(place, make("div", { class: "list" }, ...(rows.length ? rows : [make("p", { class: "note empty" }, "Nothing here yet. Write something below.")])));
  if (follow) place.scrollTop = Math.min(place.scrollHeight, topOf(rows.at(-1), place));
}

// A long last message is shown from its beginning, because the verdict stands there.
function topOf(row, place) {
  if (!row || row.offsetHeight < place.clientHeight) return Infinity;
  return row.offsetTop - place.offsetTop;
}

export function avatar(author) {
  const style = author.bot ? "avatar bot" : "avatar";
  const drawn = make("span", { class: style, "aria-hidden": "true" }, author.name.slice(0, 1).toUpperCase());
  drawn.style.backgroundColor = COLOURS[author.seed % COLOURS.length];
  return drawn;
}

function drawMessage(message, before, acts, inThread) {
  const joined = sameHand(before, message);
  const row = make("article", { class: `message${message.ephemeral ? " ephemeral" : ""}${joined ? " joined" : ""}`, data: { ts: message.ts } });
  row.append(
    joined ? make("span", { class: "small-time" }, clock(message.ts)) : avatar(message.author),
    make(
      "div",
      { class: "body" },
      joined ? null : headline(message),
      message.ephemeral ? make("p", { class: "note" }, icon("eye"), " Only visible to you") : null,
      drawPieces(message.pieces, (button, chosen) => acts.press(message, button, chosen)),
      message.edited ? make("span", { class: "note" }, "(edited)") : null,
      ...message.files.map(drawFile),
      reactions(message),
      inThread ? null : threadLine(message, acts),
    ),
    toolbar(message, acts, inThread),
  );
  return row;
}

function sameHand(before, message) {
  return Boolean(before) && before.author.name === message.author.name && !message.ephemeral && !before.ephemeral
    && !before.replies && Number(message.ts) - Number(before.ts) < 300;
}

function headline(message) {
  return make(
    "div",
    { class: "headline" },
    make("strong", {}, message.author.name),
    message.author.bot ? make("span", { class: "badge" }, "APP") : null,
    make("time", {}, clock(message.ts)),
  );
}

function clock(ts) {
  return new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function drawFile(file) {
  const head = make("div", { class: "file-head" }, make("strong", {}, file.title), make("span", { class: "note" }, `${file.filetype}, ${size(file.size)}`));
  const content = file.mimetype === "image/png"
    ? make("img", { src: `/standin/file/${encodeURIComponent(file.id)}`, alt: file.title })
    : make("pre", {}, file.preview);
  return make("div", { class: "file" }, head, file.preview || file.mimetype === "image/png" ? content : null);
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} kB`;
}

function reactions(message) {
  if (!message.reactions.length) return null;
  const pills = message.reactions.map((found) => make("span", { class: "reaction" }, `:${found.name}: ${found.count}`));
  return make("div", { class: "reactions" }, ...pills);
}

function threadLine(message, acts) {
  if (!message.replies) return null;
  const words = `${message.replies} ${message.replies === 1 ? "reply" : "replies"}`;
  const last = make("span", { class: "note" }, `Last at ${clock(message.latest_reply)}`);
  return make("button", { type: "button", class: "thread-line", onclick: () => acts.openThread(message) }, words, last);
}

function toolbar(message, acts, inThread) {
  const tools = [];
  if (!inThread && !message.ephemeral) tools.push(tool("reply", "Reply in thread", () => acts.openThread(message)));
  if (message.mine) tools.push(tool("edit", "Edit message", () => acts.edit(message)));
  if (message.mine) tools.push(tool("remove", "Delete message", () => acts.remove(message)));
  return tools.length ? make("div", { class: "toolbar" }, ...tools) : "";
}

function tool(sign, title, onclick) {
  return make("button", { type: "button", title, "aria-label": title, onclick }, icon(sign));
}
