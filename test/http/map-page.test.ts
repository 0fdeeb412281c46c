import express from "express";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { listen, type Listening } from "../../src/http/listen.ts";
import { createMapLinks } from "../../src/http/map-links.ts";
import { mapPage } from "../../src/http/map-page.ts";
import { Reply } from "../../src/model/reply.ts";
import { createSecret } from "../../src/model/secret.ts";

const HOSTILE = `"><script>alert(1)</script> 'x`;
const publicUrl = "https://depmap.example.com";
const links = createMapLinks({ publicUrl, secret: createSecret("one") });

let server: Listening | undefined;
afterEach(async () => {
  await server?.close();
});

async function serve(answer: (id: string) => Reply | undefined): Promise<string> {
  const app = express().use(mapPage(links, async (id) => answer(id)));
  server = await listen(app, { host: "127.0.0.1", port: 0 });
  return server.url;
}

/** The same link at the address where the test listens. */
function at(url: string, link: string): string {
  const { pathname, search } = new URL(link);
  return `${url}${pathname}${search}`;
}

function map(): Reply {
  return Reply.parse({
    headline: `Checkout is slow ${HOSTILE}`,
    blocks: [
      { type: "list", title: "Down", items: [{ text: HOSTILE }], more: 3 },
      { type: "picture", svg: "<svg><text>cart</text></svg>", alt: `cart ${HOSTILE}` },
      { type: "buttons", buttons: [{ label: "x", action: { type: "command", line: "status" } }] },
    ],
    footer: ["Sources: estate.yaml"],
  });
}

describe("the page about an incident", () => {
  it("shows its map to whoever has the link", async () => {
    const asked: string[] = [];
    const url = await serve((id) => {
      asked.push(id);
      return map();
    });
    const answer = await fetch(at(url, links.toIncident("P1/ä")));
    const text = await answer.text();

    expect(answer.status).toBe(200);
    expect(asked).toEqual(["P1/ä"]);
    expect(text).toContain("+3 more");
    expect(text).toContain("Sources: estate.yaml");
    expect(text).toContain(`data:image/svg+xml;base64,${btoa("<svg><text>cart</text></svg>")}`);
    expect(text).not.toContain("<script");
    expect(text).not.toContain(`alt="cart "`);
  });

  it("lets a browser run, load and keep nothing", async () => {
    const url = await serve(map);
    const { headers } = await fetch(at(url, links.toIncident("P1")));

    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; img-src data:; style-src 'nonce-/,
    );
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-robots-tag")).toBe("noindex");
  });

  it("looks the same to a wrong link as to an incident that is not there", async () => {
    const url = await serve((id) => (id === "P1" ? map() : undefined));
    const wrong = await fetch(`${url}/map/incidents/P1?signature=${"A".repeat(43)}`);
    const none = await fetch(`${url}/map/incidents/P1`);
    const twice = await fetch(`${at(url, links.toIncident("P1"))}&signature=x`);
    const gone = await fetch(at(url, links.toIncident("P2")));

    expect([wrong.status, none.status, twice.status, gone.status]).toEqual([404, 404, 404, 404]);
    const bodies = await Promise.all([wrong, gone].map((one) => one.text()));
    const [first, second] = bodies.map((body) => body.replaceAll(/nonce="[^"]+"/g, ""));
    expect(first).toBe(second);
  });
});

describe("links to maps", () => {
  it("are good for their own incident only, letter by letter", () => {
    const signature = new URL(links.toIncident("P1")).searchParams.get("signature") ?? "";
    expect(links.isOurs("P1", signature)).toBe(true);
    expect(links.isOurs("P2", signature)).toBe(false);
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. ".split("");

    fc.assert(
      fc.property(
        fc.nat({ max: signature.length - 1 }),
        fc.constantFrom(...letters),
        (place, letter) => {
          const other = signature.slice(0, place) + letter + signature.slice(place + 1);
          expect(links.isOurs("P1", other)).toBe(other === signature);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("become void with another secret", () => {
    const other = createMapLinks({ publicUrl, secret: createSecret("two") });
    const signature = new URL(other.toIncident("P1")).searchParams.get("signature") ?? "";

    expect(links.isOurs("P1", signature)).toBe(false);
  });
});
