/* The start: words first, then the tables, and the pictures when the browser is idle. */

async function start() {
  const [index, rules, scores] = await Promise.all([load("index"), load("rules"), load("accuracy")]);
  const reader = new Reader(index, rules);
  tiesTable(index, reader);
  doubtsTable(index, reader);
  citiesTable(index);
  documentsTable(index, reader);
  errorsList(index);
  network();
  if (scores) accuracyTable(scores, index, reader);

  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => setLanguage(button.dataset.language));
  }
  $("selection-clear").addEventListener("click", () => choose(null));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, select, dialog[open]")) return;
    event.preventDefault();
    $("ties-search")?.focus();
  });
  addEventListener("beforeprint", () => {
    reader.modal(false);
    tables.forEach((table) => table.update(true));
  });
  addEventListener("afterprint", () => {
    reader.modal(true);
    tables.forEach((table) => table.update());
  });

  setLanguage(firstLanguage());
  document.body.classList.add("ready");
  const idle = window.requestIdleCallback || ((task) => setTimeout(task, 200));
  idle(() => drawCharts(index));
  onLanguage.push(() => drawCharts(index));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawCharts(index));
}

start().catch((error) => {
  $("trouble").hidden = false;
  $("trouble-message").textContent = String(error);
});
