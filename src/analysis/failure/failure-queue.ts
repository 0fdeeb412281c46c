/** What is still to happen, soonest first; equal times by `order`. */
export interface FailureQueue {
  readonly size: number;
  /** The first entry, its time and its order; without meaning when there is none. */
  readonly first: number;
  readonly time: number;
  readonly order: number;
  push(entry: number, time: number, order: number): void;
  /** Takes the first entry away. */
  pop(): number;
  clear(): void;
}

/** An empty queue: a binary heap in three columns, which grow and are never given back. */
export function createFailureQueue(): FailureQueue {
  let entries = new Int32Array(1024);
  let times = new Float64Array(1024);
  let orders = new Float64Array(1024);
  let size = 0;

  function grow(): void {
    const [oldEntries, oldTimes, oldOrders] = [entries, times, orders];
    entries = new Int32Array(size * 2);
    times = new Float64Array(size * 2);
    orders = new Float64Array(size * 2);
    entries.set(oldEntries);
    times.set(oldTimes);
    orders.set(oldOrders);
  }

  function isSooner(time: number, order: number, place: number): boolean {
    const other = times[place] as number;
    return time < other || (time === other && order < (orders[place] as number));
  }

  function move(source: number, target: number): void {
    entries[target] = entries[source] as number;
    times[target] = times[source] as number;
    orders[target] = orders[source] as number;
  }

  function put(place: number, entry: number, time: number, order: number): void {
    entries[place] = entry;
    times[place] = time;
    orders[place] = order;
  }

  return {
    get size() {
      return size;
    },
    get first() {
      return entries[0] as number;
    },
    get time() {
      return times[0] as number;
    },
    get order() {
      return orders[0] as number;
    },
    push(entry, time, order) {
      if (size === entries.length) grow();
      let place = size;
      size += 1;
      while (place > 0) {
        const parent = (place - 1) >> 1;
        if (!isSooner(time, order, parent)) break;
        move(parent, place);
        place = parent;
      }
      put(place, entry, time, order);
    },
    pop() {
      const first = entries[0] as number;
      size -= 1;
      const entry = entries[size] as number;
      const time = times[size] as number;
      const order = orders[size] as number;
      let place = 0;
      for (;;) {
        let child = 2 * place + 1;
        if (child >= size) break;
        const right = child + 1;
        if (right < size && isSooner(times[right] as number, orders[right] as number, child)) {
          child = right;
        }
        if (!isSooner(times[child] as number, orders[child] as number, size)) {
          // The last entry stands at `size` until it is put down.
          break;
        }
        move(child, place);
        place = child;
      }
      put(place, entry, time, order);
      return first;
    },
    clear() {
      size = 0;
    },
  };
}
