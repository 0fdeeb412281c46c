/** What a verb before another does to it: `fails to call`, `plans to call`, `is configured to call`. */
export type Effect = "none" | "failing" | "unreal" | "ended" | "denied" | "configured";

/** Before `to`. */
const BEFORE_TO: Readonly<Record<Effect, string>> = {
  none: "need have try attempt start begin continue use seem appear happen tend manage get allow enable force cause make lead come go able help require struggle-x proceed set-x",
  failing: "fail unable struggle refuse prevent decline choke",
  unreal:
    "want plan intend hope propose decide consider aim suggest recommend expect ask opt choose agree wish prefer think know like suppose mean",
  ended: "stop cease",
  denied: "avoid forget neglect",
  configured:
    "configure design build set change update modify reconfigure program intend-x instruct tell",
};
/** Before an -ing form. */
const BEFORE_ING: Readonly<Record<Effect, string>> = {
  none: "start begin keep continue resume try involve require end see",
  failing: "struggle fail hang stick",
  unreal: "consider suggest propose recommend mean plan",
  ended: "stop cease quit finish",
  denied: "avoid prevent bypass",
  configured: "",
};
const EFFECT_TO = effects(BEFORE_TO);
const EFFECT_ING = effects(BEFORE_ING);

/** What a verb does to the infinitive after it; undefined when the two do not form one group. */
export function effectBeforeTo(lemma: string): Effect | undefined {
  return EFFECT_TO.get(lemma);
}

/** What a verb does to the -ing form after it; undefined when the two do not form one group. */
export function effectBeforeIng(lemma: string): Effect | undefined {
  return EFFECT_ING.get(lemma);
}

function effects(table: Readonly<Record<Effect, string>>): ReadonlyMap<string, Effect> {
  return new Map(
    (Object.entries(table) as [Effect, string][]).flatMap(([effect, verbs]) =>
      verbs.split(" ").map((verb): [string, Effect] => [verb, effect]),
    ),
  );
}
