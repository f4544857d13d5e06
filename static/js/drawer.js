/* The contents of a reading page: closes the drawer after a choice, marks the part in view. */
const contents = document.getElementById("contents");
const links = new Map(
  [...(contents?.querySelectorAll("a[href^='#']") ?? [])].map((link) => [
    decodeURIComponent(link.hash.slice(1)),
    link,
  ]),
);

contents?.addEventListener("click", (event) => {
  if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
});

const targets = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);

function mark() {
  const line = window.innerHeight * 0.25;
  const passed = targets.filter((target) => target.getBoundingClientRect().top <= line);
  const current = links.get((passed.at(-1) ?? targets[0])?.id);
  for (const link of links.values()) {
    if (link === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
  reveal(current);
}

function reveal(link) {
  if (!link) return;
  const box = contents.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  if (place.top < box.top) contents.scrollTop -= box.top - place.top + 24;
  if (place.bottom > box.bottom) contents.scrollTop += place.bottom - box.bottom + 24;
}

let waiting = false;
function later() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    mark();
  });
}

if (targets.length) {
  document.addEventListener("scroll", later, { passive: true });
  mark();
}
