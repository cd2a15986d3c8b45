"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = text.replace(/−/g, "-").replace(/[,£]/g, "").match(/-?\d+(\.\d+)?/);
    return [text, number ? Number(number[0]) : NaN];
  };
  const order = ([a, x], [b, y]) => (Number.isNaN(x) - Number.isNaN(y)) || (Number.isNaN(x) ? 0 : x - y) || a.localeCompare(b);
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows].map((row) => [key(row, column), row]);
      const words = rows.filter(([[, number]]) => Number.isNaN(number)).length > rows.length / 2;
      rows.sort(([a], [b]) => (down ? -1 : 1) * (words ? a[0].localeCompare(b[0]) : order(a, b)));
      table.tBodies[0].append(...rows.map(([, row]) => row));
    });
  });
}
