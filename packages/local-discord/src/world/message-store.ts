import { compareSnowflakes, type Snowflake } from './snowflake.ts';
import type { Message, MessageStore } from './types.ts';

export function createMessageStore(): MessageStore {
  const byId = new Map<Snowflake, Message>();
  const ordered: Message[] = [];

  /** The first index whose message is not older than `id`. */
  function indexFrom(id: Snowflake): number {
    let low = 0;
    let high = ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = ordered[middle];
      if (candidate && compareSnowflakes(candidate.id, id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get size() {
      return ordered.length;
    },
    get: (id) => byId.get(id),
    latest: () => ordered.at(-1),
    [Symbol.iterator]: () => ordered[Symbol.iterator](),

    add(message) {
      byId.set(message.id, message);
      const newest = ordered.at(-1);
      if (!newest || compareSnowflakes(newest.id, message.id) < 0) ordered.push(message);
      else ordered.splice(indexFrom(message.id), 0, message);
    },

    remove(id) {
      const message = byId.get(id);
      if (!message) return undefined;
      byId.delete(id);
      ordered.splice(indexFrom(id), 1);
      return message;
    },

    page({ before, after, around }, limit) {
      let start: number;
      let end: number;
      if (around !== undefined) {
        const middle = indexFrom(around);
        start = Math.max(0, middle - Math.floor(limit / 2));
        end = Math.min(ordered.length, start + limit);
      } else if (after !== undefined) {
        start = indexFrom(after);
        if (ordered[start]?.id === after) start += 1;
        end = Math.min(ordered.length, start + limit);
      } else {
        end = before === undefined ? ordered.length : indexFrom(before);
        start = Math.max(0, end - limit);
      }
      return ordered.slice(start, end).toReversed();
    },
  };
}
