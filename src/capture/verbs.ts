/** How a verb stands: `call`, `calls`, `calling`, `called`; or an adjective that governs as a verb does: `dependent`. */
export type VerbForm = "base" | "s" | "ing" | "past" | "adjective";

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
await batter become begin behave believe bind bombard brick bring broadcast bypass calculate capture carry cascade catch cease choose
classify clear collapse collect come communicate compare compete compile compress comprise compute conclude configure confirm confuse
connect consist consolidate consume contain contend continue contribute convert convince coordinate cope correlate corrupt count create
cripple deadlock debug decide decline decode decommission decouple decrypt dedupe deduplicate deem defer deflect degrade delegate delete
deliver demote depend deplete deprecate describe destroy desync detach detect determine develop die differ digest direct disable disappear
discard disconnect discover dispatch displace disrupt distribute divert divide do downgrade drain draw drown duplicate elect eliminate
embed emit employ emulate enable encode encounter encrypt enforce enqueue enrol enroll ensure enter escalate establish evaluate evict
exacerbate examine exceed exchange exclude execute exhaust exhibit exist expand expect expire explain expose extend fail fall federate
fetch fill finalise finalize find fire flap fluctuate flush follow forbid forget freeze fulfil fulfill funnel gate gather generate get
give go govern grab grind grow hamper happen have heal hear hide hinder hinge hurt hydrate identify imply improve inflate inform ingest
inherit inhibit initiate inject insert inspect install instantiate instrument integrate intend interact intercept interrupt introduce
inundate invalidate invert investigate invoke involve isolate join keep knock know last lean learn leave let leverage lie listen live
load-balance locate lose maintain make manage mangle manifest materialise materialize matter mean merge migrate minimise minimize
misbehave misconfigure misroute mitigate multiplex multiply normalise normalize notice notify nudge observe obtain occur offload open
operate originate oscillate outgrow outlive outpace overcommit overflow overload override oversubscribe overwhelm own paginate parse
participate partition perceive perform persist piggyback pile populate postpone postprocess preempt preload prepare preserve prevent
prioritise prioritize proceed produce prohibit promote propagate protect prove provide provision publish pummel put quarantine quiesce
raise rate-limit re-enable re-route react realise realize reappear rebalance reboot rebuild recalculate receive reclaim recognise
recognize recompute reconcile reconfigure reconnect recover recreate redirect reduce refactor refer refill reflect refuse regain
regenerate register reinstall reinstate reintroduce reissue reject rejoin relate relaunch relieve relinquish reload rely remain remediate
remind remount remove renew reopen reorder replace replicate reply repopulate represent reproduce require reroute rerun reschedule resend
reside resolve resort respawn respond rest restrict resubmit resume resync retain retire retransmit retrieve reuse reveal revert rewire
rewrite sacrifice salvage satisfy saturate save say see seem select send separate serialise serialize sever shed shrink shut simplify
simulate sit slow solve speak spin stabilise stabilize stagger starve stay stem struggle subside substitute succeed suffer suggest
summarise summarize surpass suspend sustain swallow swamp synchronise synchronize synthesise synthesize take tell terminate think throttle
throw tie tolerate transcode transcribe transform translate transmit traverse treat trip truncate unblock uncover undergo underlie
underpin understand undo uninstall unlink unmount unpack unregister unseal unsubscribe upset utilise utilize vacate validate vanish vary
verify want warm warn wedge widen wipe withdraw worsen yield`;

/** Verbs whose base form or -s form is also a noun; which it is, the sentence decides. */
const NOUNISH = `abort access aim alert answer attempt audit average back backfill backup balance base batch benefit bill block book boot borrow bottleneck
bounce break bridge buffer build bundle cache call cancel cap cause change charge check choke cite claim clone close cluster commit
concern contact copy crash credit curl cushion cut cycle deal debit default delay demand deploy design dial display ditch document double
doubt download drive drop dub dump echo effect email end endpoint error estimate exit experience export fan fault fax feed ferry file
filter fix flag flood flow force fork forward freight front function gauge grade grep guard halt hammer hand handle hang harvest hash haul
head help hit hold hook hop host house impact import increase index influence interface invoice issue journal jump kick label lag land
lead leak lease lift limit link list load lock log look lookup loop mail map mark mask match measure message meter mirror mix monitor
mount move name need nest note offer order page pair pass paste patch pause peak peer phone pick pin ping pipe place plague plan point
poll pool post power prime probe process profile program proxy prune pull pump purge push query queue quote race ramp rank rate ration
reach read record reference refresh refund relay release render rent repair repeat replay report request reserve reset restart restore
result retry return reverse review ring rise risk roll rollback rotate route run rush salt sample scale scan schedule score scrape screen
seal search seed segment serve service set shadow shard share shift ship show shuffle sign snapshot sniff sort source spike spill split
spool spread stack stage stall stamp start state stick stop store strain stream stress strike subscribe sum supply support surge suspect
swap sweep switch sync tag talk tap target test text tick ticket time top total touch trace track trade traffic transfer transition trap
trickle trigger trouble truck trust try tune tunnel turn tweet update upgrade upload use vet view visit vote wait wake walk watch wire
work wrap write`;

/** Past forms that no rule gives; the second word is the participle where it differs. */
const IRREGULAR = `become became|begin began begun|break broke broken|bring brought|build built|catch caught|choose chose chosen|come came
cut cut|deal dealt|do did done|draw drew drawn|drive drove driven|fall fell fallen|feed fed|find found|forget forgot forgotten|freeze froze frozen
get got gotten|give gave given|go went gone|grind ground|grow grew grown|hang hung|have had|hear heard|hit hit|hold held|hurt hurt|keep kept
know knew known|lead led|lean leant|learn learnt|leave left|let let|lose lost|make made|mean meant|put put|read read|rewrite rewrote rewritten
rise rose risen|run ran run|say said|see saw seen|send sent|set set|shut shut|sit sat|speak spoke spoken|spin spun|split split|spread spread
stick stuck|take took taken|tell told|think thought|throw threw thrown|understand understood|underlie underlay underlain|undergo underwent undergone|withdraw withdrew withdrawn
write wrote written|rebuild rebuilt|override overrode overridden|tie tied|bind bound|overflow overflowed|shed shed|be been|hide hid hidden|wake woke woken|strike struck|undo undid undone|resend resent|rerun reran rerun|shrink shrank shrunk|overcome overcame overcome|lie lay lain`;

const VOWELS = "aeiou";
/** Verbs of one closed syllable, or stressed on the last, double their last letter. */
const DOUBLING = new Set(
  "lag grab clog slip rip zip clip grip ban scan shred spot slam skim blur stir stab rub scrub bug chop crop flop pop prop top whip wrap dub tap throb jam ram cram plan stop drop run get put cut hit set log plan ship trip flap cap tap snap swap map ban pin spin begin stem commit submit permit admit refer defer infer occur control expel rebel plug drag trap wrap skip scan strip sit shed shut split let hog jam drum transmit bet knit prefer incur".split(
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
    "abandon embed compare aggregate transcribe forecast dedupe drift accumulate hide submit permit skip plug snap swallow override trim request point return change load";
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
