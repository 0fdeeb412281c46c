import { postMessage } from "../post-message.ts";
import { joinedChannelOf } from "./finding.ts";
import { Refused, listOf, textOf, type Method } from "../slack-state.ts";

/** The upload in three steps: an address, the bytes, the end. */
export const fileMethods: Readonly<Record<string, Method>> = {
  "files.getUploadURLExternal"({ args, state, world }) {
    const length = Number(textOf(args, "length"));
    const name = textOf(args, "filename");
    if (name === "" || !Number.isInteger(length) || length < 1) {
      throw new Refused("invalid_arguments");
    }
    const id = world.nextId("F");
    state.files.set(id, {
      id,
      name,
      title: name,
      length,
      alt: textOf(args, "alt_txt") || undefined,
      bytes: undefined,
      readyAt: undefined,
    });
    return { upload_url: `${world.url}/upload/${state.id}/${id}`, file_id: id };
  },

  "files.completeUploadExternal"(call) {
    const { args, state, world } = call;
    const asked = listOf(args["files"]);
    if (asked.length === 0) throw new Refused("invalid_arguments");
    const files = asked.map((one) => {
      const file = state.files.get(textOf(one, "id"));
      if (!file) throw new Refused("file_not_found");
      // Never sent, or not all of it.
      if (file.bytes === undefined) throw new Refused("file_update_failed");
      return { file, title: textOf(one, "title") };
    });
    const channel =
      args["channel_id"] === undefined ? undefined : joinedChannelOf(call, "channel_id");
    for (const { file, title } of files) {
      file.title = title || file.name;
      file.readyAt ??= world.now() + world.fileDelayMs;
    }
    if (channel) {
      postMessage(world, state, channel, {
        user: state.botUser,
        text: textOf(args, "initial_comment"),
        thread: textOf(args, "thread_ts") || undefined,
      });
    }
    return { files: files.map(({ file }) => ({ id: file.id, title: file.title })) };
  },

  "files.info"({ args, state, world }) {
    const file = state.files.get(textOf(args, "file"));
    if (file?.readyAt === undefined) throw new Refused("file_not_found");
    const isReady = file.readyAt <= world.now();
    return {
      file: {
        id: file.id,
        name: file.name,
        title: file.title,
        size: file.length,
        // What Slack found out about it comes after a while.
        ...(isReady ? { mimetype: "image/png", filetype: "png" } : { mimetype: "" }),
      },
    };
  },
};
