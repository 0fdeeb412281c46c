/** All that Graphviz needs for shapes and words. */
const TAGS = new Set([
  "svg",
  "g",
  "title",
  "polygon",
  "polyline",
  "path",
  "ellipse",
  "text",
  "tspan",
]);
for (const tag of ["defs", "linearGradient", "radialGradient", "stop"]) TAGS.add(tag);

/**
 * Does this SVG only show something? No script, link, image, style sheet, foreign object or event handler.
 *
 * Expects well-formed XML as Graphviz writes it: inside text and attributes every `<` is escaped.
 */
export function isSafeSvg(svg: string): boolean {
  const bare = svg.replaceAll(/<!--[\s\S]*?-->/g, "");
  if (/<[!?]/.test(bare)) return false;
  for (const [, tag = "", attributes = ""] of bare.matchAll(/<\/?([^\s/>]+)([^>]*)>/g)) {
    if (!TAGS.has(tag)) return false;
    for (const [, name = "", value = ""] of attributes.matchAll(/([^\s=]+)\s*=\s*"([^"]*)"/g)) {
      if (/^on/i.test(name) || /href$/i.test(name) || name === "style") return false;
      if (/url\((?!#)/i.test(value)) return false;
    }
  }
  return true;
}
