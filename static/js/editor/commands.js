/* What the keys and the toolbar do: state, dispatch → boolean, as ProseMirror's own commands. */
import {
  Selection,
  TextSelection,
  chainCommands,
  isInTable,
  setBlockType,
  splitBlock,
  toggleMark,
} from "../../vendor/prosemirror/prosemirror.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

export const bold = toggleMark(marks.bold);

/** Depth of the nearest ancestor of a type at the cursor, or -1. */
function depthOf(state, type) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type === type) return depth;
  }
  return -1;
}

export const inBox = (state) => depthOf(state, nodes.box) > 0;
export const inItem = (state) => state.selection.$from.parent.type === nodes.item;
export const hasBold = (state) => {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(marks.bold.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, marks.bold);
};

export function toggleItem(state, dispatch) {
  return setBlockType(inItem(state) ? nodes.paragraph : nodes.item)(state, dispatch);
}

export function toggleBox(state, dispatch) {
  return inBox(state) ? unwrapBox(state, dispatch) : wrapBox(state, dispatch);
}

function wrapBox(state, dispatch) {
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to, (node) => node.type === nodes.doc);
  if (!range) return false;
  const inner = [];
  for (let at = range.startIndex; at < range.endIndex; at += 1) inner.push(range.parent.child(at));
  if (inner.some((node) => node.type === nodes.box)) return false;
  if (dispatch) {
    const box = nodes.box.create(null, [nodes.boxTitle.create(), ...inner]);
    const tr = state.tr.replaceWith(range.start, range.end, box);
    tr.setSelection(TextSelection.create(tr.doc, range.start + 2));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

function unwrapBox(state, dispatch) {
  const depth = depthOf(state, nodes.box);
  if (depth < 0) return false;
  if (dispatch) {
    const { $from } = state.selection;
    const box = $from.node(depth);
    const start = $from.before(depth);
    const blocks = [];
    box.forEach((child) => {
      if (child.type !== nodes.boxTitle) blocks.push(child);
      else if (child.content.size) blocks.push(nodes.paragraph.create(null, child.content));
    });
    if (!blocks.length) blocks.push(nodes.paragraph.create());
    const tr = state.tr.replaceWith(start, start + box.nodeSize, blocks);
    tr.setSelection(Selection.near(tr.doc.resolve(Math.min(start + 1, tr.doc.content.size))));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

export function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  const { $from } = state.selection;
  const depth = inBox(state) ? 2 : 1;
  if ($from.depth < depth) return false;
  if (dispatch) {
    const cell = () => nodes.cell.create(null, nodes.paragraph.create());
    const row = () => nodes.row.create(null, [cell(), cell(), cell()]);
    const table = nodes.table.create(null, [row(), row(), row()]);
    const empty = $from.parent.type === nodes.paragraph && !$from.parent.content.size;
    const at = empty ? $from.before(depth) : $from.after(depth);
    const tr = state.tr.replaceWith(at, empty ? $from.after(depth) : at, table);
    tr.setSelection(Selection.near(tr.doc.resolve(at + 1)));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

/** Enter in an item: the next one; in an empty item: out of the list. */
function enterInItem(state, dispatch) {
  const { $from, $to } = state.selection;
  if (!inItem(state) || !$from.sameParent($to)) return false;
  if (!$from.parent.content.size) return setBlockType(nodes.paragraph)(state, dispatch);
  if (dispatch) {
    const tr = state.tr.deleteSelection();
    tr.split(tr.selection.from, 1, [{ type: nodes.item }]);
    dispatch(tr.scrollIntoView());
  }
  return true;
}

/** Enter in the last, empty paragraph of a box: on below the box. */
function enterOutOfBox(state, dispatch) {
  const { $from, empty } = state.selection;
  const box = $from.node(-1);
  if (!empty || box?.type !== nodes.box || $from.parent.type !== nodes.paragraph) return false;
  if ($from.parent.content.size || $from.indexAfter(-1) < box.childCount) return false;
  if (dispatch) {
    const start = $from.before();
    const tr = state.tr.delete(start, $from.after());
    tr.insert(tr.mapping.map($from.after(-1)), nodes.paragraph.create());
    tr.setSelection(Selection.near(tr.doc.resolve(tr.mapping.map($from.after(-1), -1) + 1)));
    dispatch(tr.scrollIntoView());
  }
  return true;
}

/** Enter in a cell: the cell below; a cell holds one paragraph. */
function enterInCell(state, dispatch) {
  const cellDepth = depthOf(state, nodes.cell);
  if (cellDepth < 0) return false;
  const { $from } = state.selection;
  const column = $from.index(cellDepth - 1);
  const table = $from.node(cellDepth - 2);
  const rowIndex = $from.index(cellDepth - 2) + 1;
  if (dispatch) {
    let at = $from.after(cellDepth - 2);
    if (rowIndex < table.childCount) {
      at = $from.after(cellDepth - 1) + 1;
      const row = table.child(rowIndex);
      for (let index = 0; index < Math.min(column, row.childCount - 1); index += 1) {
        at += row.child(index).nodeSize;
      }
    }
    dispatch(state.tr.setSelection(Selection.near(state.doc.resolve(at))).scrollIntoView());
  }
  return true;
}

export const enter = chainCommands(enterInCell, enterInItem, enterOutOfBox, splitBlock);

/** Backspace at the start of an item makes it a paragraph, of a box's title opens the box. */
export function backspace(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset) return false;
  if (inItem(state)) return setBlockType(nodes.paragraph)(state, dispatch);
  return $from.parent.type === nodes.boxTitle ? unwrapBox(state, dispatch) : false;
}
