import { pairs, type Finding } from "./finding.ts";
import { endsOf, fits } from "./fitting.ts";
import type { Frame } from "./frames.ts";
import type { Subject } from "./left-phrases.ts";
import type { Complements } from "./objects.ts";
import type { Ref } from "./refs.ts";

type More = Omit<Finding, "consumer" | "provider">;

/** What a verb's frame says in the passive voice: `Y is used by X`, `X is fed by Y`, `data of X is stored in Y`. */
export function inPassive(
  frame: Frame,
  subject: Subject,
  { after }: Complements,
  more: More,
): Finding[] {
  const by = after.get("by");
  if (frame.sure <= 0.55)
    return anyPassive(
      subject,
      by?.refs ?? [],
      after.get("to")?.refs ?? after.get("for")?.refs ?? [],
      more,
    );
  if (frame.role !== "needs") {
    const place = after.get("from") ?? after.get("on") ?? after.get("in") ?? after.get("with");
    const agent =
      by ?? (frame.coupling === "event" || frame.after.has("by passive") ? undefined : place);
    const agents = fits(agent?.refs ?? [], frame);
    if (frame.role === "fills") {
      const source = by ? (after.get("from")?.refs ?? []) : [];
      return [
        ...endsOf(subject, frame).flatMap((target) => filled(agents, target, more)),
        ...pairs(endsOf(subject, frame), fits(source, frame), { ...more, coupling: "data" }),
      ];
    }
    const ends = endsOf(subject, frame);
    const served =
      by && ends.length === 0 ? (after.get("to") ?? after.get("for"))?.refs : undefined;
    return pairs(served ? fits(served, frame) : ends, agents, more);
  }
  const user =
    frame.after.has("object") && !by && USED.has(more.because.split('"')[1] ?? "")
      ? (after.get("for") ?? after.get("in") ?? after.get("within"))?.refs
      : undefined;
  if (user && user.length > 0)
    return pairs(
      fits(user, frame).filter(({ via }) => via === "self"),
      endsOf(subject, frame),
      more,
    );
  if (frame.after.has("object") && by && by.refs.length > 0)
    return pairs(fits(by.refs, frame), endsOf(subject, frame), more);
  const consumers = by && by.refs.length > 0 ? fits(by.refs, frame) : endsOf(subject, frame);
  const place = [...after].find(
    ([preposition, list]) => frame.after.has(preposition) && list.refs.length > 0 && list !== by,
  )?.[1];
  if (place) return pairs(consumers, fits(place.refs, frame), more);
  if (!by || by.refs.length === 0) return [];
  if (frame.after.has("on")) return pairs(fits(by.refs, frame), endsOf(subject, frame), more);
  return anyPassive(subject, by.refs, [], { ...more, sure: 0.55 });
}

/** `X is relayed by Y`, `keys are issued to X by Y`: whom a deed serves needs who does it. */
function anyPassive(
  subject: Subject,
  agents: readonly Ref[],
  served: readonly Ref[],
  more: More,
): Finding[] {
  const known = (refs: readonly Ref[]) =>
    refs.filter(({ via, end }) => via !== "work" && via !== "about" && "known" in end);
  const consumers = known(subject.refs).length > 0 ? subject.refs : served;
  return pairs(known(consumers), known(agents), more);
}

/** `Y is used for X`, `Y is required in X`. */
const USED = new Set(["use", "need", "require", "leverage", "utilise", "utilize", "employ"]);

/** Who fills a thing needs it to be there; what is filled goes stale without them, which is said less surely. */
export function filled(subjects: readonly Ref[], target: Ref, more: More): Finding[] {
  const data = { ...more, coupling: "data" } as const;
  return [
    ...pairs(subjects, [target], data),
    ...pairs([target], subjects, { ...data, sure: more.sure - 0.25 }),
  ];
}
