import { nameOf, type ComponentKind } from "../model/component.ts";
import { Coupling, Strength } from "../model/dependency.ts";
import type { Proposal, ProposedEnd } from "../model/proposal.ts";
import { Reply, type Block } from "../model/reply.ts";
import { utcWords } from "../model/utc-words.ts";
import { sureness } from "./what-caused-it.ts";

/** What somebody is told whose decision could not go into the store yet. */
export const KEPT =
  "The graph store is away: this is kept, and goes into the map once the graph store is back.";

const STORES: ReadonlySet<ComponentKind> = new Set(["dataset", "datastore", "queue", "topic"]);
/** What has become of the message since the sentence was read. */
const SINCE = {
  reworded: "The message was edited since; this is how it now says it.",
  withdrawn: "The message was edited since, and does not say this any more.",
  deleted: "The message was deleted since.",
} as const;
const TONES = { open: "neutral", approved: "ok", rejected: "neutral" } as const;

/** What was read, from which sentence, what the map says of it, and the buttons that decide; afterwards who decided. */
export function proposalCard(proposal: Proposal): Reply {
  const { quote, author, link, remarks, state } = proposal;
  return Reply.parse({
    headline: headlineOf(proposal),
    tone: TONES[state],
    visibility: "channel",
    blocks: [
      { type: "quote", text: quote, author, ...(link === undefined ? {} : { link }) },
      ...(proposal.since ? [{ type: "section", text: SINCE[proposal.since] }] : []),
      { type: "facts", facts: factsOf(proposal) },
      ...(remarks.length > 0
        ? [{ type: "list", title: "What the map says", items: remarks.map((text) => ({ text })) }]
        : []),
      ...(state === "open" ? [buttonsOf(proposal)] : []),
      ...(proposal.kept ? [{ type: "section", text: KEPT }] : []),
    ],
    footer: [`Proposed by ${proposal.proposerName ?? proposal.proposer}`],
  });
}

/** Who decided it, as people call them. */
export function deciderOf({ decidedByName, decidedBy = "somebody" }: Proposal): string {
  return decidedByName ?? decidedBy;
}

/** The same as one of several in a list: its headline stands above it, for that alone says what would change. */
export function proposalBlocks(proposal: Proposal): Block[] {
  const { headline, blocks } = proposalCard(proposal);
  return [{ type: "section", text: [{ text: headline, style: "bold" }] }, ...blocks];
}

/** The form behind Edit. */
export function proposalForm({ id, consumer, provider, coupling, strength }: Proposal): Reply {
  const options = (values: readonly string[]) => values.map((value) => ({ label: value, value }));
  const form: Block = {
    type: "form",
    title: "Edit the proposal",
    fields: [
      {
        name: "consumer",
        label: "Consumer (is harmed)",
        value: consumer.id,
        required: true,
        multiline: false,
      },
      {
        name: "provider",
        label: "Provider (fails)",
        value: provider.id,
        required: true,
        multiline: false,
      },
      {
        name: "coupling",
        label: "Coupling",
        value: coupling,
        options: options(Coupling.options),
        multiline: false,
      },
      {
        name: "strength",
        label: "Strength",
        value: strength ?? "",
        options: [{ label: "not said", value: "" }, ...options(Strength.options)],
        multiline: false,
      },
    ],
    submit: { label: "Save", action: { type: "edit-proposal", proposalId: id }, style: "primary" },
  };
  return Reply.parse({ headline: "Edit the proposal", blocks: [form] });
}

/**
 * The edge in words that a person checks against the sentence.
 *
 * `data` is spelled out: "reads what it fills" is what people mean and "data" is not.
 */
function edgeWords({ change, consumer, provider, coupling }: Proposal): string {
  const [one, other] = [labelOf(consumer), labelOf(provider)];
  if (change === "remove") return `${one} does not depend on ${other} any more`;
  const isStore = provider.isNew && STORES.has(provider.isNew.kind);
  const how = coupling === "data" && !isStore ? `data: it reads what ${other} fills` : coupling;
  return `${one} depends on ${other} (${how})`;
}

function headlineOf(proposal: Proposal): string {
  const edge = edgeWords(proposal);
  switch (proposal.state) {
    case "open":
      return `Proposed: ${edge}`;
    case "approved":
      return `Approved by ${deciderOf(proposal)}: ${edge}`;
    case "rejected":
      return `Rejected by ${deciderOf(proposal)}: ${edge}`;
  }
}

function factsOf(proposal: Proposal) {
  const { consumer, provider, strength, confidence, state, decidedAt, incidentId } = proposal;
  const fresh = [consumer, provider].flatMap(({ id, isNew }) =>
    isNew ? [`${isNew.name}, a ${isNew.kind} (${id})`] : [],
  );
  return [
    { label: "Consumer", value: [{ text: consumer.id, style: "code" }] },
    { label: "Provider", value: [{ text: provider.id, style: "code" }] },
    ...(strength ? [{ label: "Strength", value: strength }] : []),
    { label: "Read with", value: sureness(confidence) },
    ...(fresh.length > 0 ? [{ label: "New on the map", value: fresh.join("; ") }] : []),
    ...(incidentId === undefined ? [] : [{ label: "Incident", value: incidentId }]),
    ...(state === "open"
      ? []
      : [
          {
            label: "Decided",
            value: `${deciderOf(proposal)}, ${utcWords(decidedAt ?? 0)}`,
          },
        ]),
  ];
}

function buttonsOf({ id }: Proposal): Block {
  return {
    type: "buttons",
    buttons: [
      {
        label: "Approve",
        action: { type: "decide-proposal", proposalId: id, decision: "approve" },
        style: "primary",
      },
      { label: "Edit", action: { type: "edit-proposal", proposalId: id } },
      {
        label: "Reject",
        action: { type: "decide-proposal", proposalId: id, decision: "reject" },
        style: "danger",
      },
    ],
  };
}

function labelOf({ id, isNew }: ProposedEnd): string {
  return isNew?.name ?? nameOf(id);
}
