import type { DenialKind, DeniedTarget, ServerChoice } from '@tzurot/contracts';

/** Where and by whom something is said, as far as operators and staff can keep it out. */
export interface Visit {
  authorId: string;
  guildId: string | null;
  /** The channel, and of a thread its parent. */
  channelIds: readonly string[];
}

/** Whom operators keep out, and which public characters each server hears; in memory, because every message asks. */
export interface Admission {
  load(whole: { denials: readonly DeniedTarget[]; choices: readonly ServerChoice[] }): void;
  deny(denial: DeniedTarget): void;
  admit(target: Pick<DeniedTarget, 'kind' | 'targetId'>): void;
  choose(choice: ServerChoice): void;
  /** Why nobody is answered here; null when nothing stands against it. */
  findDenial(visit: Visit): DeniedTarget | null;
  findCharacterDenial(characterId: string): DeniedTarget | null;
  /** Whether a server hears a public character. Everywhere else, all are heard. */
  isHeard(characterId: string, guildId: string | null): boolean;
}

interface Choice {
  hears: ServerChoice['hears'];
  allowed: ReadonlySet<string>;
  blocked: ReadonlySet<string>;
}

export function createAdmission(now: () => number = Date.now): Admission {
  let denials = new Map<string, DeniedTarget>();
  let choices = new Map<string, Choice>();

  const find = (kind: DenialKind, targetId: string): DeniedTarget | null => {
    const denial = denials.get(keyOf({ kind, targetId }));
    if (denial === undefined) return null;
    return denial.until === null || Date.parse(denial.until) > now() ? denial : null;
  };

  return {
    load(whole) {
      denials = new Map(whole.denials.map((denial) => [keyOf(denial), denial]));
      choices = new Map(whole.choices.map((choice) => [choice.guildId, toChoice(choice)]));
    },
    deny: (denial) => void denials.set(keyOf(denial), denial),
    admit: (target) => void denials.delete(keyOf(target)),
    choose: (choice) => void choices.set(choice.guildId, toChoice(choice)),

    findDenial({ authorId, guildId, channelIds }) {
      if (denials.size === 0) return null;
      const server = guildId === null ? null : find('server', guildId);
      return (
        find('person', authorId) ??
        server ??
        channelIds.map((channelId) => find('channel', channelId)).find((denial) => denial !== null) ??
        null
      );
    },
    findCharacterDenial: (characterId) => (denials.size === 0 ? null : find('character', characterId)),

    isHeard(characterId, guildId) {
      const choice = guildId === null ? undefined : choices.get(guildId);
      if (choice === undefined) return true;
      return choice.hears === 'all' ? !choice.blocked.has(characterId) : choice.allowed.has(characterId);
    },
  };
}

function keyOf({ kind, targetId }: Pick<DeniedTarget, 'kind' | 'targetId'>): string {
  return `${kind} ${targetId}`;
}

function toChoice({ hears, allowed, blocked }: ServerChoice): Choice {
  return { hears, allowed: new Set(allowed), blocked: new Set(blocked) };
}
