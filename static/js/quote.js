/* [data-quote-url]: commenting on just these words. With the mouse words are selected; on a touch
   screen a paragraph may be tapped instead; with the keyboard j and k go from paragraph to
   paragraph and Enter opens the form. The form opens with the quote and its place filled in;
   without JavaScript each heading's own link opens the same form. */
import { offer, offered, withdraw } from "./offer.js";

const article = document.querySelector("[data-quote-url]");
const WORD = article?.dataset.quoteWord ?? "提意见";
const LONGEST = 2000;
const ONES = "p, td, th";
let chosen = null;

function placeOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const links = [...article.querySelectorAll("[data-place]")];
  return links.filter((link) => link.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
    .at(-1)?.dataset.place ?? "";
}

function wordsOf(text) {
  return text.replace(/提意见|提建议/g, "").trim().slice(0, LONGEST);
}

function open(words, node, quote) {
  offer(words, `${article.dataset.quoteUrl}?${new URLSearchParams({ place: placeOf(node), quote })}`);
}

function select() {
  const selection = document.getSelection();
  const text = wordsOf(selection?.toString() ?? "");
  if (text && selection.rangeCount && article.contains(selection.anchorNode)) {
    forget();
    open(`对选中的文字${WORD}`, selection.getRangeAt(0).startContainer, text);
  } else if (!chosen) {
    withdraw();
  }
}

function forget() {
  chosen?.classList.remove("chosen");
  chosen = null;
}

function choose(one) {
  forget();
  const quote = wordsOf(one.textContent);
  if (!quote) return;
  chosen = one;
  one.classList.add("chosen");
  open(`对这一段${WORD}`, one, quote);
}

function tap(event) {
  const touch = event.pointerType ? event.pointerType !== "mouse" : matchMedia("(pointer: coarse)").matches;
  const one = event.target.closest(ONES);
  if (!touch || event.target.closest("a, button, summary") || !one || !document.getSelection().isCollapsed) return;
  if (one === chosen) {
    forget();
    withdraw();
  } else {
    choose(one);
  }
}

function step(by) {
  const all = [...article.querySelectorAll(ONES)].filter((one) => wordsOf(one.textContent));
  const visible = () => all.findIndex((one) => one.getBoundingClientRect().bottom > 0);
  const at = chosen ? all.indexOf(chosen) + by : visible();
  const next = all[Math.max(0, Math.min(at, all.length - 1))];
  if (!next) return;
  choose(next);
  next.scrollIntoView({ block: "nearest" });
  say(next);
}

function say(one) {
  let live = document.getElementById("quote-live");
  if (!live) {
    live = document.createElement("p");
    live.id = "quote-live";
    live.className = "visually-hidden";
    live.setAttribute("aria-live", "polite");
    document.body.append(live);
  }
  live.textContent = `${wordsOf(one.textContent).slice(0, 60)}。按回车对这一段${WORD}。`;
}

function key(event) {
  const busy = event.target.closest?.("input, textarea, select, button, a, summary, [contenteditable]");
  if (busy || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "Enter" && offered()) offered().click();
  else if (event.key === "Escape") { forget(); withdraw(); }
}

if (article) {
  document.addEventListener("selectionchange", select);
  article.addEventListener("click", tap);
  document.addEventListener("keydown", key);
}
