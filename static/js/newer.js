/* form[data-newer=URL]: what somebody else saves while one writes is taken into the editor at once,
   where it touches nothing of one's own; else it is said, and decided when one saves. #presence
   brings the news: [data-newer] on it is the version that stands. */
import { ask } from "./ask.js";

const form = document.querySelector("form[data-newer]");
const news = document.querySelector("[data-news]");
let asking = false;
let touched = ""; // what was asked last and met one's own words: not asked again until they change

function words() {
  const { title, text, run_in: runIn } = form.elements;
  return JSON.stringify([title.value, text.value, runIn.checked]);
}

async function answerTo(version, written) {
  const answer = await ask(form.dataset.newer, { method: "POST", body: new FormData(form) });
  if (!answer.ok) return;
  const found = await answer.json();
  if (found.touches) {
    touched = version + written;
    say(`${found.by}保存了第${found.version}版，改到了您正在写的地方，按“保存”时逐处选定。`);
  } else if (words() === written) {
    put(found); // else: one wrote on meanwhile, and the next news asks again
  }
}

function put(found) {
  const { title, text, version, run_in: runIn } = form.elements;
  version.value = found.version;
  title.value = found.title;
  runIn.checked = found.run_in;
  text.dispatchEvent(new CustomEvent("portal:merge", { detail: found.text }));
  say(`${found.by}保存了第${found.version}版，已并入您的编辑框。`);
}

function say(sentence) {
  news.textContent = sentence;
}

async function hear(version) {
  const written = words();
  if (asking || touched === version + written) return;
  asking = true;
  await answerTo(version, written).catch(() => null);
  asking = false;
}

if (form && news) {
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id === "presence") event.detail.parameters.version = form.elements.version.value;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const { newer } = document.getElementById("presence")?.dataset ?? {};
    if (newer && newer !== form.elements.version.value) hear(newer);
  });
}
