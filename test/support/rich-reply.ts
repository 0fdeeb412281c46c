import { Reply } from "../../src/model/reply.ts";

/** A small picture as depmap draws them. */
const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 150" font-family="sans-serif" font-size="13">' +
  '<rect width="480" height="150" fill="#ffffff"/>' +
  '<path d="M130 75 H190 M290 75 H350 M290 65 L350 35" stroke="#57606a" fill="none"/>' +
  '<rect x="20" y="55" width="110" height="40" rx="6" fill="#ffebe9" stroke="#cf222e"/><text x="40" y="80">stock-cache</text>' +
  '<rect x="190" y="55" width="100" height="40" rx="6" fill="#ffebe9" stroke="#cf222e"/><text x="210" y="80">basket</text>' +
  '<rect x="350" y="15" width="110" height="40" rx="6" fill="#fff8c5" stroke="#9a6700"/><text x="365" y="40">storefront</text>' +
  '<rect x="350" y="65" width="110" height="40" rx="6" fill="#ffebe9" stroke="#cf222e"/><text x="370" y="90">checkout</text></svg>';

/** A reply with every type of block, as a briefing has them; `name` stands wherever a name can stand. */
export function richReply(name = "stock-cache"): Reply {
  return Reply.parse({
    headline: `${name} is down: 14 components and 2 journeys are hit`,
    tone: "down",
    banner: `The map is 18 minutes old: ${name} could not be read. Changes since then are not in this answer.`,
    blocks: [
      {
        type: "section",
        title: "What is going on",
        text: [
          { text: "3 alerts since 02:13 UTC. The first was " },
          { text: name, style: "code" },
          { text: ", the loudest is " },
          { text: "basket", style: "bold" },
          { text: ". See " },
          { text: "incident Q7", link: "https://pager.example/incidents/Q7" },
          { text: ".", style: "muted" },
        ],
      },
      {
        type: "facts",
        title: "What probably caused it",
        facts: [
          { label: "Candidate", value: [{ text: name, style: "bold" }] },
          { label: "Confidence", value: "high: it explains 11 of 12 alerts, and paged first" },
          { label: "Owner", value: `Team Basket (${name}), on call: Ines` },
        ],
      },
      {
        type: "list",
        title: "Who and what is hit",
        items: [
          { text: `${name}: connection refused since 02:13`, tone: "down" },
          {
            text: [{ text: "basket", style: "bold" }, { text: " in 2 s, hard call" }],
            tone: "down",
          },
          { text: "storefront in 4 s, runs on a cached catalogue", tone: "degraded" },
          { text: "sales-report from 06:00, nightly batch", tone: "stale" },
          { text: "parcel-labels: nothing reaches it any more", tone: "starved" },
          { text: "search: does not use it", tone: "ok" },
          { text: `asked: ${name}`, tone: "neutral" },
        ],
        more: 8,
      },
      {
        type: "table",
        title: "Journeys",
        columns: ["Journey", "Users per minute", "Revenue per minute", "Because"],
        rows: [
          ["Check out", "120–180", "€ 900–1,300", `enters at storefront, through ${name}`],
          ["Track a parcel", "40", "unknown", "enters at parcel-labels"],
        ],
        more: 3,
      },
      {
        type: "quote",
        text: `turns out checkout reads the table that ${name} fills`,
        author: name,
        link: "https://chat.example/archives/1",
      },
      {
        type: "picture",
        title: "Blast radius",
        svg: PICTURE,
        alt: `${name} is used by basket; basket by storefront and checkout.`,
      },
      {
        type: "buttons",
        buttons: [
          {
            label: "Show the path",
            action: { type: "command", line: `path ${name} checkout` },
            style: "primary",
          },
          {
            label: `Owners of ${name}`.slice(0, 75),
            action: { type: "command", line: "owners basket" },
          },
          {
            label: "This is wrong",
            action: { type: "confirm", line: "unlink a b" },
            style: "danger",
          },
        ],
      },
      {
        type: "select",
        label: `Look at something else than ${name}`,
        action: { type: "command", line: "blast-radius" },
        options: [
          { label: "basket", value: "basket" },
          { label: name, value: name },
        ],
      },
      {
        type: "search",
        label: `Or at anything but ${name}`,
        action: { type: "command", line: "used-by" },
      },
      {
        type: "form",
        title: "Correct this dependency",
        fields: [
          { name: "consumer", label: "Consumer", value: "checkout" },
          { name: "provider", label: `Provider (not ${name})`.slice(0, 100), value: name },
          {
            name: "coupling",
            label: "How",
            value: "call",
            options: [
              { label: "call", value: "call" },
              { label: name, value: "data" },
            ],
          },
          { name: "why", label: "Why", multiline: true },
        ],
        submit: {
          label: "Save",
          action: { type: "edit-proposal", proposalId: "p-1" },
          style: "primary",
        },
      },
    ],
    footer: [
      "Sources: kubernetes (2 minutes ago), estate.yaml (today), learned (3)",
      `Blind spots: 2 components without owner, among them ${name}`,
    ],
    visibility: "channel",
  });
}
