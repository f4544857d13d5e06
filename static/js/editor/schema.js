/* The editor's document and its two ways: from the stored markup's blocks and back to them. */
import { Schema } from "../../vendor/prosemirror/prosemirror.js";

const source = { source: { default: null } };

function textBlock(className, more = {}) {
  return {
    content: "text*",
    attrs: source,
    toDOM: () => ["p", className ? { class: className } : {}, 0],
    parseDOM: [{ tag: className ? `p.${className}` : "p" }],
    ...more,
  };
}

export const schema = new Schema({
  nodes: {
    doc: { content: "block+" },
    paragraph: textBlock("", { group: "block simple" }),
    item: textBlock("item", {
      group: "block simple",
      definingForContent: true,
      parseDOM: [{ tag: "p.item", priority: 60 }],
    }),
    table: {
      content: "row+",
      group: "block simple",
      attrs: source,
      tableRole: "table",
      isolating: true,
      toDOM: () => ["table", { class: "table-ruled" }, ["tbody", 0]],
      parseDOM: [{ tag: "table" }],
    },
    row: {
      content: "cell+",
      tableRole: "row",
      toDOM: () => ["tr", 0],
      parseDOM: [{ tag: "tr" }],
    },
    cell: {
      content: "paragraph",
      attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
      tableRole: "cell",
      isolating: true,
      toDOM: () => ["td", 0],
      parseDOM: [{ tag: "td" }, { tag: "th" }],
    },
    box: {
      content: "boxTitle simple*",
      group: "block",
      attrs: source,
      defining: true,
      isolating: true,
      toDOM: () => ["div", { class: "box" }, 0],
      parseDOM: [{ tag: "div.box" }],
    },
    boxTitle: textBlock("box-title", {
      defining: true,
      parseDOM: [{ tag: "p.box-title", priority: 60 }],
    }),
    text: {},
  },
  marks: {
    bold: {
      toDOM: () => ["strong", 0],
      parseDOM: [{ tag: "strong" }, { tag: "b" }],
    },
  },
});

const { nodes, marks } = schema;

const toText = (runs) => runs.map(({ text, bold }) => schema.text(text, bold ? [marks.bold.create()] : []));

const toCell = (runs) => nodes.cell.create(null, nodes.paragraph.create(null, toText(runs)));

function toNode(block) {
  const attrs = { source: block.source ?? null };
  if (block.kind === "table") {
    return nodes.table.create(attrs, block.rows.map((row) => nodes.row.create(null, row.map(toCell))));
  }
  if (block.kind === "box") {
    const title = nodes.boxTitle.create({ source: block.titleSource ?? null }, toText(block.title));
    return nodes.box.create(attrs, [title, ...block.blocks.map(toNode)]);
  }
  return nodes[block.kind].create(attrs, toText(block.runs));
}

/** The document of blocks; nothing at all is one empty paragraph. */
export function toDocument(blocks) {
  return nodes.doc.create(null, blocks.length ? blocks.map(toNode) : nodes.paragraph.create());
}

function children(node) {
  return Array.from({ length: node.childCount }, (_, index) => node.child(index));
}

function fromText(node) {
  return children(node).map((child) => ({
    text: child.text,
    bold: marks.bold.isInSet(child.marks) !== undefined,
  }));
}

function fromNode(node) {
  const kind = node.type.name;
  const { source } = node.attrs;
  if (kind === "table") {
    const rows = children(node).map((row) => children(row).map((cell) => fromText(cell.firstChild)));
    return { kind, rows, source };
  }
  if (kind === "box") {
    const [title, ...inner] = children(node);
    const titleSource = title.attrs.source;
    return { kind, title: fromText(title), titleSource, blocks: inner.map(fromNode), source };
  }
  return { kind, runs: fromText(node), source };
}

/** The blocks of a document, each with the source it was read from, if any. */
export function fromDocument(doc) {
  return children(doc).map(fromNode);
}
