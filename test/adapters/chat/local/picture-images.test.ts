import { expect, it } from "vitest";
import { createPictureImages } from "../../../../src/adapters/chat/local/picture-images.ts";
import { createGraphvizPainter } from "../../../../src/adapters/painter/graphviz/graphviz-painter.ts";

const painter = createGraphvizPainter();

it("serves a picture as a PNG, painted once for all who look", async () => {
  const svg = await painter.svg("digraph { a -> b }");
  let painted = 0;
  const imageOf = createPictureImages({
    png(one) {
      painted += 1;
      return painter.png(one);
    },
  });

  const [first, second] = await Promise.all([imageOf(svg), imageOf(svg)]);

  expect(first.type).toBe("image/png");
  expect(second).toBe(first);
  expect(painted).toBe(1);
});

it("serves the SVG itself when it cannot be painted, and without a painter", async () => {
  const asItIs = { type: "image/svg+xml", body: "<svg/>" };

  expect(await createPictureImages(painter)("<svg/>")).toEqual(asItIs);
  expect(await createPictureImages(undefined)("<svg/>")).toEqual(asItIs);
});
