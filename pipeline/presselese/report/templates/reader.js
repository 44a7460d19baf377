/* The reader: one document with its spans, removed lines, and why each value is what it is. */

const LABELS = ["DATE", "CITY", "PERSON", "ROLE", "ORG"];
const FOLD_LINES = 4; // longer runs of removed lines are folded up

class Reader {
  constructor(index, rules) {
    this.index = index;
    this.rules = rules;
    this.dialog = $("reader");
    this.list = [];
    this.place = 0;
    this.hidden = new Set();
    $("reader-close").addEventListener("click", () => this.dialog.close());
    $("reader-previous").addEventListener("click", () => this.step(-1));
    $("reader-next").addEventListener("click", () => this.step(1));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    this.dialog.addEventListener("close", () => document.body.classList.toggle("reading", this.dialog.open));
    this.dialog.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowLeft") this.step(-1);
      if (event.key === "ArrowRight") this.step(1);
    });
    $("reader-text").addEventListener("click", (event) => {
      const mark = event.target.closest("mark[data-mention]");
      if (mark) this.show(Number(mark.dataset.mention));
    });
    onLanguage.push(() => this.dialog.open && this.render());
  }

  /** Open an entry {document, start, end} of a list of such; arrows lead to the others. */
  async open(list, place) {
    this.list = list;
    this.place = place;
    await this.fetch();
    this.render();
    if (!this.dialog.open) this.dialog.showModal();
    document.body.classList.add("reading");
    this.reveal();
  }

  /** A modal dialog is one page high in print, an ordinary one as long as its text. */
  modal(on) {
    if (!this.dialog.open) return;
    this.dialog.close();
    if (on) this.dialog.showModal();
    else this.dialog.show();
  }

  async step(by) {
    const next = this.place + by;
    if (next >= 0 && next < this.list.length) await this.open(this.list, next);
  }

  async fetch() {
    const { document: wanted } = this.list[this.place];
    const chunk = await load(`chunk-${Math.floor(wanted / this.index.perChunk)}`);
    this.document = chunk[wanted % this.index.perChunk];
    this.number = wanted;
    this.shown = null;
  }

  of(column) {
    return this.index.documents[column][this.number];
  }

  render() {
    const { documents } = this.index;
    $("reader-title").textContent = this.of("title") || this.of("id");
    $("reader-place").textContent = t("reader.place", { n: this.place + 1, of: this.list.length });
    $("reader-previous").disabled = this.place === 0;
    $("reader-next").disabled = this.place === this.list.length - 1;
    const city = documents.city[this.number];
    const facts = [
      this.of("published") ? day(this.of("published")) : t("reader.undated"),
      city === null ? null : this.index.cities.name[city],
      this.of("issuer"),
      t("reader.lines", { kept: this.of("kept") ?? 0, n: this.of("lines") ?? 0 }),
      this.of("path"),
    ];
    $("reader-facts").replaceChildren(...facts.filter(Boolean).map((fact) => el("li", {}, fact)));
    $("reader-legend").replaceChildren(...LABELS.map((label) => this.legend(label)));
    this.renderText();
    this.renderTies();
    this.renderMentions();
    this.renderWhy();
  }

  legend(label) {
    const found = this.document.mentions.filter((mention) => mention.label === label).length;
    return el("button", { type: "button", class: `key ${label}`, "aria-pressed": String(!this.hidden.has(label)),
      onclick: (event) => {
        if (!this.hidden.delete(label)) this.hidden.add(label);
        event.currentTarget.setAttribute("aria-pressed", String(!this.hidden.has(label)));
        $("reader-text").classList.toggle(`without-${label}`, this.hidden.has(label));
      } }, `${t(`label.${label}`)} `, el("span", { class: "n" }, number(found)));
  }

  // -- the text --

  renderText() {
    const host = $("reader-text");
    for (const label of LABELS) host.classList.toggle(`without-${label}`, this.hidden.has(label));
    const { text, lines, offset } = this.document;
    if (text === null) {
      host.replaceChildren(el("p", { class: "notice" }, t(`text.${this.of("text")}`, { path: this.of("path") })),
        ...this.errors());
      return;
    }
    const characters = new Characters(text);
    const spans = this.spans();
    const nodes = [];
    let removed = [];
    const flush = () => {
      nodes.push(...this.removed(removed));
      removed = [];
    };
    lines.forEach(([start, end, kept, reason, rule]) => {
      const node = el("p", { class: `line ${kept ? "kept" : "removed"} ${reason}`, dir: "auto" });
      const shift = (span) => ({ ...span, start: span.start - offset, end: span.end - offset });
      highlight(node, characters, start - offset, end - offset, spans.map(shift));
      if (kept) {
        flush();
        nodes.push(node);
      } else if (reason !== "empty") {
        const says = rule ? this.rules.line[rule] : null;
        removed.push([reason, el("div", { class: "removal" }, node,
          el("span", { class: "reason", title: says }, term("reason", reason)))]);
      }
    });
    flush();
    host.replaceChildren(...nodes);
  }

  errors() {
    return this.index.errors.filter((error) => error.document === this.number)
      .map((error) => el("p", { class: "notice bad" }, `${term("stage", error.stage)}: ${error.message}`));
  }

  /** A run of removed lines; a long one is folded, unless what is looked for stands in it. */
  removed(run) {
    if (run.length <= FOLD_LINES) return run.map(([, node]) => node);
    const reasons = [...new Set(run.map(([reason]) => term("reason", reason)))];
    const wanted = run.some(([, node]) => node.querySelector(".evidence"));
    return [el("details", { class: "removals", open: wanted },
      el("summary", {}, t("reader.removed", { n: run.length }), ": ", reasons.join(", ")),
      run.map(([, node]) => node))];
  }

  spans() {
    const { start, end } = this.list[this.place];
    const spans = this.document.mentions.map((mention, place) => ({
      start: mention.start,
      end: mention.end,
      rank: 1,
      make: (first) => el("mark", {
        class: `m ${mention.label}`,
        "data-mention": place,
        "data-label": first ? t(`short.${mention.label}`) : null,
        "data-start": mention.start,
        "data-end": mention.end,
      }),
    }));
    const evidence = this.shown?.date;
    if (end > start) spans.push({ start, end, rank: 0, make: () => el("span", { class: "evidence target" }) });
    if (evidence?.evidence_end) {
      spans.push({ start: evidence.evidence_start, end: evidence.evidence_end, rank: 0,
        make: () => el("span", { class: "evidence reason-for" }) });
    }
    return spans;
  }

  reveal() {
    const target = this.dialog.querySelector(".evidence.target");
    const body = $("reader-text");
    if (!target) {
      body.scrollTop = 0;
      $("reader-body").scrollTop = 0;
      return;
    }
    const folded = target.closest("details");
    if (folded) folded.open = true;
    target.scrollIntoView({ block: "center" });
    const { start, end } = this.list[this.place];
    const exact = this.document.mentions.findIndex((mention) => mention.start === start && mention.end === end);
    if (exact >= 0) this.show(exact);
  }

  // -- beside the text --

  renderTies() {
    const { ties } = this.index;
    const own = [];
    ties.document.forEach((document, i) => document === this.number && own.push(i));
    $("reader-ties").replaceChildren(...own.map((i) => {
      const parts = [ties.role[i], ties.organisation[i], ties.city[i]].filter(Boolean).join(", ");
      return el("li", {}, el("button", { type: "button", class: "tie", onclick: () => {
        this.list = this.list.slice();
        this.list[this.place] = { document: this.number, start: ties.start[i], end: ties.end[i] };
        this.shown = null;
        this.render();
        this.reveal();
      } }, el("strong", {}, ties.person[i]), parts ? `, ${parts}` : "",
        ties.basis[i] === "inferred" ? el("em", {}, ` ${t("basis.inferred")}`) : null),
        el("details", {}, el("summary", {}, t("reader.rule")),
          ties.rule[i].split("+").map((rule) => el("p", { lang: "en" }, `${rule}: ${this.rules.affiliation[rule]}`))));
    }));
    $("reader-ties-none").hidden = own.length > 0;
  }

  renderMentions() {
    $("reader-mentions").replaceChildren(...this.document.mentions.map((mention, place) =>
      el("li", {}, el("button", { type: "button", class: `mention ${mention.label}`, onclick: () => this.show(place) },
        el("span", { class: "label" }, t(`short.${mention.label}`)), ` ${this.textOf(mention)}`,
        mention.norm && mention.norm !== this.textOf(mention) ? el("span", { class: "norm" }, ` → ${mention.norm}`) : null))));
  }

  textOf(mention) {
    if (this.document.text === null) return mention.text;
    this.document.characters ??= new Characters(this.document.text);
    const { offset } = this.document;
    return this.document.characters.slice(mention.start - offset, mention.end - offset);
  }

  /** Show why a mention has its value, and what completed it in the text. */
  show(place) {
    this.shown = this.document.mentions[place];
    if (this.document.text !== null) this.renderText();
    this.renderWhy();
    const mark = this.dialog.querySelector(`mark[data-mention="${place}"]`);
    if (mark) {
      for (const part of this.dialog.querySelectorAll(`mark[data-mention="${place}"]`)) part.classList.add("shown");
      const folded = mark.closest("details");
      if (folded) folded.open = true;
      mark.scrollIntoView({ block: "nearest" });
    }
  }

  renderWhy() {
    const mention = this.shown;
    const host = $("reader-why");
    host.hidden = !mention;
    if (!mention) return;
    const rows = [[t("why.kind"), term("label", mention.label)]];
    if (mention.norm) rows.push([t("why.value"), mention.date ? this.value(mention) : mention.norm]);
    if (mention.date) rows.push(...this.whyDate(mention.date));
    if (mention.label === "CITY") rows.push(...this.whyCity(mention));
    rows.push([t("why.found"), el("span", { lang: "en" }, `${mention.source}: ${this.rules.mention[mention.source]}`)]);
    if (mention.score !== undefined) rows.push([t("why.score"), share(mention.score)]);
    rows.push([t("why.place"), `${mention.start}–${mention.end}`]);
    host.replaceChildren(
      el("button", { type: "button", class: "hide", "aria-label": t("why.hide"), onclick: () => {
        this.shown = null;
        this.renderWhy();
      } }, "×"),
      el("h3", {}, t("page.quote", { text: this.textOf(mention) })),
      el("dl", {}, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])));
  }

  value({ norm, date }) {
    const days = date.start_on && date.precision === "day"
      ? [...new Set([date.start_on, date.end_on])].map(day).join(" – ") : null;
    const more = [days, term("modifier", date.modifier), term("part", date.part_of_day),
      [date.time_from, date.time_to].filter(Boolean).join("–") || null].filter(Boolean);
    return more.length ? `${norm} (${more.join("; ")})` : norm;
  }

  whyDate(date) {
    const rows = [];
    const published = this.of("published");
    let reason = t(`resolved.${date.resolved_by}`, { day: published ? day(published) : "–" });
    if (date.resolved_by === "stated" && date.stamp) reason = t("resolved.stamp");
    if (date.resolved_by === "published" && this.of("source")) reason += ` (${this.of("source")})`;
    rows.push([t("why.year"), reason]);
    if (date.evidence_end && this.document.text !== null) {
      this.document.characters ??= new Characters(this.document.text);
      const { offset } = this.document;
      const quoted = this.document.characters.slice(date.evidence_start - offset, date.evidence_end - offset);
      rows.push([t("why.evidence"), el("button", { type: "button", class: "plain", onclick: () => {
        const part = this.dialog.querySelector(".reason-for");
        const folded = part?.closest("details");
        if (folded) folded.open = true;
        part?.scrollIntoView({ block: "center" });
      } }, t("page.quote", { text: quoted.trim() }))]);
    }
    if (date.weekday_agrees !== undefined) {
      rows.push([t("why.weekday"), t(date.weekday_agrees ? "why.agrees" : "why.disagrees")]);
    }
    return rows;
  }

  whyCity(mention) {
    const rows = [];
    if (mention.city) rows.push([t("why.city"), mention.city]);
    if (mention.decided_by) {
      rows.push([t("why.decided"), term("decided", mention.decided_by) + (mention.evidence ? `: ${mention.evidence}` : "")]);
    }
    if (mention.candidates) rows.push([t("why.candidates"), mention.candidates]);
    return rows;
  }
}
