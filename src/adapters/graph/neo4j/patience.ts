/** A write waits while others write; a part of a long import takes some 0.2 s. */
export const WRITE = { stepMs: 15_000 };

/** A reading of the whole graph: the first row of a part of it may take a while. */
export const LONG = { stepMs: 60_000 };
