import { viewJson } from "./api/view-methods.ts";
import { personAsks } from "./person-asks.ts";
import { findElement } from "./elements.ts";
import { canSee } from "./can-see.ts";
import { seenWords } from "./seen-words.ts";
import { suggest } from "./fill-fields.ts";
import { press } from "./slack-clicks.ts";
import { blocksOf, interactionBase, type ClickTools, type Scene } from "./slack-scene.ts";
import { submit } from "./submit-view.ts";
import type { Acknowledged, SlackPerson } from "./slack-person.ts";
import { jsonOf, textOf, type SlackChannel, type SlackView } from "./slack-state.ts";

type AtWork = Pick<
  SlackPerson,
  | "commands"
  | "presses"
  | "pressesInModal"
  | "pressesAtHome"
  | "submits"
  | "closesModal"
  | "suggests"
  | "usesMessageShortcut"
  | "usesShortcut"
  | "views"
  | "seesModal"
  | "seesHome"
  | "errors"
  | "troubles"
>;

interface Sight {
  readonly visible: (channel: string) => SlackChannel | undefined;
}

/** What somebody can do with the app: commands, clicks, modals, App Home. */
export function personAtWork(tools: ClickTools, { visible }: Sight): AtWork {
  const { world, state, user, deliveries } = tools;
  const troubles: string[] = [];
  let errors: Readonly<Record<string, string>> = {};

  function channelFor(id: string): SlackChannel {
    const channel = visible(id);
    if (!channel) throw new Error(`${user.name} is not let into ${id}`);
    return channel;
  }

  function stack(): readonly SlackView[] {
    return state.stacks.get(user.id) ?? [];
  }

  function modal(): SlackView {
    const top = stack().at(-1);
    if (!top) throw new Error(`${user.name} has no modal open`);
    return top;
  }

  function home(): SlackView {
    const view = state.homes.get(user.id);
    if (!view) throw new Error(`${user.name} has no App Home yet`);
    return view;
  }

  function scene(channelId: string, ts: string | undefined, name: string): Scene {
    const channel = channelFor(channelId);
    const candidates = channel.messages.filter(
      (message) =>
        canSee(channel, message, user.id) &&
        (ts === undefined || message.ts === ts) &&
        findElement(message.blocks, name) !== undefined,
    );
    const message = candidates.at(-1);
    if (!message) throw new Error(`${user.name} sees nothing called "${name}" to press there`);
    return { channel, message };
  }

  function told(answer: Acknowledged, what: string): Acknowledged {
    if (!answer.ok) {
      const why = answer.status === undefined ? "operation_timeout" : "dispatch_failed";
      troubles.push(`${what} failed with the error "${why}"`);
    }
    return answer;
  }

  function words(view: SlackView): string {
    const title = textOf(jsonOf(view.view["title"]), "text");
    const submitWords = textOf(jsonOf(view.view["submit"]), "text");
    return [
      title,
      seenWords(state, blocksOf({ view }), ""),
      submitWords === "" ? "" : `[${submitWords}]`,
    ]
      .filter((one) => one !== "")
      .join("\n");
  }

  return {
    ...personAsks(tools, { channelFor, told }),
    async presses(channelId, ts, name, doing) {
      return told(await press(tools, scene(channelId, ts, name), name, doing), name);
    },
    async pressesInModal(name, doing) {
      return told(await press(tools, { view: modal() }, name, doing), name);
    },
    async pressesAtHome(name, doing) {
      return told(await press(tools, { view: home() }, name, doing), name);
    },
    async submits(fields, doing = {}) {
      errors = {};
      const sent = await submit(tools, modal(), fields ? { ...doing, fields } : doing);
      errors = sent.errors;
      if (sent.answer.ok || Object.keys(errors).length > 0) return sent.answer;
      return told(sent.answer, "the form");
    },
    async closesModal() {
      const top = modal();
      state.stacks.set(user.id, stack().slice(0, -1));
      state.views.delete(top.id);
      if (top.view["notify_on_close"] !== true) return;
      await deliveries.deliver("interaction", {
        type: "view_closed",
        ...interactionBase(tools),
        view: viewJson(state, world, top),
        is_cleared: false,
      });
    },
    async suggests(where, name, typed) {
      const at =
        where === "modal"
          ? { view: modal() }
          : where === "home"
            ? { view: home() }
            : scene(where.channel, where.ts, name);
      return suggest(tools, at, name, typed);
    },
    views: () => stack().map(({ id, view }) => ({ ...view, id })),
    seesModal: () => words(modal()),
    seesHome: () => words(home()),
    errors: () => errors,
    troubles: () => troubles,
  };
}
