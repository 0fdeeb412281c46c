/** How a component looks in a picture: the state is in its words and its line too, never in the colour alone. */
export interface Look {
  readonly fill: string;
  readonly line: string;
  readonly text: string;
  /** Graphviz style words. */
  readonly style: string;
  readonly penWidth: number;
  /** What the legend calls it. */
  readonly word: string;
}

/** The states that a picture can show. */
export type PictureState = "origin" | "down" | "degraded" | "stale" | "starved" | "fallback";

/** Colours that stay apart for colour-blind eyes (after Okabe and Ito), dark enough for their text. */
export const LOOKS: Readonly<Record<PictureState, Look>> = {
  origin: {
    fill: "#9f1d1d",
    line: "#6e0f0f",
    text: "#ffffff",
    style: "filled,rounded",
    penWidth: 2.4,
    word: "failed",
  },
  down: {
    fill: "#fbdcd6",
    line: "#c2331a",
    text: "#5c140a",
    style: "filled,rounded",
    penWidth: 2,
    word: "down",
  },
  degraded: {
    fill: "#fdeec4",
    line: "#c98500",
    text: "#513600",
    style: "filled,rounded",
    penWidth: 1.6,
    word: "degraded",
  },
  stale: {
    fill: "#dbe7fb",
    line: "#2b62b8",
    text: "#14325f",
    style: "filled,rounded",
    penWidth: 1.6,
    word: "stale",
  },
  starved: {
    fill: "#f7f7f8",
    line: "#80868f",
    text: "#4a4f57",
    style: "filled,rounded,dashed",
    penWidth: 1.4,
    word: "starved",
  },
  fallback: {
    fill: "#e3f5ec",
    line: "#0a7d59",
    text: "#0b4634",
    style: "filled,rounded",
    penWidth: 1.6,
    word: "fallback",
  },
};

/** The quiet colours beside the states. */
export const INK = { edge: "#59616d", faint: "#b9bfc8", note: "#59616d", text: "#22262d" } as const;
