// Modals and the Home tab: draws them, and reads what a person put into the inputs.

import { drawParas, drawPieces } from "./blocks.js";
import { fill, make } from "./dom.js";

export function drawModal(dialog, modal, users, acts) {
  if (!modal) {
    if (dialog.open) dialog.close();
    dialog.dataset.drawn = "";
    return;
  }
  const drawn = `${modal.id} ${modal.hash} ${JSON.stringify(modal.errors)}`;
  if (dialog.dataset.drawn !== drawn) {
    const kept = dialog.dataset.drawn?.startsWith(`${modal.id} ${modal.hash}`) ? read(dialog) : {};
    dialog.dataset.drawn = drawn;
    fill(dialog, form(modal, users, kept, acts));
  }
  if (!dialog.open) dialog.showModal();
}

export function drawHome(place, home, acts) {
  const drawn = JSON.stringify(home);
  if (place.dataset.drawn === drawn) return;
  place.dataset.drawn = drawn;
  const press = (button, chosen) => acts.pressInView(home, button, chosen);
  fill(place, home ? drawPieces(home.pieces, press) : make("p", { class: "note empty" }, "The app has published nothing here yet."));
}

function form(modal, users, kept, acts) {
  const pieces = modal.pieces.map((piece) =>
    piece.kind === "input"
      ? field(piece, modal.errors, users, kept)
      : drawPieces([piece], (button, chosen) => acts.pressInView(modal, button, chosen)),
  );
  const submit = (event) => {
    event.preventDefault();
    acts.submit(modal, read(event.target));
  };
  const general = modal.errors[""] ? make("p", { class: "error" }, modal.errors[""]) : null;
  return make(
    "form",
    { onsubmit: submit },
    make("header", {}, make("h2", {}, modal.title), make("button", { type: "button", "aria-label": "Close", onclick: () => acts.closeView(modal) }, "✕")),
    make("div", { class: "fields-of-form" }, general, ...pieces),
    make(
      "footer",
      {},
      make("button", { type: "button", class: "element", onclick: () => acts.closeView(modal) }, modal.close || "Cancel"),
      modal.submit ? make("button", { type: "submit", class: "element primary" }, modal.submit) : null,
    ),
  );
}

function field(piece, errors, users, kept) {
  const element = piece.raw[0];
  const label = piece.paras[0].spans[0].text;
  const error = errors[piece.block_id];
  return make(
    "div",
    { class: "field", data: { block: piece.block_id, action: element.action_id, kind: element.type } },
    make("label", {}, label, element.optional ? make("span", { class: "note" }, " (optional)") : null, ...control(element, users, kept[piece.block_id])),
    ...piece.fields.map((hint) => make("div", { class: "note" }, ...drawParas(hint))),
    error ? make("p", { class: "error" }, error) : null,
  );
}

function control(element, users, kept) {
  const placeholder = element.placeholder?.text ?? "";
  const value = kept ?? element.initial_value ?? "";
  if (element.type === "plain_text_input" && element.multiline) return [make("textarea", { rows: 5, placeholder, value })];
  if (element.type === "checkboxes" || element.type === "radio_buttons") return choices(element, [kept].flat());
  if (element.type.endsWith("users_select")) return [menu(users.map((user) => [user.name, user.id]), element.initial_user, placeholder)];
  if (element.type.endsWith("select")) {
    const options = element.options.map((option) => [option.text.text, option.value]);
    return [menu(options, kept ?? element.initial_option?.value, placeholder)];
  }
  const types = { datepicker: "date", timepicker: "time", number_input: "number", email_text_input: "email", url_text_input: "url" };
  return [make("input", { type: types[element.type] ?? "text", placeholder, value })];
}

function choices(element, kept) {
  const type = element.type === "checkboxes" ? "checkbox" : "radio";
  return element.options.map((option) =>
    make(
      "span",
      { class: "choice" },
      make("input", { type, name: element.action_id, value: option.value, checked: kept.includes(option.value) }),
      option.text.text,
    ),
  );
}

function menu(options, chosen, placeholder) {
  const first = make("option", { value: "" }, placeholder || "Choose…");
  return make("select", {}, first, ...options.map(([label, value]) => make("option", { value, selected: value === chosen }, label)));
}

function read(place) {
  const values = {};
  for (const field of place.querySelectorAll(".field")) {
    const chosen = [...field.querySelectorAll("input:checked")].map((input) => input.value);
    const single = field.querySelector("textarea, select, input:not([type=checkbox]):not([type=radio])");
    const value = single ? single.value : field.dataset.kind === "checkboxes" ? chosen : chosen[0];
    if (value !== undefined && value !== "" && String(value).length) values[field.dataset.block] = value;
  }
  return values;
}
