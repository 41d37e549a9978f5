// Makes elements.  Text only ever becomes a text node and links only http, https and mailto: nothing is executed.

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function link(url, label) {
  let safe = false;
  try {
    safe = ["http:", "https:", "mailto:"].includes(new URL(url).protocol);
  } catch {
    safe = false; // not a URL at all: shown as words
  }
  if (!safe) return make("span", { class: "dead-link", title: url }, label);
  return make("a", { href: url, title: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child));
}
