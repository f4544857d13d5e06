/* Working tables: filters that apply themselves and fold on a phone, bulk selection
   (name="selected"), j/k between rows, x selects, Enter opens. */
const TYPED = "input:is([type=search], [type=text], [type=number], :not([type]))";
let typing = null;

const apply = (form) => form.dispatchEvent(new CustomEvent("filter"));

document.addEventListener("input", (event) => {
  const form = event.target.closest("form.filters");
  if (!form) return;
  clearTimeout(typing);
  if (event.target.matches(TYPED)) typing = setTimeout(() => apply(form), 500);
  else apply(form);
});

// On a phone the filters stay folded until asked for; a page that came filtered shows by what.
const narrow = matchMedia("(max-width: 40rem)");
const fold = document.querySelector(".filters-fold");

function foldFilters() {
  fold.open = !narrow.matches || location.search !== "";
}

if (fold) {
  foldFilters();
  narrow.addEventListener("change", foldFilters);
}

const count = () => document.querySelectorAll('input[name="selected"]:checked').length;

function refresh() {
  const bar = document.querySelector(".bulk");
  if (!bar) return;
  const chosen = count();
  bar.hidden = !chosen;
  const words = bar.querySelector("[data-selected-count]");
  if (words) words.textContent = String(chosen);
  const all = document.querySelector("[data-select-all]");
  if (!all) return;
  const boxes = document.querySelectorAll('input[name="selected"]').length;
  all.checked = chosen > 0 && chosen === boxes;
  all.indeterminate = chosen > 0 && chosen < boxes;
}

let last = null;

function selectRange(box) {
  const boxes = [...document.querySelectorAll('input[name="selected"]')];
  const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
  for (const between of boxes.slice(Math.max(from, 0), to + 1)) between.checked = box.checked;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest('input[name="selected"]');
  if (box) {
    if (event.shiftKey && last?.isConnected) selectRange(box);
    last = box;
    refresh();
  }
  const all = event.target.closest("[data-select-all]");
  if (all) {
    for (const each of document.querySelectorAll('input[name="selected"]')) {
      each.checked = all.checked;
    }
    refresh();
  }
  if (event.target.closest("[data-select-none]")) {
    for (const each of document.querySelectorAll('input[name="selected"]')) each.checked = false;
    refresh();
  }
});

const rowEntry = (row) => row.querySelector("a[href], button, input, select, textarea");

function move(step) {
  const rows = [...document.querySelectorAll(".table tbody tr")];
  const here = rows.indexOf(document.activeElement?.closest("tr"));
  const row = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  const entry = row && (row.querySelector("a[href]") ?? rowEntry(row));
  entry?.focus();
}

function toggle() {
  const row = document.activeElement?.closest(".table tbody tr");
  row?.querySelector('input[name="selected"]')?.click();
}

const KEYS = { j: () => move(1), k: () => move(-1), x: toggle };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest(
    "select, textarea, [contenteditable], dialog[open], input:not([type=checkbox])",
  );
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("htmx:afterSettle", refresh);
window.addEventListener("pageshow", refresh);
refresh();
