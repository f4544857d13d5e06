/* a[data-dialog]: shows the linked confirm page's [data-dialog-content] in a native dialog.
   Without JavaScript, or when the answer is something else, the link is simply followed. */
import { ask } from "./ask.js";

async function contentOf(answer) {
  if (!answer?.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const content = page.querySelector("[data-dialog-content]");
  return content && { content, title: page.querySelector("h1")?.textContent.trim() ?? "" };
}

function buildDialog({ content, title }, url) {
  const dialog = document.createElement("dialog");
  const heading = document.createElement("h2");
  dialog.className = "dialog";
  heading.id = "dialog-title";
  heading.textContent = title;
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(heading, document.importNode(content, true));
  for (const form of dialog.querySelectorAll("form:not([action])")) form.action = url;
  return dialog;
}

async function open(link) {
  const answer = await ask(link.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.status === 401) return;
  const found = await contentOf(answer);
  if (!found) {
    window.location.assign(link.href);
    return;
  }
  const dialog = buildDialog(found, link.href);
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-dialog-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link);
});
