/* On every page: one submit per form, focus from the error summary, confirm pages as dialogs. */
import "./ask.js";
import "./confirm.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-once") || event.defaultPrevented) return;
  if (event.submitter?.formTarget === "_blank") return; // a preview in a page of its own
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.setAttribute("aria-disabled", "true");
  }
});

// Coming back with the browser's "back" must find the buttons usable.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a");
  if (!link) return;
  const id = decodeURIComponent(link.hash.slice(1));
  const editor = document.getElementById(`${id}-editor`);
  if (editor) {
    event.preventDefault();
    editor.focus();
    return;
  }
  const place = document.getElementById(id);
  const input = place?.matches("input, select, textarea")
    ? place
    : place?.querySelector("input, select, textarea");
  if (!input) return;
  event.preventDefault();
  (place.closest(".field") ?? place).scrollIntoView({ block: "start" });
  input.focus({ preventScroll: true });
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
