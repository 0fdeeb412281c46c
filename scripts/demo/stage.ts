import { setTimeout as wait } from "node:timers/promises";
import { styleText } from "node:util";
import { renderText } from "../../src/adapters/chat/terminal/render-text.ts";
import type { Said } from "../../src/compose/watched-chat.ts";
import type { Reply } from "../../src/model/reply.ts";
import type { Storm } from "../../src/adapters/alerts/rehearsal/storm.ts";

const WIDEST = 112;
const ALERTS = 8;
const LONGEST_WAIT_MS = 15_000;

/** Tells the demo's story in the terminal, and remembers what depmap said. */
export interface Stage {
  /** Takes note of something that depmap posted or edited. */
  readonly heard: (said: Said) => void;
  /** Everything heard so far. */
  readonly said: readonly Said[];
  /** One step of the story, with the seconds since the start. */
  readonly tell: (text: string) => void;
  /** A line of the step. */
  readonly line: (text: string) => void;
  readonly alerts: (storm: Storm) => void;
  /** A reply as the chat has it; with `blocks` only its beginning, without the footer. */
  readonly show: (what: string, reply: Reply, blocks?: number) => void;
  /** Waits for something to be said; throws when it never is. */
  readonly until: (what: string, fits: (one: Said) => boolean, after?: number) => Promise<Said>;
}

/** A stage with nothing said on it yet. */
export function createStage(): Stage {
  const started = performance.now();
  const said: Said[] = [];
  const colour = process.stdout.isTTY;
  const width = Math.min(process.stdout.columns ?? 100, WIDEST);
  const bold = (text: string) => (colour ? styleText("bold", text) : text);
  const quiet = (text: string) => (colour ? styleText("gray", text) : text);

  return {
    said,
    heard: (one) => void said.push(one),
    tell(text) {
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(4);
      console.log(`\n${quiet(`━━ ${seconds} s ━━`)} ${bold(text)}\n`);
    },
    line: (text) => console.log(`  ${text}`),
    alerts({ alerts }) {
      for (const { severity, summary } of alerts.slice(0, ALERTS)) {
        console.log(`  ${severity.padEnd(8)}  ${summary}`);
      }
      if (alerts.length > ALERTS) console.log(quiet(`  … and ${alerts.length - ALERTS} more`));
    },
    show(what, reply, blocks) {
      const isCut = blocks !== undefined && reply.blocks.length > blocks;
      const shown =
        blocks === undefined
          ? reply
          : { ...reply, blocks: reply.blocks.slice(0, blocks), footer: [] };
      const text = renderText(shown, { width: width - 4, colour });
      console.log(quiet(`  ┌ ${what}`));
      console.log(`${text}${isCut ? "\n\n…" : ""}`.replaceAll(/^/gm, quiet("  │ ")));
      console.log(quiet("  └"));
    },
    async until(what, fits, after = 0) {
      for (let waited = 0; waited < LONGEST_WAIT_MS; waited += 50) {
        const found = said.slice(after).findLast(fits);
        if (found) return found;
        await wait(50);
      }
      throw new Error(`the demo waited in vain for ${what}`);
    },
  };
}
