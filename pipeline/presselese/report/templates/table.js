/* One table with search, filters, sorting and pages; used for every list of the page. */

const NARROW_ROWS = 10; // on a phone, where a row is a card
const PRINTED_ROWS = 500;
// columns whose cells are German in either language of the page
const GERMAN = new Set(["person", "role", "organisation", "city", "source", "title", "document", "what", "value", "item", "context"]);

/**
 * options: name (key of words), columns [{key, text(i), cell(i)?, sort(i)?, className?}],
 * filters [{key, value(i), label(value)?}], document(i), open(i, table)?, more(i)?, length (rows a page)
 */
class DataTable {
  constructor(host, options) {
    this.host = host;
    this.options = options;
    this.query = "";
    this.filters = {};
    this.sort = null;
    this.page = 0;
    this.selection = null;
    this.haystack = null;
    this.rows = [];
    this.build();
    onLanguage.push(() => {
      this.haystack = null;
      this.build();
    });
  }

  build() {
    const { name, columns } = this.options;
    const had = this.host.contains(document.activeElement) ? document.activeElement.id : "";
    this.search = el("input", {
      type: "search",
      id: `${name}-search`,
      placeholder: t(`${name}.search`),
      "aria-label": t(`${name}.search`),
      autocomplete: "off",
      spellcheck: "false",
      oninput: () => {
        this.query = this.search.value;
        this.page = 0;
        this.update();
      },
    });
    this.search.value = this.query;
    this.count = el("p", { class: "count", role: "status" });
    this.head = el("tr", {}, columns.map((column) => this.heading(column)));
    this.body = el("tbody", { onclick: (event) => this.clicked(event), onkeydown: (event) => this.moved(event) });
    this.pager = el("div", { class: "pager" });
    this.host.replaceChildren(
      el("div", { class: "controls" },
        this.search,
        (this.options.filters || []).map((filter) => this.filter(filter)),
        this.sorter()),
      this.count,
      el("table", { class: `data ${name}` },
        el("caption", { class: "hidden" }, t(`${name}.caption`)),
        el("thead", {}, this.head),
        this.body),
      this.pager,
    );
    this.update();
    if (had) $(had)?.focus();
  }

  heading(column) {
    const label = t(`table.${column.key}`);
    const button = el("button", { type: "button", id: `${this.options.name}-by-${column.key}`,
      onclick: () => this.order(column.key) }, label);
    const by = this.sort && this.sort.key === column.key ? this.sort : null;
    return el("th", { scope: "col", class: column.className,
      "aria-sort": by ? (by.down ? "descending" : "ascending") : null }, button);
  }

  /** The order as a list of choices, for narrow screens that show no headings. */
  sorter() {
    const select = el("select", { class: "sorter", id: `${this.options.name}-sort`, "aria-label": t("table.sort"),
      onchange: () => {
        this.sort = select.value ? { key: select.value, down: false } : null;
        this.update();
      } },
      el("option", { value: "" }, t("table.sort")),
      this.options.columns.map((column) =>
        el("option", { value: column.key, selected: this.sort?.key === column.key }, t(`table.${column.key}`))));
    return select;
  }

  filter({ key, value, label }) {
    const found = new Map();
    for (let i = 0; i < this.options.size; i++) {
      const one = value(i);
      if (one !== null && one !== undefined && one !== "") found.set(one, (found.get(one) || 0) + 1);
    }
    if (found.size < 2) return null;
    const shown = label || String;
    const names = [...found.keys()].map((one) => [one, shown(one)]);
    if (!this.options.keepOrder?.includes(key)) {
      names.sort((a, b) => a[1].localeCompare(b[1], language, { numeric: true }));
    }
    const select = el("select", { id: `${this.options.name}-${key}`, "aria-label": t(`table.${key}`),
      onchange: () => {
        this.filters[key] = select.value;
        this.page = 0;
        this.update();
      } },
      el("option", { value: "" }, t("table.all", { what: t(`table.${key}`) })),
      names.map(([one, text]) =>
        el("option", { value: one, selected: String(one) === this.filters[key] }, `${text} (${number(found.get(one))})`)));
    return select;
  }

  order(key) {
    const down = this.sort?.key === key ? !this.sort.down : false;
    this.sort = this.sort?.key === key && this.sort.down ? null : { key, down };
    this.page = 0;
    this.update();
  }

  /** Show only rows of these documents (a Set), or all for null. */
  select(documents) {
    this.selection = documents;
    this.page = 0;
    this.update();
  }

  matching() {
    const { size, columns, more } = this.options;
    if (this.haystack === null) {
      this.haystack = Array.from({ length: size }, (_, i) =>
        folded([...columns.map((column) => column.text(i)), more ? more(i) : ""].join(" ")));
    }
    const wanted = folded(this.query).split(/\s+/).filter(Boolean);
    const filters = (this.options.filters || []).filter(({ key }) => this.filters[key]);
    const rows = [];
    for (let i = 0; i < size; i++) {
      if (this.selection && !this.selection.has(this.options.document(i))) continue;
      if (filters.some(({ key, value }) => String(value(i)) !== this.filters[key])) continue;
      if (wanted.every((word) => this.haystack[i].includes(word))) rows.push(i);
    }
    return this.sort ? this.sorted(rows) : rows;
  }

  sorted(rows) {
    const column = this.options.columns.find(({ key }) => key === this.sort.key);
    const value = column.sort || column.text;
    const collator = new Intl.Collator(language, { numeric: true });
    const sign = this.sort.down ? -1 : 1;
    const keyed = rows.map((i) => [value(i), i]);
    keyed.sort(([a, i], [b, j]) => {
      const none = (a === null || a === "") - (b === null || b === ""); // unknown ones last
      if (none) return none;
      const by = typeof a === "number" ? a - b : collator.compare(a, b);
      return sign * by || i - j;
    });
    return keyed.map(([, i]) => i);
  }

  update(print = false) {
    this.rows = this.matching();
    const { name, size } = this.options;
    const length = matchMedia("(max-width: 640px)").matches ? NARROW_ROWS : this.options.length;
    const pages = Math.max(1, Math.ceil(this.rows.length / length));
    this.page = Math.min(this.page, pages - 1);
    const first = print ? 0 : this.page * length;
    const shown = this.rows.slice(first, first + (print ? PRINTED_ROWS : length));
    this.body.replaceChildren(...shown.map((i) => this.row(i)));
    this.head.replaceChildren(...this.options.columns.map((column) => this.heading(column)));
    if (!size) this.count.textContent = t(`${name}.none`);
    else if (this.rows.length === size) this.count.textContent = t(`${name}.count`, { n: size });
    else this.count.textContent = t("table.narrowed", { n: this.rows.length, of: size });
    this.host.classList.toggle("empty", !this.rows.length);
    this.pages(pages, first, shown.length);
  }

  row(i) {
    const { columns, open } = this.options;
    const cells = columns.map((column, place) => {
      const content = column.cell ? column.cell(i) : column.text(i);
      const opening = place === 0 && open;
      return el(place === 0 ? "th" : "td",
        { scope: place === 0 ? "row" : null, class: column.className, lang: GERMAN.has(column.key) ? "de" : null, "data-label": t(`table.${column.key}`) },
        opening ? el("button", { type: "button", class: "open" }, content || "–") : content || el("span", { class: "none" }, "–"));
    });
    return el("tr", { "data-row": i }, cells);
  }

  pages(pages, first, shown) {
    if (pages < 2) {
      this.pager.replaceChildren();
      return;
    }
    const step = (by, key, off) =>
      el("button", { type: "button", id: `${this.options.name}-${key}`, disabled: off, onclick: () => {
        this.page += by;
        this.update();
        this.host.scrollIntoView({ block: "start" });
      } }, t(`table.${key}`));
    this.pager.replaceChildren(
      step(-1, "previous", this.page === 0),
      el("span", {}, t("table.range", { from: first + 1, to: first + shown, of: this.rows.length })),
      step(1, "next", this.page === pages - 1));
  }

  clicked(event) {
    const row = event.target.closest("tr[data-row]");
    if (row && this.options.open && !getSelection().toString()) {
      this.options.open(Number(row.dataset.row), this);
    }
  }

  /** The arrows go from row to row. */
  moved(event) {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const row = event.target.closest("tr[data-row]");
    if (step && row && row[step]) {
      event.preventDefault();
      row[step].querySelector("button")?.focus();
    }
  }
}
