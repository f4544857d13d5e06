/* The picture of a timeline, drawn from the table that stands below it. */

import Gantt from "../vendor/frappe-gantt/frappe-gantt.js";

const DAY = 86400000;

/** Without marked days off, whose pattern needs an inline style. */
class Picture extends Gantt {
  make_grid_highlights() {
    this.config.ignored_positions = [];
    this.highlight_current(this.config.view_mode);
  }
}

function task(row) {
  return {
    id: row.dataset.key,
    name: row.querySelector("th").textContent.trim(),
    start: row.dataset.start,
    end: row.dataset.end,
    progress: row.dataset.state === "done" ? 100 : 0,
    custom_class: `bar-${row.dataset.state}`,
    dependencies: row.dataset.after,
  };
}

function monthsOf(tasks) {
  const days = tasks.flatMap((one) => [Date.parse(one.start), Date.parse(one.end)]);
  return (Math.max(...days) - Math.min(...days)) / DAY / 30;
}

function draw(frame) {
  const rows = document.querySelectorAll(`#${frame.dataset.gantt} tr[data-key]`);
  const tasks = [...rows].map(task);
  if (!tasks.length) return;
  frame.hidden = false;
  new Picture(frame, tasks, {
    view_mode: monthsOf(tasks) > 4 ? "Month" : "Week",
    language: "zh-CN",
    readonly: true,
    popup: false,
    holidays: {},
    today_button: false,
    infinite_padding: false,
    scroll_to: tasks.map((one) => one.start).sort()[0],
    bar_height: 22,
    padding: 12,
    lines: "vertical",
  });
}

document.querySelectorAll("[data-gantt]").forEach(draw);
