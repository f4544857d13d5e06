/* [data-letter]: selecting words of a letter offers to take them as one opinion. Offsets are code
   points of the whole letter; paragraphs say where they start. Without JavaScript the boxes beside
   the paragraphs do the same. */
import { offer, withdraw } from "./offer.js";

const letter = document.querySelector("[data-letter]");

function lineOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  return element?.closest("[data-start]");
}

function offsetOf(node, at) {
  const line = lineOf(node);
  if (!line) return null;
  const before = document.createRange();
  before.selectNodeContents(line);
  before.setEnd(node, at);
  return Number(line.dataset.start) + [...before.toString()].length;
}

function ends(range) {
  const inside = [...letter.querySelectorAll("[data-start]")].filter((line) => range.intersectsNode(line));
  if (!inside.length) return [0, 0];
  const last = inside.at(-1);
  return [
    offsetOf(range.startContainer, range.startOffset) ?? Number(inside[0].dataset.start),
    offsetOf(range.endContainer, range.endOffset) ??
      Number(last.dataset.start) + [...last.textContent].length,
  ];
}

function choose() {
  const selection = document.getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  if (!range || selection.isCollapsed || !letter.contains(range.commonAncestorContainer)) {
    withdraw();
    return;
  }
  const [start, end] = ends(range);
  if (end > start) offer("作为一条意见", `${letter.dataset.letter}?${new URLSearchParams({ start, end })}`);
  else withdraw();
}

if (letter) document.addEventListener("selectionchange", choose);
