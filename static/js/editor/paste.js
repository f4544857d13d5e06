/* Pasting from Word, WPS and web pages: the structure is kept, everything else is left behind. */
const DROPPED = "script, style, meta, link, title, xml, img, object, svg, del, template, head";
const BLOCKS = /^(P|DIV|LI|UL|OL|H[1-6]|BLOCKQUOTE|PRE|SECTION|ARTICLE|DL|DT|DD|TABLE|HR|CENTER|FIGURE)$/;
const BULLET = /^[·•●■◆▪◦○□‣➢Øüvlnu§\-–]$/u;
const ITEM_START = /^(?:——|--|[•●■◆▪])\s*/u;

/** Clean HTML of the editor's own elements for any HTML from the clipboard.
 * For a cell, which holds one paragraph, what is no table becomes one. */
export function cleanHtml(html, forCell = false) {
  const page = new DOMParser().parseFromString(inert(html), "text/html");
  for (const node of page.querySelectorAll(DROPPED)) node.remove();
  const result = document.implementation.createHTMLDocument("").body;
  new Collector(result).walk(page.body, false);
  if (forCell && !result.querySelector("table")) {
    result.replaceChildren(oneParagraph(page, result));
  }
  return result.innerHTML;
}

/* Style attributes are read here but not applied, handlers never run: under other names the
   browser's Content-Security-Policy has nothing to report. */
function inert(html) {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi, (tag) =>
      tag.replace(/([\s"'/])(style|on[a-z]+)(?=\s*=)/gi, "$1 data-$2"),
    );
}

class Collector {
  constructor(target) {
    this.target = target;
    this.block = null;
  }

  walk(element, bold, prefix = null) {
    for (const node of [...element.childNodes]) {
      if (node.nodeType === 3) this.text(node.data, bold, prefix);
      else if (node.nodeType === 1 && !isHidden(node)) this.element(node, weight(node, bold));
    }
  }

  element(node, bold) {
    if (node.tagName === "BR") return this.close();
    if (node.tagName === "TABLE") return this.table(node);
    if (!BLOCKS.test(node.tagName)) return this.walk(node, bold);
    this.close();
    this.kind = kindOf(node);
    this.prefix = numberOf(node);
    this.walk(node, bold);
    this.close();
    this.kind = "";
    return undefined;
  }

  text(data, bold) {
    const words = data.replace(/[ \t\r\n\u00a0]+/g, (gap) => (gap.includes("\n") ? "\n" : " "));
    if (!this.block) {
      if (!words.trim()) return;
      this.block = this.target.ownerDocument.createElement("p");
      if (this.kind) this.block.className = this.kind;
      if (this.prefix) this.block.append(this.prefix);
      this.prefix = "";
    }
    const text = this.target.ownerDocument.createTextNode(words);
    const holder = bold ? this.target.ownerDocument.createElement("strong") : this.block;
    holder.append(text);
    if (bold) this.block.append(holder);
  }

  close() {
    const block = this.block;
    this.block = null;
    if (!block) return;
    tidy(block);
    if (block.textContent) this.target.append(block);
  }

  table(node) {
    this.close();
    const rows = grid(node);
    if (rows.length === 1 && rows[0].length === 1) {
      this.single(rows[0][0]);
      return;
    }
    const page = this.target.ownerDocument;
    const table = page.createElement("table");
    for (const cells of rows) {
      const row = table.insertRow();
      for (const cell of cells) row.insertCell().append(cellParagraph(page, cell));
    }
    this.target.append(table);
  }

  /** A table of one cell is how Word users draw a 专栏. */
  single(cell) {
    const page = this.target.ownerDocument;
    const inside = page.createElement("div");
    new Collector(inside).walk(cell, false);
    const [title, ...rest] = inside.children;
    if (!title) return;
    if (!rest.length || title.tagName !== "P") {
      this.target.append(...inside.children);
      return;
    }
    title.className = "box-title";
    inside.className = "box";
    this.target.append(inside);
  }
}

const styleOf = (node) => node.getAttribute("data-style") ?? "";

function isHidden(node) {
  const style = styleOf(node);
  return /display:\s*none|mso-hide:\s*all|mso-element:\s*(comment|header|footer)/i.test(style)
    || /mso-list:\s*ignore/i.test(style);
}

function weight(node, inherited) {
  const style = /font-weight:\s*(\w+)/i.exec(styleOf(node))?.[1];
  if (style) return /^(bold|bolder|[6-9]00)$/i.test(style);
  return inherited || /^(B|STRONG|TH|H[1-6])$/.test(node.tagName);
}

const listMark = (node) =>
  [...node.querySelectorAll("[data-style]")]
    .find((each) => /mso-list:\s*ignore/i.test(styleOf(each)))
    ?.textContent.replace(/[\s\u00a0]+/g, "");

function kindOf(node) {
  if (node.classList.contains("item")) return "item";
  if (node.tagName === "LI") return node.closest("ol, ul")?.tagName === "OL" ? "" : "item";
  const mark = listMark(node);
  return mark && BULLET.test(mark) ? "item" : "";
}

/** The number that a list shows: text in our plans, since only headings have computed numbers. */
function numberOf(node) {
  if (node.tagName === "LI" && node.parentElement?.tagName === "OL") {
    const start = Number(node.parentElement.getAttribute("start")) || 1;
    return `${start + [...node.parentElement.children].indexOf(node)}.`;
  }
  const mark = listMark(node);
  return mark && !BULLET.test(mark) ? mark : "";
}

const WIDE = "[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u3000-\\u303f“”‘’—…]";
const WRAPPED = new RegExp(`(${WIDE})\\n(?=${WIDE})`, "gu");

/** Line ends of the HTML source go, indents typed as spaces go, a typed —— makes an item. */
function tidy(block) {
  const strong = [...block.querySelectorAll("strong")];
  const joints = block.textContent.replace(WRAPPED, "$1\u0000").replace(/\n/g, " ");
  let at = 0;
  for (const text of textNodes(block)) {
    text.data = joints.slice(at, at + text.data.length);
    at += text.length;
  }
  for (const text of textNodes(block)) text.data = text.data.replaceAll("\u0000", "");
  trimStart(block, /^[\s\u3000]+/u);
  trimEnd(block);
  if (ITEM_START.test(block.textContent)) {
    trimStart(block, ITEM_START);
    block.className ||= "item";
  }
  for (const each of strong) if (!each.textContent) each.remove();
}

function textNodes(block) {
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

function trimStart(block, pattern) {
  let rest = pattern.exec(block.textContent)?.[0].length ?? 0;
  for (const text of textNodes(block)) {
    const cut = Math.min(rest, text.length);
    text.deleteData(0, cut);
    rest -= cut;
  }
}

function trimEnd(block) {
  for (const text of textNodes(block).reverse()) {
    text.data = text.data.trimEnd();
    if (text.data) return;
  }
}

/** The rows of a table, each cell an element or null where a wide or tall cell covers. */
function grid(table) {
  const rows = [...table.rows].map(() => []);
  [...table.rows].forEach((row, y) => {
    let x = 0;
    for (const cell of row.cells) {
      while (rows[y][x] !== undefined) x += 1;
      const height = Math.min(cell.rowSpan || 1, rows.length - y);
      for (let down = 0; down < height; down += 1) {
        for (let right = 0; right < Math.min(cell.colSpan, 100); right += 1) {
          rows[y + down][x + right] = down || right ? null : cell;
        }
      }
    }
  });
  return rows.filter((row) => row.length).map((row) => [...row].map((cell) => cell ?? null));
}

function cellParagraph(page, cell) {
  const inside = page.createElement("div");
  if (cell) new Collector(inside).walk(cell, cell.tagName === "TH");
  return oneParagraph(page, inside);
}

function oneParagraph(page, inside) {
  const paragraph = page.createElement("p");
  [...inside.querySelectorAll("p")].forEach((each, index) => {
    if (index) paragraph.append(" ");
    if (each.className === "item") paragraph.append("——");
    paragraph.append(...each.childNodes);
  });
  return paragraph;
}

/** Blocks of plain text: a line each; —— and -- make items; lines of tabs make a table. */
export function plainBlocks(text, forCell = false) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  while (lines.length > 1 && !lines.at(-1).trim()) lines.pop();
  const cells = lines.map((line) => line.split("\t"));
  const width = cells[0].length;
  if (width > 1 && cells.every((row) => row.length === width)) {
    const runs = (word) => (word.trim() ? [{ text: word.trim(), bold: false }] : []);
    return [{ kind: "table", rows: cells.map((row) => row.map(runs)) }];
  }
  const words = lines.map((line) => line.trim()).filter(Boolean);
  if (forCell) return [{ kind: "paragraph", runs: [{ text: words.join(" "), bold: false }] }];
  return words.map(plainBlock);
}

function plainBlock(line) {
  const item = ITEM_START.test(line);
  const text = item ? line.replace(ITEM_START, "") : line;
  return { kind: item ? "item" : "paragraph", runs: text ? [{ text, bold: false }] : [] };
}
