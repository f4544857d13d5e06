/* A form with the fields challenge and solution: a worker solves the challenge while one writes, so
   that the page stays usable. Sent before it is solved, the form waits and says so; where nothing is
   found in time, or there is no worker, it is sent as it is and staff look at what it says first. */
const PATIENCE_MS = 30_000;
const challenge = document.querySelector('input[name="challenge"]');
const solution = document.querySelector('input[name="solution"]');
const form = challenge?.form;
const unproved = document.getElementById("unproved");

function solve() {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./proof_worker.js", import.meta.url));
    const finish = (found) => {
      worker.terminate();
      resolve(found);
    };
    worker.addEventListener("message", (event) => finish(event.data));
    worker.addEventListener("error", () => finish(""));
    worker.postMessage(challenge.value);
  });
}

const patience = () => new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS, ""); });

function say(words) {
  const line = document.createElement("p");
  line.className = "meta";
  line.setAttribute("role", "status");
  line.textContent = words;
  form.querySelector(".actions").after(line);
  return line;
}

async function sendWhenSolved(found, submitter) {
  const line = say("正在验证，通常只需几秒，完成后自动提交。");
  solution.value = await Promise.race([found, patience()]);
  line.remove();
  form.dataset.proved = "true";
  form.requestSubmit(submitter);
}

function start() {
  let waiting = false;
  unproved.hidden = true;
  const found = solve().catch(() => "");
  found.then((number) => {
    solution.value = number;
    unproved.hidden = number !== "";
    form.dataset.proved = "true";
  });
  form.addEventListener("submit", (event) => {
    if (form.dataset.proved) return;
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    sendWhenSolved(found, event.submitter);
  });
}

if (challenge?.value && window.Worker) start();
