import { z } from "zod";
import type { CallOptions, SlackAnswer, SlackWeb } from "../slack-web.ts";

const Paged = z.object({
  response_metadata: z.object({ next_cursor: z.string() }).optional().catch(undefined),
});

/** The things under that name in an answer; none where there is no list. */
export function listIn(answer: SlackAnswer, name: string): readonly unknown[] {
  const list: unknown = answer[name];
  return Array.isArray(list) ? list : [];
}

/** No list that depmap reads is longer; a cursor that goes round in circles ends here. */
const MOST_PAGES = 200;

/** Reads a list page by page, as far as one goes on asking. */
export async function* pages(
  web: SlackWeb,
  method: string,
  args: Readonly<Record<string, unknown>>,
  options: CallOptions,
): AsyncGenerator<SlackAnswer> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await web.call(method, cursor ? { ...args, cursor } : args, options);
    yield answer;
    cursor = Paged.safeParse(answer).data?.response_metadata?.next_cursor;
    if (!cursor) return;
  }
}
