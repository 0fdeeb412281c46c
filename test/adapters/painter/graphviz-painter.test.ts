import { describe, expect, it } from "vitest";
import { createGraphvizPainter } from "../../../src/adapters/painter/graphviz/graphviz-painter.ts";

const painter = createGraphvizPainter();
const box = (label: string) =>
  `digraph { n [shape=box, width=3, height=1, fixedsize=true, fontname="Arial", label="${label}"] }`;

/** Width and height as a PNG's header has them. */
function sizeOf(png: Uint8Array): { width: number; height: number } {
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

describe("svg", () => {
  it("draws a description", async () => {
    const svg = await painter.svg(box("cart"));

    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain(">cart</text>");
  });

  it("refuses a description that is wrong, and says why", async () => {
    await expect(painter.svg("digraph { a -> ")).rejects.toMatchObject({
      code: "cannot-answer",
      message: expect.stringContaining("syntax"),
    });
  });

  it.each([
    ["a link", 'digraph { a [URL="javascript:alert(1)"] }'],
    [
      "a link in a label",
      'digraph { a [label=<<table href="http://x/"><tr><td>a</td></tr></table>>] }',
    ],
  ])("refuses %s", async (_, dot) => {
    await expect(painter.svg(dot)).rejects.toMatchObject({ code: "cannot-answer" });
  });

  it("leaves a style sheet out", async () => {
    expect(await painter.svg('digraph { stylesheet="http://x/y.css"; a }')).not.toContain("y.css");
  });

  it("works again after a description that was wrong", async () => {
    await painter.svg("digraph {").catch(() => undefined);

    expect(await painter.svg(box("cart"))).toContain("cart");
  });
});

describe("png", () => {
  it("has the words in it, whatever fonts the machine has", async () => {
    const words = await painter.png(await painter.svg(box("cart is down")));
    const other = await painter.png(await painter.svg(box("mail is down")));
    const none = await painter.png(await painter.svg(box("")));

    expect(Buffer.compare(words, none)).not.toBe(0);
    expect(Buffer.compare(words, other)).not.toBe(0);
  });

  it("is twice as large as the drawing, sharp enough for a chat", async () => {
    const { width, height } = sizeOf(await painter.png(await painter.svg(box("cart"))));

    expect(width).toBeGreaterThan(500);
    expect(width).toBeLessThanOrEqual(1600);
    expect(height).toBeGreaterThan(150);
  });

  it("stays within what a chat takes, however large the drawing is", async () => {
    const crowd = Array.from({ length: 60 }, (_, number) => `n${number} -> hub`).join(";");
    const { width, height } = sizeOf(await painter.png(await painter.svg(`digraph {${crowd}}`)));

    expect(width).toBeLessThanOrEqual(1600);
    expect(height).toBeLessThanOrEqual(4000);
  });

  it("refuses what is no picture of its own", async () => {
    await expect(painter.png("<p>hello</p>")).rejects.toMatchObject({ code: "cannot-answer" });
  });
});
