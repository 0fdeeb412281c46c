import type { Json } from "../slack/slack-person.ts";

/** A delivery of the Events API. */
export function eventBody(id: string, event: Json = { type: "app_mention" }): Json {
  const inside = {
    type: "app_mention",
    user: "UADA",
    channel: "C1",
    text: "hello",
    ts: "1.1",
    ...event,
  };
  return { type: "event_callback", event_id: id, team_id: "T1", event: inside, authorizations: [] };
}

/** A typed slash command. */
export function commandBody(trigger: string): Json {
  return {
    command: "/depmap",
    text: "help",
    trigger_id: trigger,
    team_id: "T1",
    user_id: "UADA",
    channel_id: "C1",
    response_url: "http://127.0.0.1:9/r",
  };
}

/** A click on a button of a message. */
export function clickBody(trigger: string): Json {
  return {
    type: "block_actions",
    trigger_id: trigger,
    team: { id: "T1" },
    user: { id: "UADA" },
    channel: { id: "C1" },
    actions: [{ type: "button", action_id: "a", block_id: "b", value: "v", action_ts: "1.1" }],
  };
}
