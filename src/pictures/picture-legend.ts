import { nameOf } from "../model/component.ts";
import type { BlastRadius } from "../model/impact.ts";
import { dotText } from "./dot-text.ts";
import type { PictureCast } from "./picture-cast.ts";
import { LOOKS, type PictureState } from "./picture-look.ts";
import { utcWords } from "../model/utc-words.ts";

const ORDER = ["origin", "down", "degraded", "stale", "starved", "fallback"] as const;

/** What stands under a picture: whose blast radius it is, the states that it shows, and how old the map is. */
export function pictureLegend(
  blast: BlastRadius,
  cast: PictureCast,
  shown: ReadonlySet<PictureState>,
  entersHere: boolean,
): string {
  const names = cast.origins.slice(0, 3).map((id) => dotText(nameOf(id) || id, 30));
  const more = cast.origins.length > 3 ? ` +${cast.origins.length - 3} more` : "";
  const total = blast.hits.length;
  const harmed = total === 0 ? "nobody else is harmed" : `${total} harmed`;
  const keys = ORDER.filter((state) => shown.has(state)).map(
    (state) => `<font color="${LOOKS[state].line}">■</font> ${LOOKS[state].word}`,
  );
  const entry = entersHere ? "► customers enter here · " : "";
  const lines = [
    `<font point-size="6"> </font>`,
    `<b>${names.join(", ")}${more}</b> failed: ${harmed}`,
    keys.join(" &nbsp; "),
    `${entry}arrows point to what is depended on · as of ${utcWords(blast.asOf)}`,
  ];
  return lines.map((line) => `${line}<br align="left"/>`).join("");
}
