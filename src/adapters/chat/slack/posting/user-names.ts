import { z } from "zod";
import type { Clock } from "../../../../ports/clock.ts";
import { askSeldom } from "../ask-seldom.ts";
import { shownName } from "../shown-name.ts";
import { readSlackId, writeSlackId } from "../slack-ids.ts";
import { SlackRefusal, type SlackWeb } from "../slack-web.ts";

const Said = z.object({
  user: z.object({
    name: z.string().optional().catch(undefined),
    real_name: z.string().optional().catch(undefined),
    profile: z
      .object({
        display_name: z.string().optional().catch(undefined),
        real_name: z.string().optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
});

const REMEMBERED_MS = 600_000;
const MOST_REMEMBERED = 5000;

/** What people are called; their id where Slack does not say. Asked for once in ten minutes. */
export function createUserNames(
  web: SlackWeb,
  clock: Clock,
): (user: string, workspace: string | undefined) => Promise<string> {
  async function ask(key: string): Promise<string> {
    const { workspace, id } = readSlackId(key);
    try {
      const answer = await web.call("users.info", { user: id }, { workspace });
      return shownName(id, Said.safeParse(answer).data?.user);
    } catch (fault) {
      if (fault instanceof SlackRefusal) return id;
      throw fault;
    }
  }

  const nameOf = askSeldom(ask, { clock, goodForMs: REMEMBERED_MS, most: MOST_REMEMBERED });
  return (user, workspace) => nameOf(writeSlackId({ workspace, id: user }));
}
