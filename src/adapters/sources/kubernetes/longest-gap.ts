const MACROS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const NAMES = "jan feb mar apr may jun jul aug sep oct nov dec sun mon tue wed thu fri sat".split(
  " ",
);
const DAY_MS = 86_400_000;

/**
 * The longest time between two runs of a cron schedule, or undefined when it makes no sense.
 *
 * Looked up on the calendar of 2023 to 2026, in UTC: a yearly job and a leap day are within it.
 *
 * @example
 * ```ts
 * [longestGapMs("15 *\/6 * * *"), longestGapMs("0 9 * * mon-fri"), longestGapMs("soon")];
 * // => [6 * 3_600_000, 72 * 3_600_000, undefined]
 * ```
 */
export function longestGapMs(schedule: string): number | undefined {
  const spelled =
    MACROS[schedule.trim().toLowerCase()] ?? schedule.replace(/^(CRON_)?TZ=\S+\s/, "");
  const fields = spelled.trim().toLowerCase().split(/\s+/);
  const [minutes, hours, days, months, weekdays] = [
    valuesOf(fields[0], 0, 59),
    valuesOf(fields[1], 0, 23),
    valuesOf(fields[2], 1, 31),
    valuesOf(fields[3], 1, 12),
    valuesOf(fields[4], 0, 7),
  ];
  if (fields.length !== 5 || !minutes || !hours || !days || !months || !weekdays) return undefined;
  if (weekdays.has(7)) weekdays.add(0);
  // cron(5): with both the day and the weekday restricted, either will do.
  const either = !fields[2]?.startsWith("*") && !fields[4]?.startsWith("*");
  const inDay = [...hours]
    .flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute))
    .sort((first, second) => first - second)
    .map((minute) => minute * 60_000);

  let longest = 0;
  let last: number | undefined;
  for (let day = Date.UTC(2023, 0, 1); day < Date.UTC(2027, 0, 1); day += DAY_MS) {
    const date = new Date(day);
    if (!months.has(date.getUTCMonth() + 1)) continue;
    const onDay = days.has(date.getUTCDate());
    const onWeekday = weekdays.has(date.getUTCDay());
    if (either ? !onDay && !onWeekday : !onDay || !onWeekday) continue;
    for (const time of inDay) {
      if (last !== undefined) longest = Math.max(longest, day + time - last);
      last = day + time;
    }
  }
  return longest > 0 ? longest : undefined;
}

function valuesOf(field: string | undefined, low: number, high: number): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field?.split(",") ?? []) {
    const { range = "", step = "1" } =
      /^(?<range>[^/]+)(?:\/(?<step>\d{1,3}))?$/.exec(part)?.groups ?? {};
    const [first, last] =
      range === "*" || range === "?" ? [low, high] : range.split("-").map(numberOf);
    const end = last ?? (part.includes("/") ? high : first);
    if (first === undefined || end === undefined || !(first >= low) || !(end <= high))
      return undefined;
    for (let value = first; value <= end; value += Math.max(1, Number(step))) values.add(value);
  }
  return values.size > 0 ? values : undefined;
}

function numberOf(word: string): number {
  const name = NAMES.indexOf(word);
  if (name >= 12) return name - 12;
  return name >= 0 ? name + 1 : word === "" ? Number.NaN : Number(word);
}
