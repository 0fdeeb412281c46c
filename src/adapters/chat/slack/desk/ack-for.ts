/**
 * What the acknowledgement of a body carries: a form that was sent shows that depmap is at work; undefined for all else.
 */
export function ackFor(_body: unknown): object | undefined {
  return undefined;
}
