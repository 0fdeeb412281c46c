import { createRequire } from "node:module";
import { renderAsync } from "@resvg/resvg-js";
import { instance, type Viz } from "@viz-js/viz";
import { DepmapError } from "../../../model/errors.ts";
import type { Painter } from "../../../ports/painter.ts";
import { isSafeSvg } from "./safe-svg.ts";

/** Twice the usual 800 pixels of a chat, so that text stays sharp. */
const WIDEST = 1600;
/** A narrow picture is not blown up beyond twice its size. */
const ZOOM = 2;
const TALLEST = 4000;
const PIXELS_PER_POINT = 96 / 72;

const require = createRequire(import.meta.url);
/** Machines and slim images may have no font at all. This one has Arial's widths, with which Graphviz reckons. */
const FONTS = [
  require.resolve("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf"),
  require.resolve("@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf"),
];
/** Letters that the font has; for others the system's fonts are searched, which takes longer. */
const UNCOVERED =
  /[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\s\uFFFD]/u;

/** A painter on Graphviz (WebAssembly) and resvg; it loads Graphviz at the first picture and keeps it. */
export function createGraphvizPainter(): Painter {
  let loading: Promise<Viz> | undefined;

  return {
    async svg(dot) {
      loading ??= instance();
      const viz = await loading;
      const drawn = viz.render(dot, { format: "svg", engine: "dot" });
      if (drawn.status === "failure") {
        const why = drawn.errors.map(({ message }) => message).join("; ");
        throw new DepmapError(
          "cannot-answer",
          `Graphviz cannot draw this description: ${why}; check its syntax`,
        );
      }
      const svg = drawn.output.replace(/^[\s\S]*?(?=<svg)/, "");
      if (isSafeSvg(svg)) return svg;
      throw new DepmapError(
        "cannot-answer",
        "the picture holds script, links or outside references; take URL, href, tooltip and image attributes out of its description",
      );
    },
    async png(svg) {
      const size = sizeOf(svg);
      const zoom = Math.min(ZOOM, WIDEST / size.width, TALLEST / size.height);
      const image = await renderAsync(svg, {
        fitTo: { mode: "zoom", value: zoom },
        background: "#ffffff",
        font: {
          fontFiles: FONTS,
          loadSystemFonts: UNCOVERED.test(svg),
          defaultFontFamily: "Arimo",
          sansSerifFamily: "Arimo",
        },
      });
      return image.asPng();
    },
  };
}

/** The size in pixels; Graphviz writes points. */
function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const found = /<svg width="([\d.]+)pt" height="([\d.]+)pt"/.exec(svg);
  const width = Number(found?.[1]) * PIXELS_PER_POINT;
  const height = Number(found?.[2]) * PIXELS_PER_POINT;
  if (width > 0 && height > 0) return { width, height };
  throw new DepmapError("cannot-answer", "this is no SVG as the painter makes it: it has no size");
}
