const PARTICLE_VERBS = new Set(
  "fall-back fail-over time-out take-down bring-down knock-out knock-over knock-off knock-down look-up back-up cut-off switch-over switch-off move-away move-off shut-down shut-off turn-off go-down spin-up pile-up roll-back fall-over lock-out back-off scale-up scale-down wipe-out slow-down build-up end-up queue-up hand-out hand-over hand-off fill-up".split(
    " ",
  ),
);

/** Do the verb and the word behind it make one verb: `fall back`, `take down`? */
export function isPhrasal(lemma: string, particle: string): boolean {
  return PARTICLE_VERBS.has(`${lemma}-${particle}`);
}
