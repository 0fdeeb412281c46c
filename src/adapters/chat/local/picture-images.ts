import { hash } from "node:crypto";
import type { Painter } from "../../../ports/painter.ts";

/** A picture as the browser gets it. */
export interface PictureImage {
  readonly type: "image/png" | "image/svg+xml";
  readonly body: Uint8Array | string;
}

/** Several people look at the same few briefings; older pictures are painted again. */
const KEPT = 24;

/**
 * Gives each SVG as the image that is served for it: a PNG if there is a painter, so that it looks the same everywhere.
 *
 * Graphviz reckons with Arial's widths; on a machine without such a font, a browser's words would leave their boxes.
 * An SVG that cannot be painted is served as it is.
 */
export function createPictureImages(
  painter: Pick<Painter, "png"> | undefined,
): (svg: string) => Promise<PictureImage> {
  const kept = new Map<string, Promise<PictureImage>>();

  return (svg) => {
    const asItIs: PictureImage = { type: "image/svg+xml", body: svg };
    if (!painter) return Promise.resolve(asItIs);
    const key = pictureVersion(svg);
    const image =
      kept.get(key) ??
      painter.png(svg).then(
        (body): PictureImage => ({ type: "image/png", body }),
        () => asItIs,
      );
    kept.delete(key);
    kept.set(key, image);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return image;
  };
}

/** Different for each picture: part of its address, so that an edited message never shows the old one. */
export function pictureVersion(svg: string): string {
  return hash("sha256", svg).slice(0, 12);
}
