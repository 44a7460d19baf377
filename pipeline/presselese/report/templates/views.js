/* The lists and pictures of the page, each made of the index when it is wanted. */

const tables = [];

/** Show only what comes from some documents; the bar says so and takes it back. */
function choose(documents, key, values) {
  const chosen = documents ? new Set(documents) : null;
  for (const table of tables) table.select(chosen);
  const bar = $("selection");
  bar.hidden = !chosen;
  if (!chosen) return;
  $("selection-text").dataset.t = key;
  $("selection-text").dataset.tValues = JSON.stringify({ ...values, n: chosen.size });
  $("selection-text").textContent = t(key, { ...values, n: chosen.size });
  const first = tables.find((table) => table.rows.length) || tables[0];
  first.host.closest("section").scrollIntoView({ block: "start" });
}

const reading = (reader, entry) => (i, table) =>
  reader.open(table.rows.map(entry), table.rows.indexOf(i));

function tiesTable(index, reader) {
  const { ties, documents, cities } = index;
  const source = (i) => {
    const city = documents.city[ties.document[i]];
    return ties.city[i] || city === null ? null : cities.name[city];
  };
  const when = (i) => documents.published[ties.document[i]];
  const days = (i) => documents.days[ties.document[i]].filter((one) => one !== when(i));
  const state = (i) => {
    const place = ties.place[i] ?? documents.city[ties.document[i]];
    return place === null ? null : cities.state[place];
  };
  const status = (i) => (ties.status[i] ? term("status", ties.status[i]) : "");
  tables.push(new DataTable($("ties-table"), {
    name: "ties",
    length: 25,
    size: ties.person.length,
    document: (i) => ties.document[i],
    more: (i) => [ties.lemma[i], documents.title[ties.document[i]], source(i)].filter(Boolean).join(" "),
    open: reading(reader, (i) => ({ document: ties.document[i], start: ties.start[i], end: ties.end[i] })),
    columns: [
      { key: "person", text: (i) => ties.person[i] },
      { key: "role", text: (i) => [ties.role[i], status(i)].filter(Boolean).join(" "),
        cell: (i) => ties.role[i] && el("span", {}, `${ties.role[i]} `,
          status(i) ? el("span", { class: "tag" }, status(i)) : null) },
      { key: "organisation", text: (i) => ties.organisation[i] || "",
        cell: (i) => ties.organisation[i] && el("span", {}, `${ties.organisation[i]} `,
          ties.basis[i] === "inferred"
            ? el("span", { class: "tag doubt", title: t("basis.why") }, t("basis.inferred")) : null) },
      { key: "city", text: (i) => ties.city[i] || "", sort: (i) => ties.city[i] || source(i),
        cell: (i) => ties.city[i]
          || (source(i) && el("span", { class: "aside", title: t("ties.source") }, `(${source(i)})`)) },
      { key: "when", text: (i) => [day(when(i)), ...days(i).map(day)].join(" "), sort: (i) => when(i),
        cell: (i) => el("span", {}, when(i) ? day(when(i)) : el("span", { class: "none" }, t("reader.undated")),
          days(i).length ? el("span", { class: "aside block" }, `${t("ties.named")} ${days(i).map(day).join(", ")}`) : null) },
    ],
    filters: [
      { key: "state", value: state },
      { key: "year", value: (i) => when(i)?.slice(0, 4) },
      { key: "category", value: (i) => ties.category[i], label: (value) => term("category", value) },
      { key: "kind", value: (i) => ties.kind[i], label: (value) => term("kind", value) },
      { key: "basis", value: (i) => ties.basis[i], label: (value) => term("basis", value) },
    ],
  }));
}

/** Show the first of many candidates; all of them stand beside the text. */
function shortened(detail) {
  const all = detail.split("; ");
  return all.length > 4 ? t("doubts.more", { some: all.slice(0, 3).join("; "), n: all.length - 3 }) : detail;
}

function doubtsTable(index, reader) {
  const { doubts, documents } = index;
  const title = (i) => documents.title[doubts.document[i]] || documents.id[doubts.document[i]];
  tables.push(new DataTable($("doubts-table"), {
    name: "doubts",
    length: 15,
    size: doubts.kind.length,
    keepOrder: ["doubt"],
    document: (i) => doubts.document[i],
    open: reading(reader, (i) => ({ document: doubts.document[i], start: doubts.start[i], end: doubts.end[i] })),
    columns: [
      { key: "what", text: (i) => doubts.what[i] },
      { key: "value", text: (i) => doubts.value[i] || "" },
      { key: "doubt", text: (i) => term("doubt", doubts.kind[i]), sort: (i) => i,
        cell: (i) => el("span", {}, term("doubt", doubts.kind[i]),
          doubts.detail[i] && !["inferred", "nearest"].includes(doubts.kind[i])
            ? el("span", { class: "aside block" }, shortened(doubts.detail[i])) : null) },
      { key: "document", text: title },
    ],
    filters: [{ key: "doubt", value: (i) => doubts.kind[i], label: (value) => term("doubt", value) }],
  }));
}

function citiesTable(index) {
  const { cities } = index;
  const where = (i) => [cities.county[i], cities.state[i]].filter(Boolean).join(", ") || country(cities.country[i]);
  const order = cities.name.map((_, i) => i)
    .sort((a, b) => cities.documents[b].length - cities.documents[a].length || cities.mentions[b] - cities.mentions[a] || a - b);
  new DataTable($("cities-table"), {
    name: "cities",
    length: 14,
    size: order.length,
    document: () => null,
    more: (i) => where(order[i]),
    open: (i) => chooseCity(index, order[i]),
    columns: [
      { key: "city", text: (i) => cities.name[order[i]], cell: (i) => [cities.name[order[i]],
        el("span", { class: "aside block" }, where(order[i]))] },
      { key: "documents", className: "n", text: (i) => number(cities.documents[order[i]].length), sort: (i) => cities.documents[order[i]].length },
      { key: "mentions", className: "n", text: (i) => number(cities.mentions[order[i]]), sort: (i) => cities.mentions[order[i]] },
    ],
    filters: [
      { key: "state", value: (i) => cities.state[order[i]] },
      { key: "country", value: (i) => cities.country[order[i]], label: country },
    ],
  });
}

const chooseCity = (index, city) =>
  choose(index.cities.documents[city], "selection.city", { name: index.cities.name[city] });

function documentsTable(index, reader) {
  const { documents, cities } = index;
  const city = (i) => (documents.city[i] === null ? "" : cities.name[documents.city[i]]);
  tables.push(new DataTable($("documents-table"), {
    name: "documents",
    length: 20,
    size: documents.id.length,
    document: (i) => i,
    more: (i) => [documents.id[i], documents.path[i], documents.issuer[i]].filter(Boolean).join(" "),
    open: reading(reader, (i) => ({ document: i, start: 0, end: 0 })),
    columns: [
      { key: "title", text: (i) => documents.title[i] || documents.id[i],
        cell: (i) => documents.title[i] || el("span", {}, `${documents.id[i]} `,
          documents.status[i] === "ok" ? null : el("span", { class: "tag doubt" }, term("state", documents.status[i]))) },
      { key: "published", text: (i) => day(documents.published[i]), sort: (i) => documents.published[i] },
      { key: "source", text: city },
      { key: "mentions", className: "n", text: (i) => number(documents.mentions[i]), sort: (i) => documents.mentions[i] },
      { key: "ties", className: "n", text: (i) => number(documents.ties[i]), sort: (i) => documents.ties[i] },
      { key: "lines", className: "n", text: (i) => `${number(documents.kept[i] ?? 0)}/${number(documents.lines[i] ?? 0)}`, sort: (i) => documents.kept[i] },
    ],
    filters: [
      { key: "status", value: (i) => documents.status[i], label: (value) => term("state", value) },
      { key: "year", value: (i) => documents.published[i]?.slice(0, 4) },
      { key: "text", value: (i) => documents.text[i] || "shown", label: (value) => t(`text.short.${value}`) },
    ],
  }));
}

function errorsList(index) {
  const fill = () => $("errors-list").replaceChildren(...index.errors.slice(0, PRINTED_ROWS).map((error) =>
    el("li", {}, el("code", {}, error.path), ` ${term("stage", error.stage)}: ${error.message}`)));
  if (!index.errors.length) return;
  fill();
  onLanguage.push(fill);
}

// -- accuracy --

function accuracyTable(scores, index, reader) {
  const host = $("accuracy-table");
  const build = () => host.replaceChildren(
    el("p", { class: "lead" }, t("accuracy.lead", { n: scores.documents, of: scores.gold })),
    el("table", { class: "data figures" },
      el("caption", { class: "hidden" }, t("accuracy.caption")),
      el("thead", {}, el("tr", {}, ["figure", "precision", "recall", "f1", "interval", "right", "spurious", "missed"]
        .map((key) => el("th", { scope: "col", class: key === "figure" ? null : "n" }, t(`accuracy.${key}`))))),
      el("tbody", {}, Object.entries(scores.figures).map(([name, figure]) => el("tr", {},
        el("th", { scope: "row" }, term("figure", name)),
        [share(figure.precision), share(figure.recall), share(figure.f1)].map((value, place) =>
          el("td", { class: "n", "data-label": t(`accuracy.${["precision", "recall", "f1"][place]}`) }, value)),
        el("td", { class: "n range", "data-label": t("accuracy.interval") }, bar(figure), `${share(figure.f1_low)}–${share(figure.f1_high)}`),
        ["right", "spurious", "missed"].map((key) =>
          el("td", { class: "n", "data-label": t(`accuracy.${key}`) }, number(figure[key]))))))),
    el("p", { class: "lead" }, Object.entries(scores.accuracies).map(([name, { right, of }]) =>
      t("accuracy.right_of", { what: t(`accuracy.${name}`), right, of })).join(" · ")));
  build();
  onLanguage.push(build);
  const mistakes = scores.mistakes;
  new DataTable($("mistakes-table"), {
    name: "mistakes",
    length: 10,
    size: mistakes.length,
    document: (i) => mistakes[i][2],
    open: (i, table) => reader.open(table.rows.map((row) => ({ document: mistakes[row][2], start: 0, end: 0 })), table.rows.indexOf(i)),
    columns: [
      { key: "item", text: (i) => mistakes[i][4] },
      { key: "figure", text: (i) => term("figure", mistakes[i][0]) },
      { key: "mistake", text: (i) => t(`accuracy.${mistakes[i][1]}`) },
      { key: "context", text: (i) => mistakes[i][5] },
    ],
    filters: [
      { key: "figure", value: (i) => mistakes[i][0], label: (value) => term("figure", value) },
      { key: "mistake", value: (i) => mistakes[i][1], label: (value) => t(`accuracy.${value}`) },
    ],
  });
}

/** The interval of a figure as a short line with a point. */
function bar({ f1, f1_low: low, f1_high: high }) {
  const box = el("span", { class: "bar", "aria-hidden": "true" }, el("i", {}), el("b", {}));
  box.style.setProperty("--low", low);
  box.style.setProperty("--high", high);
  box.style.setProperty("--at", f1);
  return box;
}

// -- pictures --

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function theme() {
  const ink = colour("--ink-soft");
  const font = getComputedStyle(document.body).fontFamily;
  return {
    background: "transparent",
    font,
    view: { stroke: null },
    axis: { labelColor: ink, tickColor: colour("--line"), domainColor: colour("--line"), gridColor: colour("--line"), labelFontSize: 12, minExtent: 34 },
    title: { color: colour("--ink"), anchor: "start", fontSize: 14, fontWeight: 600, offset: 10 },
    bar: { fill: colour("--accent") },
    geoshape: { fill: colour("--land"), stroke: colour("--border") },
    circle: { fill: colour("--accent"), stroke: colour("--paper") },
  };
}

/** Put the words of the language in: a text "@key" stands for those of the key. */
function worded(spec) {
  if (typeof spec === "string") return spec.startsWith("@") ? t(spec.slice(1)) : spec;
  if (Array.isArray(spec)) return spec.map(worded);
  if (spec && typeof spec === "object") {
    return Object.fromEntries(Object.entries(spec).map(([key, value]) => [key, worded(value)]));
  }
  return spec;
}

function timeNames() {
  const locale = language === "de" ? "de-DE" : "en-GB";
  const names = (count, style, make) =>
    Array.from({ length: count }, (_, n) => new Intl.DateTimeFormat(locale, { ...style, timeZone: "UTC" }).format(make(n)));
  const month = (n) => new Date(Date.UTC(2021, n, 1));
  const weekday = (n) => new Date(Date.UTC(2021, 7, 1 + n)); // a Sunday first
  return {
    dateTime: "%x, %X", date: "%d.%m.%Y", time: "%H:%M", periods: ["", ""],
    days: names(7, { weekday: "long" }, weekday), shortDays: names(7, { weekday: "short" }, weekday),
    months: names(12, { month: "long" }, month), shortMonths: names(12, { month: "short" }, month),
  };
}

/** Run Vega, which waits in the page as text, the first time a chart is wanted. */
function vega() {
  if (!window.vegaEmbed) document.head.append(el("script", {}, $("vega").textContent));
  return window.vegaEmbed;
}

async function draw(host, spec, clicked) {
  const embed = vega();
  const { view } = await embed(host, worded(spec), {
    renderer: "svg", actions: false, config: theme(), timeFormatLocale: timeNames(), tooltip: { theme: "custom" },
  });
  host.querySelector("svg").setAttribute("aria-hidden", "true"); // the host has the words for it
  view.addEventListener("click", (_, item) => item?.datum && clicked(item.datum));
}

async function drawCharts(index) {
  const charts = await load("charts");
  const drawn = [];
  if ($("map-chart")) {
    // as high as Germany is, but no higher than a screen
    charts.map.height = Math.round(Math.min(620, $("map-chart").clientWidth * 1.3));
    drawn.push(draw($("map-chart"), charts.map, ({ city }) => city !== undefined && chooseCity(index, city)));
  }
  if ($("timeline-charts")) {
    charts.timeline.charts.forEach((spec, place) => drawn.push(
      draw($("timeline-charts").children[place], spec, ({ series, period }) =>
        period && choose(index.periods[series][period], `selection.${series}`, { period: day(period) }))));
  }
  await Promise.all(drawn);
  document.body.dataset.drawn = language;
}

function network() {
  const picture = $("network-picture");
  if (!picture) return;
  picture.addEventListener("click", (event) => {
    const node = event.target.closest("[data-documents]");
    if (node) choose(node.dataset.documents.split(" ").map(Number), "selection.name", { name: node.dataset.name });
  });
}
