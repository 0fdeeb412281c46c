import { DepmapError, messageOf } from "../../model/errors.ts";
import { mayApprove, mayRead } from "../../model/person.ts";
import { fitReply } from "../../model/reply-budget.ts";
import { Action, Reply, type Block } from "../../model/reply.ts";
import { utcWords } from "../../model/utc-words.ts";
import type { CommandRequest } from "../../ports/chat.ts";
import type { SinglePointBook } from "../../ports/analyst.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Answer, Command, CommandContext } from "../../ports/command.ts";
import type { GraphStore } from "../../ports/graph-store.ts";
import type { StoreCondition } from "../../ports/journal.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import type { Painter } from "../../ports/painter.ts";
import { mayNotChange } from "./may-not-change.ts";
import { storeForAnswers } from "./limited-store.ts";
import { mapBanner } from "./map-banner.ts";
import { parseCommandLine } from "./parse-command-line.ts";
import type { SnapshotKeeper } from "../map/refresh-snapshot.ts";
import { unknownCommand } from "./unknown-command.ts";
import { isToldIn } from "../stories/channels/is-told-in.ts";
import type { ChannelLink } from "../stories/channels/link-channel.ts";

/** What answering needs. */
export interface AnswerTools {
  readonly commands: readonly Command[];
  readonly store: GraphStore;
  readonly painter: Painter;
  /** A map that stays as it is has neither `fresh` nor `awaySince`. */
  readonly snapshots: Pick<SnapshotKeeper, "current"> &
    Partial<Pick<SnapshotKeeper, "fresh" | "awaySince">>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly staleAfterMs: number;
  /** Set where writes are kept while the store is away. */
  readonly storeCondition?: (() => StoreCondition) | undefined;
  /** Where single points of failure are counted on all cores; else on the spot. */
  readonly singlePoints?: SinglePointBook | undefined;
  /** Has an incident told in a channel; unset where there is no chat. */
  readonly linkChannel?: ((link: ChannelLink) => Promise<"linked" | "was linked">) | undefined;
}

/**
 * Answers a typed command; never rejects.
 *
 * Guests and outsiders are told that they may not read. What changes the map runs only for approvers, and writes only
 * when `confirmed`. The answer keeps the budgets, and has a banner when the map is old.
 */
export async function answerCommand(
  tools: AnswerTools,
  request: CommandRequest,
  confirmed = false,
): Promise<Answer> {
  const started = tools.clock.now();
  const answer = await answerOrExplain(tools, request, confirmed);
  tools.metrics.count("commands_answered", { command: commandName(tools, request.line) });
  tools.metrics.observe("command_seconds", (tools.clock.now() - started) / 1000);
  return { ...answer, reply: finished(tools, request, answer) };
}

async function answerOrExplain(
  tools: AnswerTools,
  request: CommandRequest,
  confirmed: boolean,
): Promise<Answer> {
  try {
    return await answered(tools, request, confirmed);
  } catch (fault) {
    tools.metrics.count("faults", { where: "command" });
    tools.log.error({ fault, line: request.line }, "a command failed");
    const code = fault instanceof DepmapError ? fault.code : "cannot-answer";
    const text =
      fault instanceof DepmapError
        ? fault.message
        : `Something went wrong inside depmap: ${messageOf(fault)}. The log has the details.`;
    return plain(`depmap could not answer (${code})`, text, { error: code });
  }
}

async function answered(
  tools: AnswerTools,
  request: CommandRequest,
  confirmed: boolean,
): Promise<Answer> {
  if (!mayRead(request.person)) {
    return plain(
      "The map is for members only",
      "Guests and people of other workspaces read nothing here. Ask a member of this workspace.",
      { error: "not-allowed" },
    );
  }
  const parsed = parseCommandLine(request.line, tools.commands);
  if (parsed.kind === "unknown-command") return unknownCommand(tools.commands, parsed.asked);
  if (parsed.kind === "bad-arguments") {
    const { command, problem } = parsed;
    return plain(
      `${command.name}: ${problem}`,
      `${command.summary}. For example: /depmap ${command.example}`,
      { error: "bad-input", problem },
    );
  }
  const command =
    parsed.kind === "empty" ? tools.commands.find(({ name }) => name === "help") : parsed.command;
  if (!command) return unknownCommand(tools.commands, "help");
  const isForApprovers = command.effects === "asks first" && !command.ownersToo;
  if (isForApprovers && !mayApprove(request.person))
    return mayNotChange(command.name, "Approvers may.");
  const context = await contextOf(tools, request, confirmed);
  return await command.run(context, parsed.kind === "command" ? parsed.args : { tray: true });
}

async function contextOf(
  tools: AnswerTools,
  request: CommandRequest,
  confirmed: boolean,
): Promise<CommandContext> {
  const { snapshots, painter, commands } = tools;
  const { chat, channel } = request.place;
  const store = storeForAnswers(tools);
  // Both at once: somebody is waiting.
  const [recent] = await Promise.all([
    channel ? store.incidents({ limit: 50 }).catch(() => []) : [],
    snapshots.fresh?.(),
  ]);
  // An incident that another briefing tells may stand in the same channel: the story is the one that leads.
  const here = recent
    .filter((record) => channel && isToldIn(record, chat, channel))
    .toSorted((a, b) => Number(a.attachedTo !== undefined) - Number(b.attachedTo !== undefined));
  const open = here.find(({ incident }) => incident.status !== "resolved");
  return {
    snapshot: snapshots.current(),
    store,
    painter,
    now: tools.clock.now(),
    asker: request.person,
    place: request.place,
    incidentId: (open ?? here[0])?.incident.id,
    line: request.line,
    confirmed,
    commands,
    storeCondition: tools.storeCondition?.(),
    singlePoints: tools.singlePoints,
    ...linking(tools, channel),
  };
}

function linking(
  { linkChannel }: AnswerTools,
  channel: string | undefined,
): Pick<CommandContext, "linkChannel"> {
  if (!linkChannel || !channel) return {};
  return {
    linkChannel: (incidentId) => linkChannel({ incidentId, channel, reason: "command" }),
  };
}

function finished(tools: AnswerTools, request: CommandRequest, { reply, data }: Answer): Reply {
  const banner = reply.banner ?? mapBanner(tools);
  // A line may be longer than a button can keep.
  const share = Action.safeParse({ type: "share", line: request.line });
  const shareable =
    reply.visibility === "asker" &&
    request.place.channel !== undefined &&
    isAnswer(tools, request.line) &&
    !isExcuse(data);
  const dated = reply.footer.some((line) => line.startsWith("As of "));
  const { asOf } = tools.snapshots.current();
  const date = `As of ${utcWords(asOf)}`;
  return fitReply({
    ...reply,
    footer:
      dated || asOf === 0 || !isAnswer(tools, request.line)
        ? reply.footer
        : [date, ...reply.footer],
    ...(banner === undefined ? {} : { banner }),
    blocks: shareable && share.success ? [...reply.blocks, shareButton(share.data)] : reply.blocks,
  });
}

function shareButton(action: Action): Block {
  return { type: "buttons", buttons: [{ label: "Share to channel", action }] };
}

function isAnswer(tools: AnswerTools, line: string): boolean {
  const parsed = parseCommandLine(line, tools.commands);
  return (
    parsed.kind === "command" && parsed.command.effects === "none" && parsed.command.name !== "help"
  );
}

/** Did the command say what it did not understand, rather than answer? */
export function isExcuse(data: unknown): data is object {
  return typeof data === "object" && data !== null && ("error" in data || "unknown" in data);
}

function commandName(tools: AnswerTools, line: string): string {
  const parsed = parseCommandLine(line, tools.commands);
  if (parsed.kind === "command" || parsed.kind === "bad-arguments") return parsed.command.name;
  return parsed.kind === "empty" ? "help" : "unknown";
}

function plain(headline: string, text: string, data: unknown): Answer {
  return { reply: Reply.parse({ headline, blocks: [{ type: "section", text }] }), data };
}
