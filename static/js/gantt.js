/* The picture of a timeline, drawn from the table that stands below it; fits the screen's width. */

import Gantt from "../vendor/frappe-gantt/frappe-gantt.js";

const DAY = 86400000;
const GAP = 5;
const CHARACTER = 13;

/** Without marked days off, whose pattern needs an inline style. */
class Picture extends Gantt {
  make_grid_highlights() {
    this.config.ignored_positions = [];
    this.highlight_current(this.config.view_mode);
  }
}

function task(row, longest) {
  const name = row.querySelector("th").textContent.trim();
  return {
    id: row.dataset.key,
    name: name.length > longest ? `${name.slice(0, longest - 1)}…` : name,
    start: row.dataset.start,
    end: row.dataset.end,
    progress: row.dataset.state === "done" ? 100 : 0,
    custom_class: `bar-${row.dataset.state}`,
    dependencies: row.dataset.after,
    url: row.querySelector("a").href,
  };
}

/** Months, or weeks where there are few, in columns that fill the width. */
function scale(tasks, width) {
  const days = tasks.flatMap((one) => [Date.parse(one.start), Date.parse(one.end)]);
  const [first, last] = [new Date(Math.min(...days)), new Date(Math.max(...days))];
  const months = (last.getFullYear() - first.getFullYear()) * 12 + last.getMonth() - first.getMonth();
  const column = (count, least) => Math.max(least, Math.floor((width - 2) / count));
  if (months < 4) {
    const weeks = Math.ceil((last - first) / DAY / 7) + 3;
    return {
      name: "Week",
      padding: ["7d", "7d"],
      step: "7d",
      date_format: "YYYY-MM-DD",
      column_width: column(weeks, 40),
      lower_text: (day) => `${day.getMonth() + 1}-${day.getDate()}`,
      upper_text: (day, before) => (before ? "" : `${day.getFullYear()}年`),
    };
  }
  return {
    name: "Month",
    padding: ["0m", "1m"],
    step: "1m",
    date_format: "YYYY-MM",
    column_width: column(months + 3, 30),
    lower_text: (day) => `${day.getMonth() + 1}月`,
    upper_text: (day, before) =>
      !before || day.getFullYear() !== before.getFullYear() ? `${day.getFullYear()}年` : "",
    thick_line: (day) => day.getMonth() % 3 === 0,
  };
}

/** Labels too wide for their bar stand behind it; those that would leave the picture, before. */
function placeLabels(frame, width) {
  for (const label of frame.querySelectorAll(".bar-label")) {
    const own = label.getBBox().width;
    const bar = label.closest(".bar-wrapper").querySelector(".bar").getBBox();
    if (own + 2 * GAP <= bar.width) continue;
    label.classList.add("big");
    const [before, behind] = [bar.x - GAP - own, bar.x + bar.width + GAP];
    const x = behind + own <= width ? behind : before;
    label.setAttribute("x", x >= 0 ? x : Math.max(0, width - own - GAP));
  }
}

function draw(frame) {
  const rows = [...document.querySelectorAll(`#${frame.dataset.gantt} tr[data-key]`)];
  if (!rows.length) return;
  frame.hidden = false;
  frame.replaceChildren();
  const width = frame.clientWidth;
  const tasks = rows.map((row) => task(row, Math.max(8, Math.floor(width / 2 / CHARACTER))));
  const mode = scale(tasks, width);
  const picture = new Picture(frame, tasks, {
    view_mode: mode.name,
    view_modes: [mode],
    language: "zh-CN",
    readonly: true,
    popup: false,
    on_click: (one) => window.location.assign(one.url),
    holidays: {},
    today_button: false,
    infinite_padding: false,
    scroll_to: tasks.map((one) => one.start).sort()[0],
    bar_height: 22,
    padding: 12,
    lines: "vertical",
  });
  picture.$svg.style.height = `${picture.grid_height}px`;
  // The library places labels in the next frame.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => placeLabels(frame, picture.dates.length * mode.column_width)),
  );
}

for (const frame of document.querySelectorAll("[data-gantt]")) {
  draw(frame);
  let width = frame.clientWidth;
  window.addEventListener("resize", () => {
    if (frame.clientWidth === width) return;
    width = frame.clientWidth;
    draw(frame);
  });
}
