import { z } from "zod";

/** A name that is written as one word: no white space, no control characters, at most `longest` characters. */
export function oneWord(longest: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\s\p{C}]+$/u, "write it as one word");
}
