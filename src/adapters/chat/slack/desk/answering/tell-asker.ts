import { DepmapError } from "../../../../../model/errors.ts";
import { Reply } from "../../../../../model/reply.ts";
import { renderMessage } from "../../render/render-message.ts";
import { picturesOf } from "../../slack-pictures.ts";
import type { Ask } from "../ask.ts";
import type { DeskTools } from "../desk-tools.ts";
import { drawingFor, plainDrawingFor } from "./drawing-for.ts";
import { arePicturesDrawn, picturesCome, waitForPictures } from "./pictures-later.ts";
import {
  byResponseUrl,
  directly,
  inChannel,
  tryWays,
  type Told,
  type Way,
} from "./ways-to-asker.ts";

/**
 * Shows the reply to whoever asked and to nobody else, as near to the question as Slack allows: by the question's own
 * response address, in the channel, or as a direct message.
 *
 * Words do not wait for pictures, which follow in a message of their own when they take long. May show it twice after
 * a fault. Rejects with `chat-away` when it came through nowhere and trying again may help.
 */
export async function tellAsker(tools: DeskTools, ask: Ask, reply: Reply): Promise<void> {
  await waitForPictures(tools, ask.here, reply);
  const areDrawn = arePicturesDrawn(tools, ask.here, reply);
  const ways = [byResponseUrl, inChannel, directly];
  const whole = await tell(tools, ask, reply, ways, areDrawn);
  const isUnfit = whole.kind === "unfit";
  if (isUnfit) tools.pictures?.notYet(reply, ask.here.workspace);
  const told = isUnfit ? await tell(tools, ask, reply, ways, false) : whole;
  if (told.kind === "shown") {
    if (!areDrawn || isUnfit) await tellPictures(tools, ask, reply);
    return;
  }
  if (told.kind === "nowhere" && told.away !== undefined) {
    const message = "Slack took an answer nowhere; it is tried again";
    throw new DepmapError("chat-away", message, { cause: told.away });
  }
  tools.log.error({ request: ask.id, why: told.kind }, "an answer could be shown nowhere");
}

/** The same for what is worth no direct message and no second try. */
export async function tellInPassing(tools: DeskTools, ask: Ask, reply: Reply): Promise<void> {
  await tell(tools, ask, reply, [byResponseUrl, inChannel], false);
}

async function tell(
  tools: DeskTools,
  ask: Ask,
  reply: Reply,
  ways: readonly Way[],
  withPictures: boolean,
): Promise<Told> {
  const drawing = withPictures ? drawingFor(tools, ask) : plainDrawingFor(tools, ask);
  return await tryWays(tools, ask, ways, await renderMessage(reply, drawing));
}

/** The words stand already: nothing that goes wrong here is worth failing for. */
async function tellPictures(tools: DeskTools, ask: Ask, reply: Reply): Promise<void> {
  const pictures = picturesOf(reply);
  const [first] = pictures;
  if (!first) return;
  const alone = Reply.parse({ headline: first.title ?? reply.headline, blocks: pictures });
  try {
    await picturesCome(tools, ask.here, alone, async () => {
      const told = await tell(tools, ask, alone, [byResponseUrl, inChannel], true);
      return told.kind !== "unfit";
    });
  } catch (fault) {
    tools.log.warn({ fault, request: ask.id }, "an answer stays without its pictures");
  }
}
