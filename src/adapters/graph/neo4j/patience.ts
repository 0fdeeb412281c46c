/** A write waits while others write; a part of a long saying takes some 0.2 s on a server that is awake. */
export const WRITE = { stepMs: 15_000 };

/** What takes long by itself: readings of the whole graph, and the parts of a long saying on a server that just started. */
export const LONG = { stepMs: 60_000 };
