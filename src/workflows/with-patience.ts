/** What somebody answered within the time we have for it; `late` when not, `failed` when it went wrong. */
export type Patient<Value> =
  | { readonly came: "answer"; readonly value: Value }
  | { readonly came: "late" }
  | { readonly came: "failed"; readonly why: unknown };

/** Waits for an answer, but not longer than that. Never rejects; an answer that comes later is dropped. */
export async function withPatience<Value>(
  answer: Promise<Value>,
  patienceMs: number,
): Promise<Patient<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Patient<Value>>((resolve) => {
    timer = setTimeout(() => resolve({ came: "late" }), patienceMs);
  });
  const settled = answer.then(
    (value): Patient<Value> => ({ came: "answer", value }),
    (why: unknown): Patient<Value> => ({ came: "failed", why }),
  );
  return await Promise.race([settled, late]).finally(() => clearTimeout(timer));
}
