import { asSeen, personInSlack } from "./person-in-slack.ts";
import type { Deliveries } from "./slack-deliveries.ts";
import type { DoubleWorkspace } from "./double-contract.ts";
import type { SlackPerson } from "./slack-person.ts";
import { isByOrganisation, type SlackState, type SlackWorld } from "./slack-state.ts";
import { addChannel, addUser } from "./slack-world.ts";

/** A workspace as tests handle it. */
export function workspaceDouble(
  world: SlackWorld,
  state: SlackState,
  deliveries: Deliveries,
): DoubleWorkspace {
  const people = new Map<string, SlackPerson>();

  function as(id: string): SlackPerson {
    const user = state.users.get(id);
    if (!user) throw new Error(`there is no ${id} in ${state.id}`);
    const known =
      people.get(id) ??
      personInSlack({
        world,
        state,
        user,
        deliveries,
        filled: new Map(),
        offered: new Map(),
      });
    people.set(id, known);
    return known;
  }

  return {
    id: state.id,
    get botToken() {
      return state.botToken;
    },
    botUser: state.botUser,
    botId: state.botId,
    as,
    addPerson(person) {
      addUser(state, person);
      return as(person.id);
    },
    changePerson(id, change) {
      const user = state.users.get(id);
      if (!user) throw new Error(`there is no ${id} in ${state.id}`);
      Object.assign(user, change);
    },
    addChannel: (channel) => addChannel(world, state, channel).id,
    setUserGroup(id, handle, members) {
      state.groups.set(id, { handle, members });
    },
    messages: (channel) =>
      (state.channels.get(channel)?.messages ?? [])
        .filter(({ notice }) => notice === undefined)
        .map((message) => asSeen(message)),
    channelNamed: (name) => [...state.channels.values()].find((channel) => channel.name === name),
    pins: (channel) => state.channels.get(channel)?.pins ?? [],
    bookmarks: (channel) => state.channels.get(channel)?.bookmarks ?? [],
    files: () =>
      [...state.files.values()].flatMap(({ id, name, bytes }) =>
        bytes === undefined ? [] : [{ id, name, bytes }],
      ),
    async uninstall() {
      if (isByOrganisation(world, state)) {
        // The organisation still has the app: here it is gone, and its token stays good elsewhere.
        state.isInstalled = false;
        world.emit(state, { type: "team_access_revoked", team_ids: [state.id] });
        await deliveries.settled();
        return;
      }
      state.isInstalled = false;
      world.emit(state, {
        type: "tokens_revoked",
        tokens: { oauth: [], bot: [state.botUser] },
        event_ts: world.nextTs(),
      });
      world.emit(state, { type: "app_uninstalled", event_ts: world.nextTs() });
      await deliveries.settled();
    },
  };
}
