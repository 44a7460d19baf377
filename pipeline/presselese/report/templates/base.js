/* What all parts share: elements, words, numbers and days, data that is unpacked when wanted. */
"use strict";

const $ = (id) => document.getElementById(id);

/** Make an element; attributes that are null or false are left out, texts are never markup. */
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

// -- words ---------------------------------------------------------------------------------------

const WORDS = JSON.parse($("strings").textContent);
const onLanguage = [];
let language = "de";

/** Return the words of a key; {name} is filled in, a single one may have words of its own. */
function t(key, values) {
  const words = WORDS[language];
  const single = values && values.n === 1 && `${key}_one` in words;
  const text = words[single ? `${key}_one` : key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (all, name) => {
    const value = values ? values[name] : undefined;
    return value === undefined ? all : typeof value === "number" ? number(value) : value;
  });
}

/** Return the words for a value of a closed list, the value itself where there are none. */
function term(list, value) {
  if (value === null || value === undefined) return "";
  const words = WORDS[language][`${list}.${value}`];
  return words === undefined ? String(value) : words;
}

function setLanguage(wanted) {
  language = wanted;
  document.documentElement.lang = wanted;
  document.title = t("page.title", { folder: document.body.dataset.folder });
  for (const node of document.querySelectorAll("[data-t]")) {
    node.textContent = t(node.dataset.t, values(node));
  }
  for (const node of document.querySelectorAll("[data-t-label]")) {
    node.setAttribute("aria-label", t(node.dataset.tLabel, values(node)));
  }
  for (const node of document.querySelectorAll("time[datetime]")) {
    node.textContent = moment(node.getAttribute("datetime"));
  }
  for (const node of document.querySelectorAll("[data-number]")) {
    node.textContent = number(Number(node.dataset.number));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === wanted));
  }
  for (const listener of onLanguage) listener();
  try {
    localStorage.setItem("presselese.language", wanted);
  } catch {
    // a browser that keeps nothing: the choice holds for this visit
  }
}

const values = (node) => (node.dataset.tValues ? JSON.parse(node.dataset.tValues) : undefined);

function firstLanguage() {
  try {
    const kept = localStorage.getItem("presselese.language");
    if (kept in WORDS) return kept;
  } catch {
    // see setLanguage
  }
  return /^de\b/i.test(navigator.language || "de") ? "de" : "en";
}

// -- numbers and days ----------------------------------------------------------------------------

const formats = new Map();

function format(name, make) {
  const key = `${language} ${name}`;
  if (!formats.has(key)) formats.set(key, make(language === "de" ? "de-DE" : "en-GB"));
  return formats.get(key);
}

const number = (value) =>
  Number.isInteger(value)
    ? format("n", (locale) => new Intl.NumberFormat(locale)).format(value)
    : String(value);

const share = (value) =>
  format("s", (locale) => new Intl.NumberFormat(locale, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
  })).format(value);

/** Write an ISO day, month or year as a reader would. */
function day(iso) {
  if (!iso) return "";
  const [year, month, date] = iso.split("-").map(Number);
  if (!month) return iso;
  const style = { year: "numeric", month: "long", timeZone: "UTC" };
  if (date) style.day = "numeric";
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, date || 1);
  return format(date ? "d" : "m", (locale) => new Intl.DateTimeFormat(locale, style)).format(moment);
}

/** Name a country by its ISO code. */
const country = (code) =>
  format("c", (locale) => new Intl.DisplayNames(locale, { type: "region" })).of(code);

function moment(iso) {
  const style = { dateStyle: "long", timeStyle: "short", timeZone: "UTC" };
  const when = new Date(iso);
  if (Number.isNaN(when.getTime())) return iso;
  return `${format("t", (l) => new Intl.DateTimeFormat(l, style)).format(when)} UTC`;
}

/** Fold a text for searching: without case and accents. */
const folded = (text) =>
  text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/ß/g, "ss");

// -- data ----------------------------------------------------------------------------------------

const loaded = new Map();

/** Return the data of a block, unpacked the first time it is wanted. */
function load(id) {
  if (!loaded.has(id)) loaded.set(id, unpack($(`data-${id}`)));
  return loaded.get(id);
}

async function unpack(node) {
  if (!("packed" in node.dataset)) return JSON.parse(node.textContent);
  const bytes = Uint8Array.from(atob(node.textContent), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}
