import { z } from "zod";
import type { Clock } from "../../../../ports/clock.ts";
import { rememberNewest } from "../remember-newest.ts";
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
  const known = new Map<string, { readonly atMs: number; readonly name: Promise<string> }>();

  async function ask(user: string, workspace: string | undefined): Promise<string> {
    try {
      const said = Said.safeParse(await web.call("users.info", { user }, { workspace })).data?.user;
      return (
        said?.profile?.display_name ||
        said?.profile?.real_name ||
        said?.real_name ||
        said?.name ||
        user
      );
    } catch (fault) {
      if (fault instanceof SlackRefusal) return user;
      throw fault;
    }
  }

  return async (user, workspace) => {
    const key = `${workspace ?? ""}/${user}`;
    const before = known.get(key);
    if (before && clock.now() - before.atMs < REMEMBERED_MS) return await before.name;
    const name = ask(user, workspace);
    rememberNewest(known, key, { atMs: clock.now(), name }, MOST_REMEMBERED);
    name.catch(() => known.delete(key));
    return await name;
  };
}
