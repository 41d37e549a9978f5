// Small line drawings, so that the page looks the same without an emoji font.

const PATHS = {
  reply: "M4 5h16v10H11l-5 4v-4H4z",
  edit: "M4 20l1-4L16 5l3 3L8 19z",
  remove: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  attach: "M8 12l6-6a3 3 0 0 1 4 4l-8 8a5 5 0 0 1-7-7l7-7",
  snippet: "M9 7l-5 5 5 5M15 7l5 5-5 5",
  send: "M4 5l17 7-17 7 3-7z",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  eye: "M2 12c4-7 16-7 20 0-4 7-16 7-20 0zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
};

export function icon(name) {
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}
