/* form[data-autosave=URL]: keeps unsaved text on the server (and, when that fails, in this
   browser), and says so in [data-save-state]. The answer is JSON: {"saved_at": "10:32"} or, with an
   error status, {"message": "…"}; 403 and 404 say that the right to write has ended. Only saving the
   form makes a revision, and it is sent once the server has the text: without it, it waits here. */
import { ask, renewToken } from "./ask.js";
import { keptHere, notice } from "./kept.js";

const DELAY_MS = 2000;
const RETRY_MS = 10000;
const WAITING_RETRY_MS = 3000;
const TYPING_MS = 10000;
const HELD = "文字留在本页和本机，";
const LOGIN_WORDS = "登录已过期，文字暂存在本机。重新登录后自动保存。";
const OFFLINE = "暂时连不上服务器，文字暂存在本机，正在重试。";
const OFFLINE_SAVE = `暂时连不上服务器，还没有保存。${HELD}连上后自动保存。`;
const BROKEN = "没有保存成功，文字暂存在本机，正在重试。";
const ENDED = "现在不能修改这一部分了，权限或阶段可能已变。";

let typedAt = -TYPING_MS;

const isTyping = () => performance.now() - typedAt < TYPING_MS;

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.text = form.querySelector("textarea");
    this.state = form.querySelector("[data-save-state]");
    this.kept = keptHere(form);
    this.dirty = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.submitting(event));
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("online", () => this.waiting && this.now());
    this.bringBack();
  }

  say(state, words) {
    if (!this.state) return;
    this.state.dataset.state = state;
    this.state.textContent = words;
  }

  changed() {
    typedAt = performance.now();
    this.dirty = true;
    if (this.ended) return;
    if (!this.saving && !this.waiting) this.say("dirty", "有未保存的修改");
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
    if (isTyping()) body.set("typing", "1"); // a person is here: trying again by itself is no act
    return body;
  }

  save() {
    this.running = this.trySave();
    return this.running;
  }

  /** Before something else on the page is sent: what was typed is in safety first. */
  async flush() {
    await this.running;
    if (this.dirty) await this.save();
  }

  async trySave() {
    if (!(this.dirty || this.waiting) || this.saving || this.sent || this.ended) return;
    this.saving = true;
    this.dirty = false;
    this.say("saving", this.waiting ? "正在保存…" : "正在自动保存…");
    try {
      await this.answered(await ask(this.url, { method: "POST", body: this.body() }));
    } catch {
      this.failed(this.waiting ? OFFLINE_SAVE : OFFLINE);
    } finally {
      this.saving = false;
      if (this.dirty && !this.ended) this.schedule(this.wait ?? DELAY_MS);
    }
  }

  async answered(answer) {
    const json = answer.headers.get("Content-Type")?.includes("json");
    if (answer.ok && json) {
      this.confirmed((await answer.json()).saved_at);
      return;
    }
    if (answer.status === 401) this.failed(LOGIN_WORDS);
    else if (answer.status === 403 || answer.status === 404) this.end();
    else if (answer.status < 500 && this.waiting) this.send(); // the page of the form says why
    else this.failed(json && answer.status < 500 ? (await answer.json()).message : BROKEN);
  }

  confirmed(time) {
    this.wait = null;
    if (this.dirty) return;
    this.say("saved", `已自动保存 ${time}`);
    this.kept.forget();
    this.form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true }));
    if (this.waiting) this.send();
  }

  failed(words) {
    this.kept.keep();
    this.dirty = true;
    this.wait = this.waiting ? WAITING_RETRY_MS : RETRY_MS;
    this.schedule(this.wait);
    this.say("failed", words);
  }

  /** No trying again: it says so, and the text can be copied out. */
  end() {
    this.ended = true;
    this.waiting = null;
    this.kept.keep();
    this.say("failed", `${ENDED}文字没有保存。`);
    const words = `${ENDED}您写的文字没有保存到服务器，本机留有一份，可以复制出去另存。`;
    const bar = notice(words, [["复制我的文字", () => this.copyOut(bar)]]);
    this.form.before(bar);
    bar.scrollIntoView({ block: "nearest" });
  }

  /** Works without a secure connection too, where the clipboard is closed to scripts. */
  copyOut(bar) {
    const box = bar.querySelector("textarea") ?? document.createElement("textarea");
    box.value = this.text.value;
    box.readOnly = true;
    box.rows = 6;
    box.setAttribute("aria-label", "您写的文字");
    bar.append(box);
    box.select();
    document.execCommand("copy");
  }

  /** 保存 goes to the server only once that has been reached and holds the text. */
  submitting(event) {
    const { submitter } = event;
    if (submitter?.formTarget === "_blank") return;
    if (this.passed) {
      this.sent = true;
      return;
    }
    event.preventDefault();
    this.waiting = { submitter };
    this.now();
  }

  send() {
    const { submitter } = this.waiting;
    this.waiting = null;
    if (submitter?.hasAttribute("data-refuses")) this.kept.forget();
    this.passed = true;
    this.form.requestSubmit(submitter);
  }

  leave() {
    if (!this.dirty || this.sent || this.ended) return;
    this.kept.keep();
    navigator.sendBeacon(this.url, this.body());
  }

  /** Text that never reached the server stands in the editor again, beside a way back. */
  bringBack() {
    const words = "本机留有一份没有传到服务器的文字";
    const found = this.kept.find();
    if (!found) return;
    if (found.newest) {
      const back = this.kept.put(found.fields);
      const bar = notice(`${words}，已放回编辑框，还没有保存。`, [["回到原来的文字", () => {
        this.kept.put(back);
        bar.remove();
      }]]);
      this.form.before(bar);
      return;
    }
    const bar = notice(`${words}，与编辑框里的不同。`, [
      ["放入编辑框", () => { this.kept.put(found.fields); bar.remove(); }],
      ["放弃", () => { this.kept.forget(); bar.remove(); }],
    ]);
    this.form.before(bar);
  }

  again() {
    this.sent = false;
    this.passed = false;
  }
}

const saves = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Autosave(form));

const flushed = new WeakSet();

async function afterSaving(form, submitter) {
  flushed.add(form);
  await Promise.all(saves.map((save) => save.flush()));
  form.requestSubmit(submitter);
}

// Another form that leaves the page waits until the text is kept.
document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    const leaves = form.method === "post" && !form.hasAttribute("hx-post") && !flushed.delete(form);
    if (!leaves || !saves.some((save) => save.dirty && !save.ended && save.form !== form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    afterSaving(form, submitter);
  },
  true,
);

document.addEventListener("portal:signed-in", () => {
  for (const save of saves) save.now();
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const save of saves) save.again();
});

// Who is here learns whether one is writing.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "presence") return;
  if (isTyping()) event.detail.parameters.typing = "1";
});
