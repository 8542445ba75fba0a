import type { LoreCount, LoreTimer } from '@tzurot/contracts';
import type { CompiledEntry } from './compile-book.ts';

/** How far a conversation has come, with the message that is answered now. */
export interface Counts {
  messages: number;
  /** Replies of the character before this one. */
  turns: number;
}

export interface TimedEffects {
  isSticky(entry: CompiledEntry): boolean;
  /** Every entry that is. */
  readonly sticky: readonly CompiledEntry[];
  isCoolingDown(entry: CompiledEntry): boolean;
  isDelayed(entry: CompiledEntry): boolean;
  /** The message above which an entry keeps its place. */
  placeOf(entry: CompiledEntry): string | null;
  /** How the timers stand once these entries are told, `at` the message that is answered. */
  after(told: readonly CompiledEntry[], at: string | null): LoreTimer[];
}

/** The turn that is made now is the first after so many replies. */
const countIn = (counts: LoreCount, { messages, turns }: Counts): number => (counts === 'turns' ? turns + 1 : messages);

/**
 * What timers of the reply before do now. Nothing moves them but how far the conversation has come: a reply that is made anew
 * starts from the same ones.
 */
export function readTimers(
  timers: readonly LoreTimer[],
  entries: { get(id: string): CompiledEntry | undefined },
  counts: Counts,
): TimedEffects {
  const sticky = new Map<string, LoreTimer>();
  const cooldown = new Map<string, LoreTimer>();
  /** Of books that are not told here: they may be again. */
  const elsewhere: LoreTimer[] = [];
  // What cools down after its sticky time begins to do so when that ends, whatever was written when it was told.
  for (const timer of timers.toSorted((a, b) => a.kind.localeCompare(b.kind))) {
    const entry = entries.get(timer.entryId);
    if (entry === undefined) {
      if (timer.endsAt === null || countIn(timer.counts, counts) < timer.endsAt) elsewhere.push(timer);
      continue;
    }
    const now = countIn(entry.settings.counts, counts);
    const isTakenBack = now <= timer.startsAt && !timer.isProtected;
    if (isTakenBack || timer.mark !== entry.mark) continue;
    if (timer.endsAt === null || now < timer.endsAt) {
      (timer.kind === 'sticky' ? sticky : cooldown).set(entry.id, timer);
    } else if (timer.kind === 'sticky' && entry.cooldown > 0) {
      cooldown.set(entry.id, begin('cooldown', entry, now, { lasts: entry.cooldown, isProtected: true, above: null }));
    }
  }
  return {
    sticky: [...sticky.keys()].flatMap((id) => entries.get(id) ?? []),
    isSticky: ({ id }) => sticky.has(id),
    isCoolingDown: ({ id }) => cooldown.has(id),
    isDelayed: (entry) => countIn(entry.settings.counts, counts) < entry.delay,
    placeOf: ({ id }) => sticky.get(id)?.above ?? null,
    after(told, at) {
      const [stickyAfter, cooldownAfter] = [new Map(sticky), new Map(cooldown)];
      for (const entry of told) {
        const now = countIn(entry.settings.counts, counts);
        const { isKept, isOnce } = entry.decorators;
        const above = entry.settings.keepsPlace ? at : null;
        if ((entry.sticky > 0 || isKept) && !stickyAfter.has(entry.id))
          stickyAfter.set(entry.id, begin('sticky', entry, now, { lasts: isKept ? null : entry.sticky, above }));
        if ((entry.cooldown > 0 || isOnce) && !cooldownAfter.has(entry.id))
          cooldownAfter.set(
            entry.id,
            begin('cooldown', entry, now, { lasts: isOnce ? null : entry.cooldown, above: null }),
          );
      }
      return [...stickyAfter.values(), ...cooldownAfter.values(), ...elsewhere];
    },
  };
}

function begin(
  kind: LoreTimer['kind'],
  { id, mark, settings: { counts } }: CompiledEntry,
  startsAt: number,
  { lasts, above, isProtected = false }: { lasts: number | null; above: string | null; isProtected?: boolean },
): LoreTimer {
  const endsAt = lasts === null ? null : startsAt + lasts;
  return { entryId: id, kind, mark, counts, startsAt, endsAt, isProtected, above };
}
