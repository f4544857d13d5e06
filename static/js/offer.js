/* The one button that floats over a text and does something with what is chosen in it. */
const HOLD_MS = 400;
let hiding = 0;

function make() {
  const made = document.createElement("a");
  made.id = "quote-button";
  made.className = "button button-primary quote-button no-print";
  made.hidden = true;
  // Pressing it must not take the selection away.
  made.addEventListener("mousedown", (event) => event.preventDefault());
  document.body.append(made);
  return made;
}

function button() {
  return document.getElementById("quote-button") ?? make();
}

export function offer(words, href) {
  clearTimeout(hiding);
  const link = button();
  link.textContent = words;
  link.href = href;
  link.hidden = false;
}

/* A tap on the button itself ends the selection first: it stays for a moment. */
export function withdraw() {
  clearTimeout(hiding);
  hiding = setTimeout(() => { button().hidden = true; }, HOLD_MS);
}

export function offered() {
  const link = document.getElementById("quote-button");
  return link && !link.hidden ? link : null;
}
