// Where a person writes: text, a file, or the text as a snippet.

import { fill, make } from "./dom.js";
import { icon } from "./icons.js";

export function drawComposer(place, hint, send) {
  if (place.dataset.hint === hint) return;
  place.dataset.hint = hint;
  const box = make("textarea", { rows: 1, placeholder: hint, "aria-label": hint });
  const go = async (files) => {
    const text = box.value;
    if (!text.trim() && !files.length) return;
    box.value = "";
    grow(box);
    await send(text, files);
  };
  box.addEventListener("input", () => grow(box));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    go([]);
  });
  fill(place, make("div", { class: "writing" }, box, make("div", { class: "tools" }, filePicker(go), snippet(box, send), sender(go))));
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 260)}px`;
}

function filePicker(go) {
  const picker = make("input", { type: "file", hidden: true });
  picker.addEventListener("change", async () => {
    const files = await Promise.all([...picker.files].map(async (file) => ({ name: file.name, content: await file.text() })));
    picker.value = "";
    go(files);
  });
  const open = make("button", { type: "button", title: "Attach a text file", "aria-label": "Attach a text file", onclick: () => picker.click() }, icon("attach"));
  return make("span", {}, picker, open);
}

function snippet(box, send) {
  const share = () => {
    if (!box.value.trim()) return;
    const content = box.value;
    box.value = "";
    grow(box);
    send("", [{ name: "snippet.txt", content, snippet: true }]);
  };
  const title = "Send what is written as a text snippet";
  return make("button", { type: "button", title, "aria-label": title, onclick: share }, icon("snippet"));
}

function sender(go) {
  return make("button", { type: "button", class: "send", title: "Send (Enter)", "aria-label": "Send", onclick: () => go([]) }, icon("send"));
}
