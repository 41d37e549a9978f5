// The page: who looks, at which channel and thread, and what the person does.

import { drawComposer } from "./composer.js";
import { fill, make } from "./dom.js";
import { icon } from "./icons.js";
import { drawList } from "./messages.js";
import { drawHome, drawModal } from "./views.js";

const at = (id) => document.getElementById(id);
const screen = { user: "", channel: "", thread: "", tab: "messages", ...linked(), ...hashed() };
const seen = {};
let shown = null;
let again = false;
let busy = false;

// What the address after # says: user, channel, thread, tab.
function hashed() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

// What a permalink says: /archives/C…/p1736481301000200?thread_ts=…
function linked() {
  const [, channel, digits] = location.pathname.match(/^\/archives\/(\w+)\/p(\d+)$/) ?? [];
  if (!channel) return {};
  const parent = new URLSearchParams(location.search).get("thread_ts");
  return { channel, thread: parent ?? `${digits.slice(0, -6)}.${digits.slice(-6)}` };
}

async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  do {
    again = false;
    const query = new URLSearchParams({ user: screen.user, channel: screen.channel, thread: screen.thread });
    const answer = await fetch(`/standin/view?${query}`);
    if (answer.ok) draw(await answer.json());
  } while (again);
  busy = false;
}

function draw(view) {
  shown = view;
  screen.user = view.me;
  if (!view.channel && view.channels.length) {
    screen.channel = view.channels[0].id;
    again = true;
    return;
  }
  if (view.channel) seen[view.channel.id] = view.channel.latest;
  remember();
  drawSidebar(view);
  const isBotDm = view.channel?.kind === "im" && view.channel.name === view.bot.name;
  if (!isBotDm) screen.tab = "messages";
  drawBar(view, isBotDm);
  at("home").hidden = screen.tab !== "home";
  at("messages").hidden = at("composer").hidden = screen.tab === "home";
  at("thread").hidden = !view.thread;
  document.body.classList.toggle("with-thread", Boolean(view.thread));
  if (view.channel) drawComposer(at("composer"), hint(view), (text, files) => post(text, files, ""));
  drawComposer(at("thread-composer"), "Reply…", (text, files) => post(text, files, screen.thread));
  drawList(at("messages"), view.messages, acts, false);
  drawHome(at("home"), view.home, acts);
  if (view.thread) drawList(at("replies"), view.thread.messages, acts, true);
  drawModal(at("modal"), view.modal, view.users, acts);
}

function hint(view) {
  const name = title(view.channel);
  return view.channel.kind === "im" ? `Message ${name}` : `Message ${name} — @${view.bot.name} to ask the bot`;
}

function title(channel) {
  return channel.kind === "channel" ? `# ${channel.name}` : channel.name;
}

function drawSidebar(view) {
  const key = JSON.stringify([view.users, view.channels, view.bot, screen.channel]);
  if (at("sidebar").dataset.drawn === key) return;
  at("sidebar").dataset.drawn = key;
  fill(at("user"), ...view.users.map((user) => make("option", { value: user.id, selected: user.id === view.me }, `${user.name} (${user.locale})`)));
  fill(at("channels"), ...groups(view));
  at("bot").textContent = view.bot.online ? `● ${view.bot.name} is connected` : `○ ${view.bot.name} is not connected`;
  at("bot").classList.toggle("online", view.bot.online);
}

function groups(view) {
  const rooms = view.channels.filter((channel) => channel.kind !== "im");
  const direct = view.channels.filter((channel) => channel.kind === "im");
  return [make("h2", {}, "Channels"), ...rooms.map(entry), direct.length ? make("h2", {}, "Direct messages") : null, ...direct.map(entry)];
}

function entry(channel) {
  const unread = channel.latest > (seen[channel.id] ?? "") && channel.id !== screen.channel;
  const style = `channel${channel.id === screen.channel ? " chosen" : ""}${unread ? " unread" : ""}`;
  return make("button", { type: "button", class: style, onclick: () => go({ channel: channel.id, thread: "", tab: "messages" }) }, channel.kind === "group" ? icon("lock") : null, title(channel));
}

function drawBar(view, isBotDm) {
  at("title").textContent = view.channel ? title(view.channel) : "";
  const tab = (name, label, act) => make("button", { type: "button", class: screen.tab === name ? "tab chosen" : "tab", onclick: act }, label);
  const openHome = () => {
    go({ tab: "home", thread: "" });
    act({ act: "home" });
  };
  fill(at("tabs"), ...(isBotDm ? [tab("home", "Home", openHome), tab("messages", "Messages", () => go({ tab: "messages" }))] : []));
}

function go(change) {
  for (const name of ["channel", "thread"]) {
    if (name in change && change[name] !== screen[name]) at(name === "channel" ? "messages" : "replies").dataset.drawn = "";
  }
  Object.assign(screen, change);
  document.body.classList.remove("with-menu");
  refresh();
}

function remember() {
  history.replaceState(null, "", `#${new URLSearchParams(screen)}`);
}

async function act(what) {
  const body = JSON.stringify({ user: screen.user, channel: screen.channel, ...what });
  const answer = await fetch("/standin/act", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  if (!answer.ok) tell((await answer.json()).error ?? "That did not work.");
}

function post(text, files, thread) {
  return act({ act: "post", text, files, thread });
}

function tell(words) {
  at("notice").textContent = words;
  at("notice").hidden = false;
  setTimeout(() => { at("notice").hidden = true; }, 6000);
}

const named = (button, chosen) => ({ name: button.action_id, block_id: button.block_id, chosen });
const acts = {
  press: (message, button, chosen) => act({ act: "press", channel: message.channel, ts: message.ts, ...named(button, chosen) }),
  pressInView: (view, button, chosen) => act({ act: "press_in_view", view: view.id, ...named(button, chosen) }),
  submit: (view, values) => act({ act: "submit", view: view.id, values }),
  closeView: (view) => act({ act: "close", view: view.id }),
  openThread: (message) => go({ thread: message.thread_ts || message.ts }),
  remove: (message) => act({ act: "delete", ts: message.ts }),
  edit: (message) => {
    const text = window.prompt("Edit message", message.text);
    if (text) act({ act: "edit", ts: message.ts, text });
  },
};

at("user").addEventListener("change", (event) => go({ user: event.target.value, channel: "", thread: "", tab: "messages" }));
at("close-thread").addEventListener("click", () => go({ thread: "" }));
at("menu").addEventListener("click", () => document.body.classList.toggle("with-menu"));
at("modal").addEventListener("cancel", (event) => {
  event.preventDefault();
  if (shown?.modal) acts.closeView(shown.modal);
});
window.addEventListener("hashchange", () => go(hashed()));
new EventSource("/standin/changes").addEventListener("message", refresh);
refresh();
