import { type LoreInForce, readLorebook } from '@tzurot/contracts';
import { AppError, type RouteClient } from '@tzurot/platform';
import { LRUCache } from 'lru-cache';
import { type CompiledBook, compileBook } from '../prompt/index.ts';

type BookInForce = LoreInForce['books'][number];

/** What is in the books that turns ask for, each version read and indexed once. */
export interface Lorebooks {
  /** @returns nothing for one that was deleted since @throws AppError when the gateway cannot be asked */
  read(book: Pick<BookInForce, 'id' | 'version'>): Promise<CompiledBook | null>;
}

/** An indexed entry takes a few kilobytes. */
const MAX_ENTRIES = 40_000;
const TIMEOUT_MS = 3_000;

export function createLorebooks(gateway: RouteClient): Lorebooks {
  const known = new LRUCache<string, CompiledBook>({
    maxSize: MAX_ENTRIES,
    sizeCalculation: ({ entries }) => entries.length + 1,
  });
  const reading = new Map<string, Promise<CompiledBook | null>>();

  async function readAndKeep(key: string, bookId: string): Promise<CompiledBook | null> {
    try {
      const book = compileBook(await gateway.call(readLorebook, { params: { bookId }, timeoutMs: TIMEOUT_MS }));
      known.set(key, book);
      return book;
    } catch (error) {
      if (error instanceof AppError && error.code === 'not-found') return null;
      throw error;
    } finally {
      reading.delete(key);
    }
  }

  return {
    async read({ id, version }) {
      const key = `${id} ${version}`;
      const book = known.get(key);
      if (book !== undefined) return book;
      const first = reading.get(key) ?? readAndKeep(key, id);
      reading.set(key, first);
      return first;
    },
  };
}
