/** How a verb stands: `call`, `calls`, `calling`, `called`. */
export type VerbForm = "base" | "s" | "ing" | "past";

/** One reading of a word as a verb. */
export interface VerbReading {
  readonly lemma: string;
  readonly form: VerbForm;
  /** The same letters are a noun as well: `calls`, `requests`, `issue`. */
  readonly alsoNoun: boolean;
}

/** Verbs of which no form is a noun worth speaking of. */
const PLAIN = `accept accommodate achieve acknowledge acquire activate adapt add address adjust adopt advise affect aggregate allocate allow amplify
announce append apply arise arrive ask assign associate assume attach attest attribute authenticate authorise authorize autoscale avoid
await back base become begin behave believe bind block break brick bring broadcast build bypass cache calculate carry cascade catch cause
cease choke choose clear collect come communicate compete comprise compute conclude configure confirm connect consist consume contain
contend continue contribute convert coordinate cope correlate corrupt count crash create cripple cut deal decide decline decommission
decouple decrypt deem degrade delegate delete deliver depend deplete deploy deprecate describe destroy detach detect determine develop die
direct disable disappear disconnect discover disrupt distribute divert do drain draw drive drop drown eliminate embed emit employ enable
encounter encrypt enforce enqueue enrol enroll ensure enter establish evaluate evict exacerbate examine exceed execute exhaust exhibit
exist expand expect expire explain expose extend fail fall federate feed fetch fill find fire flap flood flush follow forget forward
freeze front fulfil fulfill funnel gate generate get give go grab grind grow hammer hamper handle hang happen harvest have hear help
hinder hinge hit hold host house hurt hydrate identify impact imply improve inform ingest inherit initiate inject insert install
instantiate integrate intend interact interrupt introduce invalidate investigate invoke involve isolate join keep knock know lag lead leak
lean learn leave let leverage listen live locate log lookup lose maintain make manage manifest match mean merge migrate misbehave mitigate
mount notice notify observe obtain occur offload open operate originate overflow overload overwhelm own parse participate pass perceive
perform persist piggyback pile poll populate postpone power prepare preserve prevent proceed produce prohibit propagate protect prove
provide provision proxy publish pump purge put query rate-limit re-enable re-route reach react read realise realize reboot rebuild receive
recognise recognize reconcile reconnect recover recreate redirect reduce refactor refer refresh refuse regenerate reintroduce reject
relaunch relay reload rely remain remove render repair replace replicate reply represent require reroute reside resolve respond rest
restart restore restrict result resume retain retire retrieve reveal revert rewrite rotate run satisfy saturate save say scale scrape see
seem select send separate serve sever share shed ship shut sign sit slow solve speak spin starve stay stem stick store strain struggle
subscribe succeed suffer suggest supply suspect suspend sustain swamp synchronise synchronize take talk tell terminate think throttle
throw tie transform translate transmit traverse trip undergo underlie underpin understand uninstall unlink unsubscribe upgrade upload
utilise utilize validate vanish verify visit wait want warm warn wipe withdraw write yield`;

/** Verbs whose base form or -s form is also a noun; which it is, the sentence decides. */
const NOUNISH = `access aim alert answer attempt back backfill backup base benefit block boot break bridge build cache call cause change charge check choke
clone close cluster commit concern contact crash cut deal delay demand deploy design display document doubt download drive drop dump echo
effect end endpoint error estimate exit experience export fault feed fix flood flow force fork forward front function guard halt hammer
handle hang harvest help hit hold hook hop host house impact import increase index influence interface issue lag lead leak limit link list
load lock log look lookup loop map mark match measure message mirror monitor mount move name need note offer order page pass pause place
plan point poll pool post power probe process program proxy prune pull pump purge push query queue quote rank rate reach read record
reference refresh relay release render repair report request reserve reset restart restore result retry return review rise risk roll
rollback rotate route run sample scale schedule scrape search serve service set shard share shift ship show sign snapshot sort source
spike split spread stall start state stick stop store strain stream stress subscribe supply support surge suspect switch sync talk target
test ticket time trace track trade traffic transfer transition trap trigger trouble trust try tunnel turn update upgrade upload use view
visit wait walk watch work wrap write`;

/** Past forms that no rule gives; the second word is the participle where it differs. */
const IRREGULAR = `become became|begin began begun|break broke broken|bring brought|build built|catch caught|choose chose chosen|come came
cut cut|deal dealt|do did done|draw drew drawn|drive drove driven|fall fell fallen|feed fed|find found|forget forgot forgotten|freeze froze frozen
get got gotten|give gave given|go went gone|grind ground|grow grew grown|hang hung|have had|hear heard|hit hit|hold held|hurt hurt|keep kept
know knew known|lead led|lean leant|learn learnt|leave left|let let|lose lost|make made|mean meant|put put|read read|rewrite rewrote rewritten
rise rose risen|run ran run|say said|see saw seen|send sent|set set|shut shut|sit sat|speak spoke spoken|spin spun|split split|spread spread
stick stuck|take took taken|tell told|think thought|throw threw thrown|understand understood|underlie underlay underlain|undergo underwent undergone|withdraw withdrew withdrawn
write wrote written|rebuild rebuilt|override overrode overridden|tie tied|bind bound|overflow overflowed|shed shed|be been`;

const VOWELS = "aeiou";
/** Verbs of one closed syllable, or stressed on the last, double their last letter. */
const DOUBLING = new Set(
  "stop drop run get put cut hit set log plan ship trip flap cap tap snap swap map ban pin spin begin stem commit submit permit admit refer defer infer occur control expel rebel plug drag trap wrap skip scan strip sit shed shut split let hog jam drum transmit bet knit prefer incur".split(
    " ",
  ),
);

const READINGS = readings();

/** All readings of a word as a verb; none for a word that is none. */
export function verbReadings(word: string): readonly VerbReading[] {
  return READINGS.get(word) ?? [];
}

function readings(): ReadonlyMap<string, VerbReading[]> {
  const nouns = new Set(split(NOUNISH));
  const irregular = new Map(
    IRREGULAR.split(/[|\n]/u).map((entry) => {
      const [lemma = "", ...pasts] = entry.split(" ");
      return [lemma, pasts] as const;
    }),
  );
  const extra =
    "submit permit swap skip plug snap swallow override trim request point return change load";
  const all = new Set([...split(PLAIN), ...nouns, ...irregular.keys(), ...split(extra)]);
  const found = new Map<string, VerbReading[]>();
  for (const lemma of all) {
    if (lemma === "be") continue;
    const alsoNoun = nouns.has(lemma);
    const put = (word: string, form: VerbForm, noun: boolean) =>
      found.set(word, [...(found.get(word) ?? []), { lemma, form, alsoNoun: noun }]);
    put(lemma, "base", alsoNoun);
    put(sForm(lemma), "s", alsoNoun);
    put(ingForm(lemma), "ing", false);
    for (const past of new Set(irregular.get(lemma) ?? [pastForm(lemma)])) put(past, "past", false);
  }
  return found;
}

function split(words: string): string[] {
  return words.split(/\s/u).filter((word) => word !== "");
}

function sForm(lemma: string): string {
  if (endsInConsonantY(lemma)) return `${lemma.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh|do|go)$/u.test(lemma) ? `${lemma}es` : `${lemma}s`;
}

function ingForm(lemma: string): string {
  if (lemma.endsWith("ie")) return `${lemma.slice(0, -2)}ying`;
  if (lemma.endsWith("e") && !lemma.endsWith("ee")) return `${lemma.slice(0, -1)}ing`;
  return `${doubled(lemma)}ing`;
}

function pastForm(lemma: string): string {
  if (lemma.endsWith("e")) return `${lemma}d`;
  return endsInConsonantY(lemma) ? `${lemma.slice(0, -1)}ied` : `${doubled(lemma)}ed`;
}

function endsInConsonantY(lemma: string): boolean {
  return lemma.endsWith("y") && !VOWELS.includes(lemma.at(-2) ?? "");
}

function doubled(lemma: string): string {
  return DOUBLING.has(lemma) ? `${lemma}${lemma.at(-1) ?? ""}` : lemma;
}
