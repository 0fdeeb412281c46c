import { z } from "zod";

/**
 * Somebody who writes or clicks in a chat, with the rights that the chat says they have now.
 *
 * `guest` and `outsider` (another workspace or tenant) read nothing internal and change nothing.
 */
export const Person = z.object({
  id: z.string().min(1).max(200),
  name: z.string().max(200),
  role: z.enum(["approver", "member", "guest", "outsider"]),
  /** Names of the groups that the chat counts this person among, such as `team-payments`. */
  groups: z.array(z.string()).optional(),
});
export type Person = z.infer<typeof Person>;

/** May this person read the map? */
export function mayRead({ role }: Person): boolean {
  return role === "approver" || role === "member";
}

/** May this person change the map or decide proposals? */
export function mayApprove({ role }: Person): boolean {
  return role === "approver";
}
