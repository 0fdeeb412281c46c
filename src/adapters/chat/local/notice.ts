import type { ErrorRequestHandler } from "express";
import { DepmapError, messageOf } from "../../../model/errors.ts";
import { html } from "../../../model/html.ts";

/** A line that the page shows for a moment, as a partial for htmx. */
export function notice(words: string): string {
  return html`<hx-partial hx-target="#toast" hx-swap="innerHTML">${words}</hx-partial>`.markup;
}

/** Says what went wrong to whoever asked: 503 when the chat's disk is away, so that nothing counts as said. */
export const explainFault: ErrorRequestHandler = (fault: unknown, _request, response, next) => {
  if (response.headersSent) return next(fault);
  const status = fault instanceof DepmapError ? 503 : statusOf(fault);
  response.status(status).send(notice(`That did not work: ${messageOf(fault)}`));
};

function statusOf(fault: unknown): number {
  const status = (fault as { status?: unknown } | undefined)?.status;
  return typeof status === "number" && status >= 400 && status < 600 ? status : 500;
}
