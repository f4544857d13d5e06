/* Going through opinions by keyboard: keys for the buttons of the page ([data-key]), for the
   answers (1 to 9), for the fields, and "?" for the list of keys. j and k follow the links to the
   next and the previous opinion of the filtered list; in the list itself table.js moves rows. */
const KEPT = "portal:flow";
const flow = document.querySelector("[data-flow]");
const help = document.getElementById("keys");
const TYPED = "select, textarea, [contenteditable=true], input:not([type=checkbox], [type=radio])";

function follow(link) {
  if (!link) return;
  sessionStorage.setItem(KEPT, "1");
  link.click();
}

function answer(value) {
  const radio = flow.querySelectorAll('input[name="disposition"]')[value - 1];
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  const reason = document.getElementById("id_reason");
  if (reason.dataset.needed.split(" ").includes(radio.value) && !reason.value.trim()) reason.focus();
  else radio.focus();
}

function press(key) {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return;
  sessionStorage.setItem(KEPT, "1");
  target.click();
}

const focusOn = (id) => document.getElementById(id)?.focus();

const ANSWERS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((value) => [value, () => answer(value)]);
const IN_FLOW = {
  j: () => follow(document.querySelector('a[rel="next"]')),
  k: () => follow(document.querySelector('a[rel="prev"]')),
  ...Object.fromEntries(ANSWERS),
  r: () => focusOn("id_reason"),
  c: () => focusOn("id_canned"),
  h: () => focusOn("id_handler"),
  t: () => focusOn("id_tag"),
  y: () => follow(document.querySelector("a[data-like]")),
  e: () => press("e"),
  s: () => press("s"),
  u: () => press("u"),
};
const IN_LIST = { "/": () => focusOn("id_q") };
const KEYS = { ...(flow ? IN_FLOW : IN_LIST), "?": () => help?.showModal() };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.target.closest("dialog[open]") || event.isComposing) return;
  if (event.key === "Enter" && event.ctrlKey && flow && event.target.closest("[data-flow] form")) {
    event.preventDefault();
    press("s");
    return;
  }
  if (event.target.closest(TYPED)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// A canned reason is put into the field, where it can still be changed.
document.addEventListener("change", (event) => {
  const select = event.target.closest("select[data-fills]");
  const field = select && document.getElementById(select.dataset.fills);
  if (!field || !select.value) return;
  field.value = field.value.trim() ? `${field.value.trimEnd()}\n${select.value}` : select.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  select.value = "";
  field.focus();
});

for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
}
help?.querySelector("[data-keys-close]")?.addEventListener("click", () => help.close());

// Who came by a key goes on by keys: the opinion is announced, and Tab leads into it.
if (flow && sessionStorage.getItem(KEPT) && !document.querySelector(".error-summary")) {
  document.getElementById(location.hash === "#answer" ? "answer" : "said")?.focus();
}
sessionStorage.removeItem(KEPT);
