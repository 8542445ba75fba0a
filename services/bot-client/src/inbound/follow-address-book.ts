import { ADDRESS_BOOK_CHANNEL, AddressBookChange, getAddressBook, parseRows } from '@tzurot/contracts';
import { type Log, type RouteClient, type SharedState, waitFor } from '@tzurot/platform';
import type { AddressBook } from './address-book.ts';

const RELOAD_EVERY_MS = 5 * 60_000;

interface FollowParts {
  book: AddressBook;
  gateway: RouteClient;
  state: SharedState;
  log: Log;
  signal?: AbortSignal;
}

/**
 * Loads the address book, waiting for the gateway if need be, and keeps it current by numbered changes.
 * A gap in the numbers, a lost subscription and every five minutes lead to loading it whole.
 * @returns how to stop
 */
export async function followAddressBook({
  book,
  gateway,
  state,
  log,
  signal,
}: FollowParts): Promise<() => Promise<void>> {
  let loading: Promise<void> | null = null;
  const load = async () => {
    try {
      const whole = await gateway.call(getAddressBook);
      if (whole.version >= book.version()) book.load(whole);
    } finally {
      loading = null;
    }
  };
  const reload = () => (loading ??= load());
  const reloadLater = () =>
    void reload().catch((error: unknown) => log.warn({ err: error }, 'address book was not reloaded'));

  const unsubscribe = await state.subscribe(
    ADDRESS_BOOK_CHANNEL,
    (value) => {
      const change = parseRows(AddressBookChange, value);
      if (change.success && change.badRows.length > 0) log.warn({ rows: change.badRows }, 'names left out of a change');
      if (!change.success || !book.apply(change.data)) reloadLater();
    },
    reloadLater,
  );
  await waitFor('the address book', reload, { log, ...(signal !== undefined && { signal }) });
  const timer = setInterval(reloadLater, RELOAD_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await unsubscribe();
  };
}
