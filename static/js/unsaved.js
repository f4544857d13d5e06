/* form[data-unsaved]: leaving with changed fields asks first; sending the form does not. */
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-unsaved]");
  if (form) changed.add(form);
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
  changed.delete(event.target);
});

// An autosave has put the text in safety: whoever saved says so on the form.
document.addEventListener("portal:saved", (event) => {
  changed.delete(event.target.closest("form"));
});

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});
