"use strict";
(() => {
  const form = document.querySelector(".filters");
  const rows = [...document.querySelectorAll("[data-outcome]")].map((row) => ({
    row, outcome: row.dataset.outcome, text: row.textContent.toLowerCase(),
  }));
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const find = form.querySelector("input[type=search]");

  const filter = () => {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = find.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const { row, outcome, text } of rows) {
      row.hidden = !wanted.has(outcome) || !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    for (const group of document.querySelectorAll(".group")) {
      group.hidden = !group.querySelector("[data-outcome]:not([hidden])");
    }
    form.querySelector("output").textContent = `${shown} of ${rows.length} shown`;
  };

  // A link to a check shows it, whatever is filtered, and opens what it says.
  const follow = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row?.dataset.outcome) return;
    if (row.hidden) {
      boxes.forEach((box) => { box.checked = true; });
      find.value = "";
      filter();
    }
    row.querySelector("details")?.setAttribute("open", "");
    row.scrollIntoView();
  };

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", follow);
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll(".card details").forEach((it) => { it.open = true; });
  });
  form.hidden = rows.length === 0;
  follow();
})();
