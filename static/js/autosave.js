/* form[data-autosave=URL]: keeps unsaved text on the server (and, when that fails, in this
   browser), and says so in [data-save-state]. The answer is JSON: {"saved_at": "10:32"} or, with an
   error status, {"message": "…"}. Only saving the form makes a revision. */
import { ask, renewToken } from "./ask.js";

const DELAY_MS = 2000;
const RETRY_MS = 10000;
const TYPING_MS = 10000;
const LOGIN_WORDS = "登录已过期，文字暂存在本机。重新登录后自动保存。";

let typedAt = -TYPING_MS;

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.text = form.querySelector("textarea");
    this.state = form.querySelector("[data-save-state]");
    const who = document.querySelector(".site-who, .site-user > span")?.textContent ?? "";
    this.key = `portal:text:${who}:${this.url}`;
    this.dirty = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => {
      if (event.submitter?.formTarget !== "_blank") this.submitted();
    });
    window.addEventListener("pagehide", () => this.leave());
    this.offerLocal();
  }

  say(state, words) {
    if (!this.state) return;
    this.state.dataset.state = state;
    this.state.textContent = words;
  }

  changed() {
    typedAt = performance.now();
    this.dirty = true;
    if (!this.saving) this.say("dirty", "有未保存的修改");
    this.schedule(DELAY_MS);
  }

  schedule(delay) {
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.save();
    }, delay);
  }

  /** Without waiting for the next try. */
  now() {
    clearTimeout(this.timer);
    this.timer = null;
    this.save();
  }

  body() {
    renewToken(this.form); // a beacon carries no header
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return body;
  }

  get version() {
    return this.form.elements.version?.value ?? "";
  }

  async save() {
    if (!this.dirty || this.saving || this.sent) return;
    this.saving = true;
    this.dirty = false;
    this.say("saving", "正在自动保存…");
    try {
      await this.answered(await ask(this.url, { method: "POST", body: this.body() }));
    } catch {
      this.failed("暂时连不上服务器，文字暂存在本机，正在重试。");
    } finally {
      this.saving = false;
      if (this.dirty) this.schedule(this.wait ?? DELAY_MS);
    }
  }

  async answered(answer) {
    const json = answer.headers.get("Content-Type")?.includes("json");
    if (answer.ok && json) {
      const { saved_at: time } = await answer.json();
      this.wait = null;
      if (!this.dirty) this.say("saved", `已自动保存 ${time}`);
      localStorage.removeItem(this.key);
      this.form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }));
      return;
    }
    if (answer.status === 401) {
      this.failed(LOGIN_WORDS);
      return;
    }
    const reason = json ? (await answer.json()).message : "没有保存成功，文字暂存在本机，正在重试。";
    this.failed(reason);
  }

  failed(words) {
    this.keepLocal();
    this.dirty = true;
    this.wait = RETRY_MS;
    this.schedule(RETRY_MS);
    this.say("failed", words);
  }

  keepLocal() {
    try {
      localStorage.setItem(this.key, JSON.stringify([this.version, this.text.value]));
    } catch {
      // A full or forbidden store: the text is still in the page.
    }
  }

  submitted() {
    this.sent = true;
    this.keepLocal();
  }

  leave() {
    if (this.dirty && !this.sent) navigator.sendBeacon(this.url, this.body());
  }

  /** Text that never reached the server: offered once, beside what stands in the editor. */
  offerLocal() {
    const stored = localStorage.getItem(this.key);
    if (stored === null) return;
    localStorage.removeItem(this.key);
    const [version, kept] = JSON.parse(stored);
    // A page that shows the merge of a refused save has this text in it.
    if (kept === this.text.value || "merged" in this.form.dataset) return;
    const notice = document.createElement("div");
    notice.className = "notice notice-wait";
    const words = document.createElement("p");
    words.textContent = "本机留有一份没有保存到服务器的文字，与现在的正文不同。";
    const use = action("放入编辑框", () => this.use(kept, version, notice));
    const drop = action("放弃", () => notice.remove());
    const row = document.createElement("div");
    row.className = "row";
    row.append(use, drop);
    notice.append(words, row);
    this.form.before(notice);
  }

  /** With the version that the text was written on: a newer one is merged by the save. */
  use(text, version, notice) {
    if (version && this.form.elements.version) this.form.elements.version.value = version;
    this.text.value = text;
    this.text.dispatchEvent(new Event("portal:reload"));
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    notice?.remove();
  }
}

function action(words, run) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = words;
  button.addEventListener("click", run);
  return button;
}

const saves = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));

// [data-use-kept=ID]: puts the text kept on the server (in the element ID) into the editor.
for (const button of document.querySelectorAll("[data-use-kept]")) {
  const kept = document.getElementById(button.dataset.useKept);
  if (!kept || !saves.length) continue;
  button.hidden = false;
  button.addEventListener("click", () =>
    saves[0].use(kept.value, button.dataset.version, button.closest(".notice")),
  );
}

document.addEventListener("portal:signed-in", () => {
  for (const save of saves) save.now();
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const save of saves) save.sent = false;
});

// Who is here learns whether one is writing.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "presence") return;
  if (performance.now() - typedAt < TYPING_MS) event.detail.parameters.typing = "1";
});
