"use strict";
// Keeps the answers in the browser, and saves them as the sheet that `hearsay audit score` reads.
const sheet = JSON.parse(document.getElementById("sheet").textContent);
const form = document.querySelector("form");
const key = "hearsay-audit " + sheet.name;

function answers() {
  return Object.fromEntries(new FormData(form));
}

function csv() {
  const given = answers();
  const filled = sheet.rows.map((row, number) =>
    row.map((cell, at) => given[number + "-" + sheet.columns[at]] ?? cell));
  const quoted = cell => /[",\r\n]/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell;
  const line = cell => cell.replace(/\s+/g, " ").trim();
  return [sheet.columns, ...filled].map(row => row.map(cell => quoted(line(cell))).join(",") + "\r\n").join("");
}

function count() {
  const given = answers();
  const done = sheet.rows.filter((_, number) => given[number + "-is_claim"]).length;
  document.getElementById("count").textContent = done + " of " + sheet.rows.length + " checked";
}

function keep() {
  try { localStorage.setItem(key, JSON.stringify(answers())); } catch { /* nothing is kept here: save it */ }
  count();
}

function restore() {
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(key) ?? "{}"); } catch { /* as above */ }
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  count();
}

document.getElementById("save").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff" + csv()], {type: "text/csv"}));
  link.download = sheet.name + ".csv";
  link.click();
});
form.addEventListener("input", keep);
form.addEventListener("submit", event => event.preventDefault());
restore();
