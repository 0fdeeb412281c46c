import { z } from "zod";
import { ComponentId } from "./component.ts";
import { oneWord } from "./one-word.ts";

/** The people who answer for components. */
export const Team = z.object({
  id: oneWord(100),
  name: z.string().min(1).max(200),
  /** A chat channel's name, such as `#team-payments`. */
  channel: z.string().max(100).optional(),
  email: z.email().optional(),
  /** PagerDuty escalation policy, asked for who is on call. */
  escalationPolicyId: z.string().max(50).optional(),
  /** What to dial when everything else is away. */
  phone: z.string().max(50).optional(),
});
export type Team = z.infer<typeof Team>;

/** One source's claim that a team owns a component. */
export const OwnershipClaim = z.object({ component: ComponentId, team: Team.shape.id });
export type OwnershipClaim = z.infer<typeof OwnershipClaim>;

/** One team that at least one source calls the owner; two sources that disagree give two of these. */
export interface Ownership {
  readonly component: ComponentId;
  readonly team: Team["id"];
  readonly sources: readonly string[];
  /** Epoch milliseconds. */
  readonly lastSeen: number;
}
