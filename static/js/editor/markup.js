/* The stored markup, read and written exactly as plans/text/markup.py does (tests compare the two).
   A block is {kind: "paragraph"|"item", runs}, {kind: "table", rows: [[runs]]} or
   {kind: "box", title, titleSource, blocks}; runs are [{text, bold}]; `source` is the lines a block
   was read from, and writing a block that still says the same gives them back. */
const ITEM = "——";
const BOX_OPEN = ":::box";
const BOX_CLOSE = ":::";
const ESCAPABLE = "\\*|:—";

export function parse(text) {
  if (!text) return [];
  const lines = text.split("\n");
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    const end = boxEnd(lines, at);
    const [block, next] = end < 0 ? simple(lines, at, lines.length) : box(lines, at, end);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

export function write(blocks) {
  return blocks.map((block) => (untouched(block) ? block.source : compose(block))).join("\n");
}

export function plain(blocks) {
  return blocks.flatMap(plainLines).join("\n");
}

/** 字数: characters a reader sees, white space not counted. */
export function wordCount(blocks) {
  return [...plain(blocks)].filter((char) => !/\s/u.test(char)).length;
}

const opensBox = (line) => line === BOX_OPEN || line.startsWith(`${BOX_OPEN} `);

function boxEnd(lines, at) {
  if (!opensBox(lines[at])) return -1;
  for (let end = at + 1; end < lines.length; end += 1) {
    if (lines[end] === BOX_CLOSE) return end;
    if (opensBox(lines[end])) return -1;
  }
  return -1;
}

function box(lines, start, end) {
  const blocks = [];
  let at = start + 1;
  while (at < end) {
    const [block, next] = simple(lines, at, end);
    blocks.push(block);
    at = next;
  }
  const titleSource = lines[start].slice(BOX_OPEN.length + 1);
  const source = lines.slice(start, end + 1).join("\n");
  return [{ kind: "box", title: readRuns(titleSource), titleSource, blocks, source }, end + 1];
}

function simple(lines, at, stop) {
  const line = lines[at];
  if (isRow(line)) {
    let end = at + 1;
    while (end < stop && isRow(lines[end])) end += 1;
    const rows = lines.slice(at, end);
    return [{ kind: "table", rows: rows.map(readCells), source: rows.join("\n") }, end];
  }
  if (line.startsWith(ITEM)) {
    return [{ kind: "item", runs: readRuns(line.slice(ITEM.length)), source: line }, at + 1];
  }
  return [{ kind: "paragraph", runs: readRuns(line), source: line }, at + 1];
}

function isRow(line) {
  if (line.length < 2 || !line.startsWith("|") || !line.endsWith("|")) return false;
  return line.slice(1, -1).match(/\\*$/)[0].length % 2 === 0;
}

const isEscape = (line, at) =>
  line[at] === "\\" && at + 1 < line.length && ESCAPABLE.includes(line[at + 1]);

function readCells(line) {
  const inner = line.slice(1, -1);
  const cells = [""];
  let at = 0;
  while (at < inner.length) {
    const width = isEscape(inner, at) ? 2 : 1;
    if (inner[at] === "|") cells.push("");
    else cells[cells.length - 1] += inner.slice(at, at + width);
    at += width;
  }
  return cells.map(readRuns);
}

function readRuns(line) {
  const runs = [];
  let start = 0;
  for (;;) {
    const opening = marker(line, start);
    const closing = opening < 0 ? -1 : marker(line, opening + (isEscape(line, opening + 2) ? 4 : 3));
    if (closing < 0) break;
    runs.push({ text: unescaped(line.slice(start, opening)), bold: false });
    runs.push({ text: unescaped(line.slice(opening + 2, closing)), bold: true });
    start = closing + 2;
  }
  runs.push({ text: unescaped(line.slice(start)), bold: false });
  return joined(runs);
}

/** Runs without empty ones, neighbours of one weight made one. */
function joined(runs) {
  const result = [];
  for (const { text, bold } of runs) {
    if (!text) continue;
    if (result.at(-1)?.bold === bold) result.at(-1).text += text;
    else result.push({ text, bold });
  }
  return result;
}

function marker(line, start) {
  let at = start;
  while (at < line.length - 1) {
    if (isEscape(line, at)) at += 2;
    else if (line.startsWith("**", at)) return at;
    else at += 1;
  }
  return -1;
}

const unescaped = (text) => text.replace(/\\([\\*|:—])/g, "$1");

function untouched(block) {
  if (block.source === null || block.source === undefined) return false;
  const read = parse(block.source);
  if (block.source === "") return block.kind === "paragraph" && !block.runs.length;
  return read.length === 1 && same(read[0], block);
}

const same = (one, other) => JSON.stringify(essence(one)) === JSON.stringify(essence(other));

function essence(block) {
  if (block.kind === "table") return ["table", block.rows];
  if (block.kind === "box") return ["box", block.title, block.blocks.map(essence)];
  return [block.kind, block.runs];
}

function compose(block) {
  if (block.kind === "item") return ITEM + composeRuns(block.runs);
  if (block.kind === "table") {
    return block.rows.map((row) => `|${row.map(composeCell).join("|")}|`).join("\n");
  }
  if (block.kind === "box") {
    return [boxOpening(block), ...block.blocks.map((inner) => write([inner])), BOX_CLOSE].join("\n");
  }
  return guardStart(composeRuns(block.runs));
}

function boxOpening({ title, titleSource }) {
  const kept = titleSource && JSON.stringify(readRuns(titleSource)) === JSON.stringify(title);
  const words = kept ? titleSource : composeRuns(title);
  return words ? `${BOX_OPEN} ${words}` : BOX_OPEN;
}

const composeRuns = (runs) =>
  runs
    .map(({ text, bold }) => {
      const safe = text.replace(/\n/g, " ").replace(/[\\*]/g, "\\$&");
      return bold ? `**${safe}**` : safe;
    })
    .join("");

const composeCell = (runs) => composeRuns(runs).replace(/\|/g, "\\|");

const guardStart = (line) =>
  line.startsWith(ITEM) || line.startsWith(BOX_CLOSE) || line.startsWith("|") ? `\\${line}` : line;

function plainLines(block) {
  const words = (runs) => runs.map((run) => run.text).join("");
  if (block.kind === "item") return [ITEM + words(block.runs)];
  if (block.kind === "table") return block.rows.map((row) => row.map(words).join("\t"));
  if (block.kind === "box") return [words(block.title), ...block.blocks.flatMap(plainLines)];
  return [words(block.runs)];
}
