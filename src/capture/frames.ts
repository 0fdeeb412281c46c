import type { Coupling } from "../model/dependency.ts";

/** What a verb says about its subject and its other end, in the active voice. */
export interface Frame {
  /** `needs`: the subject is the consumer; `gives`: the subject is the provider; `fills`: as the other end is. */
  readonly role: "needs" | "gives" | "fills";
  /** What the other end follows: these prepositions, or `object`. */
  readonly after: ReadonlySet<string>;
  readonly coupling: Coupling | "by-noun";
  /** How directly it states a dependency, 0 to 1. */
  readonly sure: number;
  readonly strength?: "soft";
  /** The provider must be a component of the map: the verb is too common to name a new one. */
  readonly knownOnly: boolean;
}

/** Verbs; where the other end stands; coupling; sureness. `!` at the end: only for components of the map. */
const NEEDS = `
depend rely hinge lean count piggyback | on upon | by-noun | 0.95
use utilise utilize leverage employ | object | by-noun | 0.85
require need | object from | by-noun | 0.8 !
consume | object from off | by-noun | 0.85
involve | object | call | 0.7 !
call invoke query contact | object into to | by-noun | 0.85
hit reach access request interrogate | object to into | by-noun | 0.8 !
poll | object from | polling | 0.85
scrape | object from | polling | 0.7 !
read | from off out-of object | by-noun | 0.85
fetch pull retrieve load download obtain collect harvest stream receive get grab source ingest import inherit derive draw parse | from off out-of | by-noun | 0.85
fetch pull retrieve load download ingest import sync | object | by-noun | 0.7 !
receive get observe experience see return encounter notice | from | call | 0.6 !
consult check lookup ask | object | call | 0.65 !
check acquire lease borrow claim reserve | in from against with | by-noun | 0.7 !
copy transfer replicate sync export import load shuttle move ship | from to into via through | by-noun | 0.75 !
bind | against | identity | 0.8
fall | through | by-noun | 0.65 !
run | against | by-noun | 0.7 !
write publish post send push submit emit log upload export save persist report forward deliver flush produce ship append insert enqueue dump commit relay pass direct stream | to into onto in | by-noun | 0.85
store keep cache hold persist record replicate back-up | in on into at to within | data | 0.85
talk speak connect subscribe listen communicate reconnect bind couple | to with | by-noun | 0.9
interact interface integrate coordinate sync synchronise synchronize | with via through | by-noun | 0.8
look | at | data | 0.6
point | at to towards toward | call | 0.8
route proxy redirect delegate offload reroute divert tunnel | to through via into | call | 0.8
authenticate authorise authorize verify validate | with against via through using | identity | 0.85
log sign enrol register | in-with via through using | identity | 0.7 !
resolve | via through using with against from | name-resolution | 0.8
run live sit reside operate execute | on in atop on-top-of within inside under | runs-on | 0.85
run feed live | off | data | 0.7 !
go pass travel flow | through via | call | 0.8
serve | from off | data | 0.8
make compute calculate decide build assemble | from | data | 0.65 !
build implement | on upon on-top-of atop around | runs-on | 0.8
base | on upon | by-noun | 0.8
fall-back fail-over default switch-over | to on onto | by-noun | 0.7
put place drop leave | on in into onto | by-noun | 0.65 !
end-up land | in at on | data | 0.7 !
queue queue-up pile-up back-up accumulate build-up | in on at | event | 0.65 !
wait block stall hang | on for | call | 0.7 !
look-up | in from at object | by-noun | 0.75
reference | object | by-noun | 0.7 !
mount attach | object from to | file | 0.7 !
overwhelm overload hammer flood saturate swamp exhaust | object | call | 0.7 !
retry | object against | call | 0.7 !
incompatible | with | by-noun | 0.7 !
time-out | to on against | call | 0.75 !
update create modify edit change | content | by-noun | 0.7 !
switch migrate move | to onto | by-noun | 0.7 !
deploy schedule | on onto | runs-on | 0.75
`;
const GIVES = `
feed | object into to | by-noun | 0.85
power underpin support drive sustain | object | by-noun | 0.8
back | object | by-noun | 0.85
serve front | object for to | by-noun | 0.75
host house | object | runs-on | 0.85
handle | object for | call | 0.75
supply provide | object-x to for with | by-noun | 0.75
responsible critical | for to | by-noun | 0.75
throttle rate-limit reject deny refuse drop | object from | call | 0.7 !
generate produce render compute calculate synthesise synthesize encode transcode evaluate issue deliver sign provision | by-passive | call | 0.7 !
store hold keep contain cache | for | data | 0.65 !
validate verify sign authorise authorize authenticate terminate render | by-content | call | 0.6 !
act function | for | by-noun | 0.75 !
return respond | to | call | 0.7 !
route proxy balance manage orchestrate | by-passive | call | 0.65 !
trigger | object | event | 0.65 !
`;

const FILLS = `
populate fill hydrate backfill refresh rebuild maintain | object | data | 0.8
`;

const FRAMES: ReadonlyMap<string, readonly Frame[]> = Map.groupBy(
  [...rows(NEEDS, "needs"), ...rows(GIVES, "gives"), ...rows(FILLS, "fills")],
  ({ lemma }) => lemma,
);

/** What a verb may say about a dependency; none for verbs that say nothing. */
export function framesOf(lemma: string): readonly Frame[] {
  return FRAMES.get(lemma) ?? (isTelling(lemma) ? ANY_DEED : []);
}

/** What any other deed of one system with another says: who acts needs what it acts on, most of the time. */
const ANY_DEED: readonly Frame[] = rows(
  "any | object to from through via over against with off | by-noun | 0.55 !",
  "needs",
);

function isTelling(lemma: string): boolean {
  const [verb = ""] = lemma.split(" ");
  return !HARMING.has(lemma) && !CAUSING.has(verb) && !SAYING_NOTHING.has(verb);
}

function rows(table: string, role: Frame["role"]): (Frame & { lemma: string })[] {
  return table
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [verbs = "", after = "", coupling = "call", sure = "0.5"] = line.split(" | ");
      return verbs.split(" ").map((verb) => ({
        lemma: verb === "rate-limit" ? verb : verb.replace("-", " "),
        role,
        after: new Set(after.split(" ").map((word) => word.replaceAll("-", " "))),
        coupling: coupling as Frame["coupling"],
        sure: Number(sure.split(" ")[0]),
        knownOnly: sure.endsWith("!"),
        ...(verb === "fall-back" ? { strength: "soft" as const } : {}),
      }));
    });
}

/** Verbs of being, likeness, change and harm: of two systems they say nothing, or the opposite. */
const SAYING_NOTHING: ReadonlySet<string> = new Set(
  `be have do become seem appear remain stay fail crash recover happen occur differ match resemble replace succeed outlive bypass skip avoid ignore scale
   exceed precede follow last increase decrease drop rise fall grow shrink restart reboot stop start finish abort deploy release upgrade update roll
   test page alert monitor watch track observe mention discuss name know think say tell report note show prove mean suggest imply indicate
   remove delete disable migrate move switch decouple disconnect detach separate isolate unlink cut sever protect shield outperform include comprise
   empty overwrite corrupt kill evict flap impersonate beat trail lag outpace join meet relate tie compare unable incompatible
   rename split merge own belong cover document describe own resume continue keep begin end change improve worsen degrade come cope`.split(
    /\s+/u,
  ),
);

/** Verbs by which a fault reaches others: the subject is the provider, the object the consumer. */
export const HARMING: ReadonlySet<string> = new Set(
  "affect impact halt break disrupt degrade cripple block stall starve crash hurt delay slow kill hinder interrupt|take down|bring down|knock out|knock over|knock off|knock down|slow down|cut off|wipe out|lock out"
    .split("|")
    .flatMap((part, index) => (index === 0 ? part.split(" ") : [part])),
);

/** Verbs that join a cause to what came of it. */
export const CAUSING: ReadonlySet<string> = new Set([
  "cause",
  "lead",
  "result",
  "trigger",
  "create",
  "mean",
  "prevent",
  "force",
  "leave",
  "make",
  "stop",
  "block",
]);

/** Verbs that put content where others read it. */
export const FILLING: ReadonlySet<string> = new Set(
  "drop put leave upload place return send make handle deliver supply provide fill populate write update produce generate publish maintain refresh feed build create export load emit sync insert push".split(
    " ",
  ),
);
