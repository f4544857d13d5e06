/* textarea[data-editor] becomes the text editor. The textarea stays in the form and always holds
   the stored markup: the editor writes it and sends "input"; whoever sets its value from outside
   sends "portal:reload" to it, or "portal:merge" with the text to keep cursor and history. An unchanged text is the same string, byte for byte. */
import {
  EditorState,
  EditorView,
  InputRule,
  Plugin,
  Slice,
  baseKeymap,
  chainCommands,
  dropCursor,
  gapCursor,
  goToNextCell,
  history,
  inputRules,
  isInTable,
  keymap,
  redo,
  tableEditing,
  undo,
} from "../../vendor/prosemirror/prosemirror.js";
import { backspace, bold, enter, toggleItem } from "./commands.js";
import { parse, plain, wordCount, write } from "./markup.js";
import { cleanHtml, plainBlocks } from "./paste.js";
import { fromDocument, schema, toDocument } from "./schema.js";
import { Toolbar } from "./toolbar.js";

const itemRule = new InputRule(/^(——|--)$/, (state, _match, start, end) => {
  if (state.doc.resolve(start).parent.type !== schema.nodes.paragraph) return null;
  if (isInTable(state)) return null;
  return state.tr.delete(start, end).setBlockType(start, start, schema.nodes.item);
});

const keys = {
  "Mod-z": undo,
  "Mod-y": redo,
  "Shift-Mod-z": redo,
  "Mod-b": bold,
  "Mod-Shift-8": toggleItem,
  Enter: enter,
  "Shift-Enter": enter,
  Backspace: chainCommands(backspace, baseKeymap.Backspace),
  Tab: goToNextCell(1),
  "Shift-Tab": goToNextCell(-1),
};

const clipboard = new Plugin({
  props: {
    transformPastedHTML: (html, view) => cleanHtml(html, isInTable(view.state)),
    clipboardTextParser: (text, _context, _plain, view) => {
      const doc = toDocument(plainBlocks(text, isInTable(view.state)));
      const open = doc.firstChild.isTextblock && doc.lastChild.isTextblock ? 1 : 0;
      return new Slice(doc.content, open, open);
    },
    clipboardTextSerializer: (slice) => {
      const parts = [];
      slice.content.forEach((node) => {
        parts.push(node);
      });
      if (parts.every((node) => node.isInline)) return parts.map((node) => node.text).join("");
      return plain(fromDocument({ childCount: parts.length, child: (at) => parts[at] }));
    },
  },
});

const stateOf = (text) =>
  EditorState.create({
    doc: toDocument(parse(text)),
    plugins: [
      inputRules({ rules: [itemRule] }),
      keymap(keys),
      keymap(baseKeymap),
      history(),
      clipboard,
      dropCursor({ class: "editor-drop", color: false }),
      gapCursor(),
      tableEditing(),
    ],
  });

function attributes(textarea) {
  const label = textarea.labels?.[0];
  if (label) label.id ||= `${textarea.id}-label`;
  return {
    class: "document editor-text",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": label ? "" : "正文",
    ...(label && { "aria-labelledby": label.id }),
    ...(textarea.getAttribute("aria-describedby") && {
      "aria-describedby": textarea.getAttribute("aria-describedby"),
    }),
    ...(textarea.hasAttribute("aria-invalid") && { "aria-invalid": "true" }),
    id: `${textarea.id}-editor`,
    spellcheck: "false",
  };
}

/** Puts another text in by its difference alone: cursor and history stay where they are. */
function merge(view, text) {
  const { doc, tr } = view.state;
  const next = toDocument(parse(text));
  const start = doc.content.findDiffStart(next.content);
  if (start === null) return;
  const { a, b } = doc.content.findDiffEnd(next.content);
  const overlap = Math.max(0, start - Math.min(a, b));
  const slice = next.slice(start, b + overlap);
  view.dispatch(tr.replace(start, a + overlap, slice).setMeta("addToHistory", false));
}

function enhance(textarea) {
  const frame = textarea.closest("form") ?? textarea.parentElement;
  const holder = document.createElement("div");
  const toolbar = new Toolbar(frame, `${textarea.id}-editor`);
  holder.className = "editor";
  holder.append(toolbar.element);
  const view = new EditorView(holder, {
    state: stateOf(textarea.value),
    attributes: attributes(textarea),
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      const blocks = transaction.docChanged ? fromDocument(view.state.doc) : null;
      toolbar.update(view.state, blocks ? wordCount(blocks) : undefined);
      if (!blocks) return;
      textarea.value = write(blocks);
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const recount = () => toolbar.update(view.state, wordCount(fromDocument(view.state.doc)));
  toolbar.attach(view);
  recount();
  textarea.addEventListener("portal:reload", () => {
    view.updateState(stateOf(textarea.value));
    recount();
  });
  textarea.addEventListener("portal:merge", (event) => merge(view, event.detail));
  for (const label of textarea.labels ?? []) label.addEventListener("click", () => view.focus());
  textarea.addEventListener("focus", () => view.focus());
  textarea.required = false;
  textarea.classList.add("editor-source");
  textarea.tabIndex = -1;
  textarea.setAttribute("aria-hidden", "true");
  textarea.before(holder);
  return view;
}

for (const textarea of document.querySelectorAll("textarea[data-editor]")) enhance(textarea);
