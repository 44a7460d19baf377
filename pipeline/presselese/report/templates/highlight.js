/* The text with its spans. They nest (a city in an organisation) and may even cross. */

/** A text whose offsets count code points, as those of the tables do. */
class Characters {
  constructor(text) {
    this.text = text;
    this.points = /[\ud800-\udbff]/.test(text) ? Array.from(text) : null;
  }

  get length() {
    return this.points ? this.points.length : this.text.length;
  }

  slice(start, end) {
    return this.points ? this.points.slice(start, end).join("") : this.text.slice(start, end);
  }
}

/**
 * Append the characters start:end to a node; of spans {start, end, make(first)} each becomes the
 * element that make() gives. A span that crosses the end of another goes on in a second element.
 */
function highlight(node, characters, start, end, spans) {
  const open = spans
    .filter((span) => span.start < end && span.end > start)
    .map((span) => ({ ...span, start: Math.max(span.start, start), end: Math.min(span.end, end),
      first: (span.first ?? true) && span.start >= start }))
    .sort((a, b) => a.start - b.start || b.end - a.end || (a.rank || 0) - (b.rank || 0));
  let place = start;
  while (open.length) {
    const span = open.shift();
    if (span.start > place) node.append(characters.slice(place, span.start));
    const inner = [];
    const after = [];
    for (const other of open) {
      if (other.start >= span.end) after.push(other);
      else if (other.end <= span.end) inner.push(other);
      else {
        inner.push({ ...other, end: span.end });
        after.push({ ...other, start: span.end, first: false });
      }
    }
    const child = span.make(span.first);
    highlight(child, characters, span.start, span.end, inner);
    node.append(child);
    place = span.end;
    open.splice(0, open.length, ...after.sort((a, b) => a.start - b.start || b.end - a.end));
  }
  if (place < end) node.append(characters.slice(place, end));
}
