import type { App, Context } from "@slack/bolt";
import type { z } from "zod";
import type { DeskTools } from "./desk-tools.ts";
import {
  HomeOpenedBody,
  JoinedBody,
  MentionBody,
  NamedChannelBody,
  ReactionBody,
  TopicBody,
} from "./bodies/event-bodies.ts";
import { followEdit } from "./hearing/hear-edit.ts";
import { hearChannel } from "./hearing/hear-channel.ts";
import { hearClick } from "./hearing/hear-click.ts";
import { hearCommand } from "./hearing/hear-command.ts";
import { hearMention } from "./hearing/hear-mention.ts";
import { hearReaction } from "./hearing/hear-reaction.ts";
import { hearShortcut } from "./hearing/hear-shortcut.ts";
import { hearSubmission } from "./hearing/hear-submission.ts";
import { installedHere } from "./installed-here.ts";
import { publishHome } from "./answering/publish-home.ts";
import { rememberPeople } from "./answering/remember-people.ts";
import {
  ClickBody,
  CommandBody,
  ShortcutBody,
  SubmissionBody,
  SuggestionBody,
} from "./bodies/request-bodies.ts";
import { createSuggestNames } from "./hearing/suggest-names.ts";
import { threadEditIn } from "./bodies/thread-edit.ts";

/** What Slack calls it when a channel is made or gets another name. */
const NAMED = [
  ["channel_created", "created"],
  ["channel_rename", "renamed"],
  ["group_rename", "renamed"],
] as const;

/** What Bolt hands to every listener. */
interface Delivered {
  readonly body: unknown;
  readonly context: Context;
}

type Read = <Schema extends z.ZodType>(
  schema: Schema,
  delivered: Delivered,
  hear: (tools: DeskTools, said: z.infer<Schema>, context: Context) => Promise<void>,
) => Promise<void>;

/**
 * Hangs depmap's listeners into Bolt's app: commands, clicks, forms, shortcuts, completion, and what happens in channels.
 *
 * All but completion is acknowledged before. Each may run again for the same body, after a crash or a fault: what a
 * channel sees is looked for first. A listener throws only where trying again helps.
 */
export function listenOn(app: App, given: DeskTools): void {
  const tools = { ...given, people: rememberPeople(given.people, given.clock) };

  /** Reads the body and hands it over; one that cannot be read is said aloud, and is not worth a second try. */
  const read: Read = async (schema, { body, context }, hear) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return await hear(tools, parsed.data, context);
    const { issues } = parsed.error;
    tools.log.warn({ issues }, "Slack sent something in a shape that depmap does not know");
  };

  app.command(/.*/, (delivered) => read(CommandBody, delivered, hearCommand));
  app.action(/.*/, (delivered) => read(ClickBody, delivered, hearClick));
  app.shortcut(/.*/, (delivered) => read(ShortcutBody, delivered, hearShortcut));
  app.view(/.*/, (delivered) => read(SubmissionBody, delivered, hearSubmission));
  const suggestNames = createSuggestNames(tools);
  app.options(/.*/, async ({ ack, body, context }) => {
    const parsed = SuggestionBody.safeParse(body);
    const options = parsed.success ? await suggestNames(parsed.data, context) : [];
    await ack({ options: [...options] });
  });

  app.event("app_mention", (delivered) => read(MentionBody, delivered, hearMention));
  app.event("reaction_added", (delivered) => read(ReactionBody, delivered, hearReaction));
  app.event("app_home_opened", (delivered) =>
    read(HomeOpenedBody, delivered, async (_tools, { event: { user, tab } }, context) => {
      if (tab === "home") await publishHome(tools, await installedHere(tools, context), user);
    }),
  );
  listenToChannels(app, tools, read);
}

function listenToChannels(app: App, tools: DeskTools, read: Read): void {
  for (const [type, why] of NAMED) {
    app.event(type, (delivered) =>
      read(NamedChannelBody, delivered, (_tools, { event_id, event_time, event }, context) => {
        const { id: channel, name, creator } = event.channel;
        const by = why === "created" ? creator : undefined;
        const news = { eventId: event_id, at: event_time, channel, name, why, by };
        return hearChannel(tools, news, context);
      }),
    );
  }
  app.event("member_joined_channel", (delivered) =>
    read(JoinedBody, delivered, async (_tools, { event_id, event_time, event }, context) => {
      const { botUser } = await installedHere(tools, context);
      // Where depmap went by itself it knows why.
      if (event.user !== botUser || event.inviter === undefined) return;
      const { channel, inviter: by } = event;
      const news = { eventId: event_id, at: event_time, channel, by, why: "invited" } as const;
      await hearChannel(tools, news, context);
    }),
  );
  app.event("message", async (delivered) => {
    const edit = threadEditIn(delivered.body);
    if (edit) return await followEdit(tools, edit, delivered.context);
    if (!TopicBody.safeParse(delivered.body).success) return;
    await read(TopicBody, delivered, (_tools, { event_id, event_time, event }, context) => {
      const { channel, user: by } = event;
      const news = { eventId: event_id, at: event_time, channel, by, why: "renamed" } as const;
      return hearChannel(tools, news, context);
    });
  });
}
