import type { IncomingMessage, ServerResponse } from "node:http";
import { callMethod, type FaultPlan } from "./call-method.ts";
import { answerOAuth, exchangeCode } from "./slack-oauth.ts";
import type { LoggedCall, SlackFault } from "./double-contract.ts";
import type { Json } from "./json.ts";
import { answerResponseUrl } from "./response-urls.ts";
import { jsonOf, type SlackWorld } from "./slack-state.ts";
import type { SlackSockets } from "./slack-sockets.ts";

/** What slack.com consists of here. */
export interface ServeTools {
  readonly world: SlackWorld;
  readonly sockets: SlackSockets;
  readonly faults: FaultPlan;
  readonly log: LoggedCall[];
  readonly appToken: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** Seconds to wait, when a call is one too many. */
  readonly limit: (token: string, method: string, args: Json) => number | undefined;
}

/** Answers one HTTP request as slack.com would. */
export async function serveSlack(
  tools: ServeTools,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { world } = tools;
  const url = new URL(request.url ?? "/", world.url);
  const raw = await bytesOf(request);
  const [, kind, first = "", second = ""] = url.pathname.split("/");

  if (kind === "oauth") {
    answerOAuth(world, tools.client, url, response);
    return;
  }
  if (kind === "upload") {
    const file = world.workspaces.get(first)?.files.get(second);
    const bytes = await uploadedBytes(request.headers["content-type"], raw);
    if (!file || bytes.length !== file.length) {
      response.writeHead(400).end("no such upload, or not its length");
      return;
    }
    file.bytes = bytes;
    response.end(`OK - ${bytes.length}`);
    return;
  }
  if (kind === "response") {
    answerLate(tools, { url, raw, team: first, id: second }, response);
    return;
  }
  if (kind !== "api") {
    response.writeHead(404).end();
    return;
  }
  answerApi(tools, { method: first, url, raw, request, response });
}

/** A response_url, with faults planned for the method `response_url`. */
function answerLate(
  { world, faults, log }: ServeTools,
  sent: {
    readonly url: URL;
    readonly raw: Buffer;
    readonly team: string;
    readonly id: string;
  },
  response: ServerResponse,
): void {
  const fault = faults.take("response_url");
  const isDone =
    fault === undefined ||
    fault.kind === "reply-lost" ||
    (fault.kind === "hang" && fault.done === true);
  const done = isDone
    ? answerResponseUrl(world, sent.team, sent.id, sent.raw.toString())
    : { status: fault.kind === "status" ? fault.status : 404, body: "used_url" };
  log.push({
    method: "response_url",
    args: jsonOf(readJson(sent.raw.toString())),
    token: sent.url.pathname,
    at: world.now(),
    answer: { ok: done.status === 200, body: done.body },
    status: fault?.kind === "hang" || fault?.kind === "reply-lost" ? undefined : done.status,
  });
  if (fault?.kind === "hang") return;
  if (fault?.kind === "reply-lost") response.destroy();
  else response.writeHead(done.status, { "content-type": "text/plain" }).end(done.body);
}

function answerApi(
  tools: ServeTools,
  call: {
    readonly method: string;
    readonly url: URL;
    readonly raw: Buffer;
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
  },
): void {
  const { world, log } = tools;
  const { method, request, response } = call;
  const { token: given, ...args } = argsOf(request.headers["content-type"], call.raw, call.url);
  const bearer = request.headers.authorization?.replace(/^Bearer /, "");
  const token = bearer ?? (typeof given === "string" ? given : "");
  const fault = tools.faults.take(method);
  const wait = tools.limit(token, method, args);
  const at = world.now();

  function finish(status: number | undefined, answer: Json, headers: Record<string, string> = {}) {
    log.push({ method, args, token, at, answer, status });
    if (status === undefined) return;
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(JSON.stringify(answer));
  }

  const refusal = fault ? refusalOf(fault) : undefined;
  if (refusal) {
    finish(refusal.status, refusal.answer, refusal.headers);
    return;
  }
  if (wait !== undefined) {
    finish(429, { ok: false, error: "ratelimited" }, { "retry-after": String(wait) });
    return;
  }
  if (fault?.kind === "hang" && fault.done !== true) {
    finish(undefined, {});
    return;
  }
  const answer = run(tools, method, args, token, bearer);
  if (fault === undefined) {
    finish(200, answer, scopesHeader(world, token));
    return;
  }
  finish(undefined, answer);
  if (fault.kind === "reply-lost") request.socket.destroy();
}

/** Slack says with each answer what the token may do; of an organisation's tokens, and of those that expire, it is left out here. */
function scopesHeader(world: SlackWorld, token: string): Record<string, string> {
  const state = [...world.workspaces.values()].find(({ botToken }) => botToken === token);
  return state ? { "x-oauth-scopes": state.scopes.join(",") } : {};
}

function run(
  tools: ServeTools,
  method: string,
  args: Json,
  token: string,
  bearer: string | undefined,
): Json {
  const { world, sockets, client } = tools;
  if (method === "oauth.v2.access") return exchangeCode(world, client, args, bearer);
  if (method !== "apps.connections.open") return callMethod(world, { method, args, token });
  if (token !== tools.appToken) {
    const isBot = token.startsWith("xoxb-");
    return { ok: false, error: isBot ? "not_allowed_token_type" : "invalid_auth" };
  }
  if (sockets.refusal !== undefined) return { ok: false, error: sockets.refusal };
  const url = `${world.url.replace("http:", "ws:")}/link?ticket=${sockets.newTicket()}&app_id=${world.appId}`;
  return { ok: true, url };
}

function refusalOf(
  fault: SlackFault,
):
  | { readonly status: number; readonly answer: Json; readonly headers?: Record<string, string> }
  | undefined {
  if (fault.kind === "error") return { status: 200, answer: { ok: false, error: fault.error } };
  if (fault.kind === "status") return { status: fault.status, answer: { ok: false } };
  if (fault.kind !== "rate-limited") return undefined;
  return {
    status: 429,
    answer: { ok: false, error: "ratelimited" },
    headers: { "retry-after": String(fault.retryAfterSeconds) },
  };
}

/** Arguments of a form or of JSON; in a form, whatever has a structure is JSON in text. */
function argsOf(type: string | undefined, raw: Buffer, url: URL): Json {
  const query = Object.fromEntries(url.searchParams);
  if (type?.includes("application/json") === true) {
    return { ...query, ...jsonOf(JSON.parse(raw.toString() || "{}")) };
  }
  const form = Object.fromEntries(new URLSearchParams(raw.toString()));
  const structured = ["blocks", "attachments", "metadata", "view", "files", "unfurls"];
  const read = Object.entries(form).map(([name, value]): [string, unknown] => {
    return [name, structured.includes(name) ? readJson(value) : value];
  });
  return { ...query, ...Object.fromEntries(read) };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function uploadedBytes(type: string | undefined, raw: Buffer): Promise<Uint8Array> {
  if (type?.startsWith("multipart/") !== true) return raw;
  const form = await new Response(new Uint8Array(raw), {
    headers: { "content-type": type },
  }).formData();
  for (const value of form.values()) {
    if (typeof value !== "string") return new Uint8Array(await value.arrayBuffer());
  }
  return new Uint8Array();
}
