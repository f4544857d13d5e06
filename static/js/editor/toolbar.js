/* The toolbar: buttons with words, one stop for Tab, arrow keys inside. */
import {
  addColumnAfter,
  addRowAfter,
  closeHistory,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  redo,
  undo,
} from "../../vendor/prosemirror/prosemirror.js";
import { bold, hasBold, inBox, inItem, insertTable, toggleBox, toggleItem } from "./commands.js";

const BUTTONS = [
  { word: "加粗", keys: "Control+B", run: bold, on: hasBold },
  { word: "条目", keys: "Control+Shift+8", run: toggleItem, on: inItem },
  { word: "专栏", run: toggleBox, on: inBox },
  { word: "表格", run: insertTable },
  { word: "加行", run: addRowAfter, shown: isInTable },
  { word: "加列", run: addColumnAfter, shown: isInTable },
  { word: "删行", run: deleteRow, shown: isInTable },
  { word: "删列", run: deleteColumn, shown: isInTable },
  { word: "删表格", run: deleteTable, shown: isInTable },
  { word: "撤销", keys: "Control+Z", run: undo },
  { word: "重做", keys: "Control+Y", run: redo },
];

function button(word, keys) {
  const element = document.createElement("button");
  element.type = "button";
  element.textContent = word;
  element.tabIndex = -1;
  if (keys) {
    element.setAttribute("aria-keyshortcuts", keys);
    element.title = `${word}（${keys.replace("Control", "Ctrl")}）`;
  }
  return element;
}

export class Toolbar {
  constructor(frame, controls) {
    this.frame = frame;
    this.element = document.createElement("div");
    this.element.className = "editor-toolbar";
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", "编辑");
    this.element.setAttribute("aria-controls", controls);
    this.buttons = BUTTONS.map((spec) => ({ ...spec, element: button(spec.word, spec.keys) }));
    this.full = button("全屏");
    this.count = document.createElement("span");
    this.count.className = "editor-count";
    this.element.append(...this.buttons.map((each) => each.element), this.full, this.count);
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.full.addEventListener("click", () => this.toggleFull());
    this.frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isFull) this.toggleFull();
    });
  }

  attach(view) {
    for (const each of this.buttons) {
      // The press must not take the selection from the text.
      each.element.addEventListener("mousedown", (event) => event.preventDefault());
      each.element.addEventListener("click", () => {
        each.run(view.state, (transaction) => view.dispatch(closeHistory(transaction)), view);
        view.focus();
      });
    }
    this.update(view.state);
  }

  update(state, words) {
    for (const { element, run, on, shown } of this.buttons) {
      element.hidden = shown ? !shown(state) : false;
      element.setAttribute("aria-disabled", String(!run(state)));
      if (on) element.setAttribute("aria-pressed", String(on(state)));
    }
    if (words !== undefined) this.count.textContent = `字数 ${words.toLocaleString("zh-CN")}`;
    const all = this.usable();
    if (!all.some((each) => each.tabIndex === 0)) all[0].tabIndex = 0;
  }

  usable() {
    return [...this.element.querySelectorAll("button:not([hidden])")];
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = this.usable();
    const here = all.indexOf(document.activeElement);
    const next = all[(here + step + all.length) % all.length];
    for (const each of all) each.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  get isFull() {
    return this.frame.classList.contains("is-full");
  }

  toggleFull() {
    const full = this.frame.classList.toggle("is-full");
    document.documentElement.classList.toggle("has-full", full);
    this.full.textContent = full ? "退出全屏" : "全屏";
    this.full.setAttribute("aria-pressed", String(full));
  }
}
