/** Root may read and write everything, so what others are refused is tried as the user `nobody`. */
const NOBODY = 65_534;

/** Does some work without root's rights; whoever is not root keeps their own. */
export async function asNobody<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return await work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
