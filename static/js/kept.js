/* The copy of a form's words in this browser, where the server did not confirm them. It belongs to
   the person who wrote it: nobody else who signs in here is shown it. */

/* What belongs to the opened page and not to the words in it. */
const OWN = new Set(["csrfmiddlewaretoken", "page", "shown"]);

class KeptHere {
  constructor(form) {
    this.form = form;
    this.key = `portal:text:${document.body.dataset.person ?? ""}:${form.dataset.autosave}`;
  }

  fields() {
    const named = [...this.form.elements].filter((one) => one.name && !OWN.has(one.name));
    return named.filter((one) => one.type !== "file" && one.type !== "submit");
  }

  words() {
    return Object.fromEntries(this.fields().map((one) => [slot(one), read(one)]));
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields: this.words() }));
    } catch {
      // A full or forbidden store: the text is still in the page.
    }
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  /** What is kept and differs from the page; forgotten where the page shows it as the server's.
      Where nothing is merged by a version, it is never the newest: it might write over what was
      written elsewhere since. */
  find() {
    const { at, fields } = JSON.parse(localStorage.getItem(this.key) ?? "{}");
    if (!fields) return null;
    const differs = this.fields().some(
      (one) => one.type !== "hidden" && slot(one) in fields && read(one) !== fields[slot(one)],
    );
    if (!differs && !this.form.querySelector(".error-summary")) this.forget();
    const shownAt = Number(document.getElementById("kept")?.dataset.keptAt ?? 0) * 1000;
    const newest = at >= shownAt && "version" in this.form.elements;
    return differs ? { fields, newest } : null;
  }

  /** With the version that the words were written on, so that a newer one is merged by the save.
      Answers with what stood there before. */
  put(fields) {
    const before = this.words();
    for (const one of this.fields()) {
      if (!(slot(one) in fields)) continue;
      if (ticked(one)) one.checked = fields[slot(one)];
      else one.value = fields[slot(one)];
      one.dispatchEvent(new Event("portal:reload"));
    }
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    return before;
  }
}

const ticked = (one) => one.type === "checkbox" || one.type === "radio";
const read = (one) => (ticked(one) ? one.checked : one.value);
const slot = (one) => (ticked(one) ? `${one.name}=${one.value}` : one.name);

export function keptHere(form) {
  return new KeptHere(form);
}

export function notice(words, actions) {
  const bar = document.createElement("div");
  const line = document.createElement("p");
  const row = document.createElement("div");
  bar.className = "notice notice-wait";
  bar.setAttribute("role", "status");
  line.textContent = words;
  row.className = "row";
  row.append(...actions.map(([label, run]) => button(label, run)));
  bar.append(line, row);
  return bar;
}

function button(label, run) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-small";
  made.textContent = label;
  made.addEventListener("click", run);
  return made;
}
