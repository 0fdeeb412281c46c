import { randomUUID } from "node:crypto";

/** A person in the local workspace, over HTTP as the browser does it. */
export interface Visitor {
  /** Writes a message or types a command. */
  say(channel: string, text: string, thread?: string): Promise<void>;
  /** Chooses "Capture dependencies" on a message. */
  capture(message: string): Promise<void>;
  /** Presses a button of a message. */
  press(message: string, action: string): Promise<void>;
}

/** Visits the workspace at `url` as one of its people. */
export function visitorOf(url: string, person: string): Visitor {
  async function send(path: string, fields: Record<string, string>): Promise<void> {
    const response = await fetch(url + path, {
      method: "POST",
      headers: {
        origin: url,
        "hx-request": "true",
        cookie: `depmap-person=${encodeURIComponent(person)}`,
      },
      body: new URLSearchParams({ ...fields, id: randomUUID() }),
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status >= 400) {
      throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    }
  }
  return {
    say: (channel, text, thread) =>
      send("/say", { channel, text, ...(thread === undefined ? {} : { thread }) }),
    capture: (message) => send("/capture", { message }),
    press: (message, action) => send("/act", { message, action }),
  };
}
