/* The outline beside the text: drag, or Alt with the arrow keys, moves an entry. An entry is
   <li data-id data-kind data-move=URL>; the URL takes POST target="PARENT-BEHIND" (0: none) and
   redirects to a page that holds the new outline. Without JavaScript the page 移动 does the same. */
import { ask } from "./ask.js";

const PARENTS = { chapter: [null], section: ["chapter"], task: ["chapter", "section"] };

const outline = document.getElementById("outline");
const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

const entries = "li[data-move]";
const parentOf = (item) => item.parentElement.closest(entries);
const idOf = (item) => item?.dataset.id ?? "0";
const allows = (parent, item) => PARENTS[item.dataset.kind].includes(parent?.dataset.kind ?? null);

/** The nearest sibling before a place that is not the moved entry itself. */
function before(item, moved) {
  let sibling = item.previousElementSibling;
  while (sibling === moved && sibling) sibling = sibling.previousElementSibling;
  return sibling;
}

async function send(item, target) {
  const body = new FormData();
  body.set("target", target);
  const answer = await ask(item.dataset.move, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) return "没有移动：可能没有权限，或者网络中断。";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const wrong = page.querySelector(".error-summary li");
  const fresh = page.getElementById("outline");
  if (wrong || !fresh) return `没有移动：${wrong?.textContent ?? "请刷新页面后再试。"}`;
  outline.replaceChildren(...document.importNode(fresh, true).childNodes);
  prepare();
  return "已移动，序号已重新计算。";
}

async function move(item, target) {
  const { id } = item.dataset;
  const words = await send(item, target);
  status.textContent = words;
  const link = outline.querySelector(`[data-id="${CSS.escape(id)}"] > a`);
  link?.focus();
  const old = outline.querySelector(".outline-said");
  const said = old ?? document.createElement("p");
  said.className = "meta outline-said";
  said.textContent = words;
  outline.prepend(said);
}

function step(item, direction) {
  const near = direction < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!near) {
    status.textContent = direction < 0 ? "已在最前。" : "已在最后。";
    return;
  }
  const behind = direction < 0 ? near.previousElementSibling : near;
  move(item, `${idOf(parentOf(item))}-${idOf(behind)}`);
}

outline?.addEventListener("keydown", (event) => {
  const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const item = event.target.closest(entries);
  if (!direction || !event.altKey || !item) return;
  event.preventDefault();
  step(item, direction);
});

let dragged = null;

/** Where a drop on this entry would put the dragged one: [target, "above" | "below" | "into"]. */
function place(over, y) {
  if (!dragged || !over || dragged.contains(over)) return null;
  const parent = parentOf(over);
  if (allows(parent, dragged)) {
    const box = over.querySelector("a").getBoundingClientRect();
    const above = y < box.top + box.height / 2;
    const behind = above ? before(over, dragged) : over;
    return [`${idOf(parent)}-${idOf(behind)}`, above ? "above" : "below"];
  }
  return allows(over, dragged) ? [`${over.dataset.id}-0`, "into"] : null;
}

function clear() {
  for (const item of outline.querySelectorAll("[data-drop]")) delete item.dataset.drop;
}

outline?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest(entries);
  event.dataTransfer.effectAllowed = "move";
});

outline?.addEventListener("dragover", (event) => {
  const over = event.target.closest(entries);
  const found = place(over, event.clientY);
  clear();
  if (!found) return;
  event.preventDefault();
  over.dataset.drop = found[1];
});

outline?.addEventListener("drop", (event) => {
  const found = place(event.target.closest(entries), event.clientY);
  const item = dragged;
  clear();
  dragged = null;
  if (!found) return;
  event.preventDefault();
  move(item, found[0]);
});

outline?.addEventListener("dragend", () => {
  dragged = null;
  clear();
});

function prepare() {
  for (const link of outline?.querySelectorAll(`${entries} > a`) ?? []) {
    link.draggable = true;
    link.setAttribute("aria-keyshortcuts", "Alt+ArrowUp Alt+ArrowDown");
  }
}

prepare();

function showCurrent() {
  const current = outline?.querySelector("[aria-current]");
  if (!current) return;
  const away = current.getBoundingClientRect().top - outline.getBoundingClientRect().top;
  outline.scrollTop += away - outline.clientHeight / 3;
}

outline?.addEventListener("toggle", showCurrent);
showCurrent();
