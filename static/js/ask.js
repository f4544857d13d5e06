/* Asking the server from a script: the one fetch of ours, and for htmx too what is said when the
   server refuses. A script is answered with an error status and {"message": "…"}, never with a
   page; 401 is a login that has expired. Nothing is swapped and no focus moves: the page says it in
   one place, offers the login in a new tab, and goes on by itself once one has signed in again. */
const SIGN_IN = "sign-in";
/* Who came by a personal link has no password: the header shows a bare name for them. */
const BY_LINK = document.querySelector(".site-user > span") !== null;
const LINK_ENDED = "登录已过期，请在新标签页再打开一次您的专用链接。";
const KEPT = "文字已保留在本页。";
const NOT_RENEWED = "页面的这一部分没有更新：";
const NO_REASON = "系统出现故障，请过几分钟再试。";

const troubles = new Map(); // what went wrong, by "sign-in" or the path that was asked
const place = document.createElement("div");
place.className = "refusal no-print";
place.setAttribute("role", "status");
document.body.append(place);

/** The token that the server expects now: signing in again, in any tab, gives a new one. */
function token() {
  return /(?:^|; )(?:__Host-)?csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}

/** Puts it into a form that stood in the page before. */
export function renewToken(form) {
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  if (field && token()) field.value = token();
}

/** fetch, known to the server as a script's; an expired login is told to the person. */
export async function ask(url, options = {}) {
  const answer = await fetch(url, {
    ...options,
    headers: { "X-Requested-With": "fetch", "X-CSRFToken": token(), ...options.headers },
  });
  if (answer.status === 401) signedOut(await answer.clone().text());
  else if (answer.status < 500) signedIn();
  return answer;
}

function trouble(key, words) {
  if (troubles.get(key) === words) return; // what polls say once is enough
  troubles.set(key, words);
  show();
}

/** The first sentence says why; what is asked later only knows that the login is gone. */
function signedOut(text) {
  if (!troubles.has(SIGN_IN)) trouble(SIGN_IN, (BY_LINK ? LINK_ENDED : reason(text)) + KEPT);
}

function settled(key) {
  if (troubles.delete(key)) show();
}

function signedIn() {
  if (!troubles.has(SIGN_IN)) return;
  settled(SIGN_IN);
  document.dispatchEvent(new CustomEvent("portal:signed-in"));
}

function show() {
  const words = troubles.get(SIGN_IN) ?? [...troubles.values()].at(-1);
  place.replaceChildren();
  if (words === undefined) return;
  const notice = document.createElement("div");
  const line = document.createElement("p");
  notice.className = "notice notice-wait";
  line.textContent = words;
  notice.append(line, ways());
  place.append(notice);
}

function ways() {
  const row = document.createElement("div");
  const close = document.createElement("button");
  row.className = "row";
  close.type = "button";
  close.className = "button-link";
  close.textContent = "知道了";
  close.addEventListener("click", () => place.replaceChildren());
  row.append(...(troubles.has(SIGN_IN) && !BY_LINK ? [login()] : []), close);
  return row;
}

function login() {
  const link = document.createElement("a");
  link.className = "button button-small";
  link.href = "/login/";
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "在新标签页登录";
  return link;
}

/** Coming back from the tab of the login: a page that asks nothing by itself asks now. */
async function lookAgain() {
  if (document.hidden || !troubles.has(SIGN_IN)) return;
  await ask(window.location.href, { method: "HEAD" }).catch(() => null);
}

document.addEventListener("visibilitychange", lookAgain);
window.addEventListener("focus", lookAgain);

/** A form sent now would end on the login page and lose what was written: it waits here. */
async function hold(form, submitter) {
  await lookAgain();
  if (troubles.has(SIGN_IN)) show();
  else form.requestSubmit(submitter);
}

document.addEventListener(
  "submit",
  (event) => {
    renewToken(event.target);
    if (!troubles.has(SIGN_IN) || event.target.method !== "post") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    hold(event.target, event.submitter);
  },
  true,
);

const pathOf = (event) => event.detail.pathInfo.requestPath;

function reason(text) {
  try {
    return JSON.parse(text).message;
  } catch {
    return NO_REASON; // what stands between us and the server answered in its place
  }
}

document.addEventListener("htmx:configRequest", (event) => {
  if (token()) event.detail.headers["X-CSRFToken"] = token();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:responseError", (event) => {
  const { status, responseText } = event.detail.xhr;
  if (status === 401) {
    signedOut(responseText);
    return;
  }
  if (status < 500) signedIn();
  trouble(pathOf(event), NOT_RENEWED + reason(responseText));
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  settled(pathOf(event));
  signedIn();
});
