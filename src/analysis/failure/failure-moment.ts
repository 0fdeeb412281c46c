import { DOWN, type Level } from "./edge-rules.ts";

/**
 * The order of what happens at one time, as one number: first by round, then worst harm first, then by steps.
 *
 * Worst first, because a component that is down at a time was never degraded or stale at it. A new round begins
 * when a fallback turns out to be harmed after all; steps count the links that the failure has travelled.
 */
export function orderOf(round: number, level: Level, steps: number): number {
  return (round * 4 + (DOWN - level)) * STEPS + steps;
}

export function roundOf(order: number): number {
  return Math.floor(order / (4 * STEPS));
}

export function stepsOf(order: number): number {
  return order % STEPS;
}

const STEPS = 2 ** 32;
