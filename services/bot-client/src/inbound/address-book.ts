import {
  type Activation,
  type AddressBookChange,
  type Addressee,
  type Alias,
  callsAt,
  type DeniedTarget,
  type EffectiveSettings,
  endsAt,
  findName,
  fold,
  isReservedName,
  type PlaceSettings,
  readTier,
  resolveSettings,
  type ServerChoice,
  type TierSettings,
  withoutLinksAndCode,
  withParent,
} from '@tzurot/contracts';
import { distance } from 'fastest-levenshtein';
import { createAdmission, type Visit } from './admission.ts';

/** Who speaks where: decides which names and activations count. */
export interface Listener {
  authorId: string;
  guildId: string | null;
}

export interface NamedCharacter {
  characterId: string;
  name: string;
}

interface NamedAlias extends Alias, Pick<Addressee, 'ownerId' | 'isPublic' | 'personIds'> {}

/** Names by how they are folded, with the lengths that occur, longest first. */
interface NameIndex {
  holders: Map<string, NamedAlias[]>;
  lengths: number[];
}

/** Words with which names begin that name nobody by themselves. */
const NO_NAME = new Set(
  'the a an of and le la les el los der die das de du von van mr mrs ms dr sir lady lord old young'.split(' '),
);
const MIN_SHORT_NAME = 3;

/**
 * Every name by which a character can be called, and every channel where one answers everything, in memory.
 * Looking up costs no I/O: it is asked for every message there is.
 */
export interface AddressBook {
  /** The last change that is in the book; -1 while nothing was loaded. */
  version(): number;
  load(whole: {
    version: number;
    addressees: Addressee[];
    aliases: Alias[];
    activations: Activation[];
    denials: DeniedTarget[];
    choices: ServerChoice[];
    settings?: PlaceSettings[];
  }): void;
  /** False when a change before this one is missing: then the whole book has to be loaded. */
  apply(change: AddressBookChange): boolean;
  /** Characters called with `@name` in a text, in the order of their first mention, each once. */
  findMentioned(text: string, listener: Listener): string[];
  /** The character that this name calls, when nothing but the name is written; null when it calls nobody. */
  findNamed(name: string, listener: Listener): string | null;
  /** Those who are active in one of these channels, the first that has any, and hear this person; in their order. */
  findActive(channelIds: readonly string[], listener: Listener): string[];
  /** Of these characters, those whose name stands in a text, called or not, in the order of their names. */
  findSpokenOf(text: string, characterIds: readonly string[]): string[];
  /** What holds in a place; of a thread with its channel. */
  settingsOf(place: { channelId: string; parentId: string | null; guildId: string | null }): EffectiveSettings;
  /** Whose name is nearly the one with which a text begins, such as `@Lillith`; null when none is near enough. */
  findNear(text: string, listener: Listener): NamedCharacter | null;
  /** Why nobody is answered here; null when nothing stands against it. */
  findDenial(visit: Visit): DeniedTarget | null;
  findCharacterDenial(characterId: string): DeniedTarget | null;
  /** Characters that everybody in the server may talk to, the oldest first; null: in no server. */
  listPublic(limit: number, guildId: string | null): NamedCharacter[];
}

export function createAddressBook(): AddressBook {
  let version = -1;
  let addressees = new Map<string, Addressee>();
  let activations = new Map<string, readonly string[]>();
  let placeSettings = new Map<string, TierSettings>();
  /** Worked out once per place. */
  const resolved = new Map<string, EffectiveSettings>();
  const admission = createAdmission();
  /** What each character is called, by everybody. */
  const namesOf = new Map<string, string[]>();
  /** What a character is called. */
  const names: NameIndex = { holders: new Map(), lengths: [] };
  /** The first words of a name, which call as long as nobody is called so. */
  const shortNames: NameIndex = { holders: new Map(), lengths: [] };

  const addAliases = (added: readonly Alias[]) => {
    for (const alias of added) {
      const addressee = addressees.get(alias.characterId);
      const name = fold(alias.name).trim();
      // `@everyone` is Discord's, whoever was called so before that was refused.
      if (addressee === undefined || name === '' || isReservedName(alias.name)) continue;
      const { ownerId, isPublic, personIds } = addressee;
      const named = { ...alias, ownerId, isPublic, personIds };
      addTo(names.holders, name, named);
      if (alias.userId === null)
        namesOf.set(alias.characterId, [...(namesOf.get(alias.characterId) ?? []), name, ...firstWordsOf(name)]);
      for (const shorter of firstWordsOf(name)) addTo(shortNames.holders, shorter, named);
    }
    for (const index of [names, shortNames]) index.lengths = lengthsOf(index.holders);
  };
  const removeCharacter = (characterId: string) => {
    addressees.delete(characterId);
    namesOf.delete(characterId);
    for (const { holders } of [names, shortNames]) {
      for (const [name, known] of holders) {
        const others = known.filter((alias) => alias.characterId !== characterId);
        if (others.length === 0) holders.delete(name);
        else if (others.length < known.length) holders.set(name, others);
      }
    }
  };

  return {
    version: () => version,

    load(whole) {
      version = whole.version;
      addressees = new Map(whole.addressees.map((addressee) => [addressee.characterId, addressee]));
      activations = new Map(whole.activations.map(({ channelId, characterIds }) => [channelId, characterIds]));
      placeSettings = new Map((whole.settings ?? []).map((of) => [placeKey(of.tier, of.id), readTier(of.settings)]));
      resolved.clear();
      admission.load(whole);
      names.holders.clear();
      shortNames.holders.clear();
      namesOf.clear();
      addAliases(whole.aliases);
    },

    apply({ version: next, change }) {
      if (next <= version) return true;
      if (next !== version + 1) return false;
      version = next;
      switch (change.kind) {
        case 'character':
          removeCharacter(change.addressee.characterId);
          addressees.set(change.addressee.characterId, change.addressee);
          addAliases(change.aliases);
          break;
        case 'character-gone':
          removeCharacter(change.characterId);
          for (const [channelId, ids] of activations)
            if (ids.includes(change.characterId)) activate(channelId, without(ids, change.characterId));
          break;
        case 'denied':
          admission.deny(change.denial);
          break;
        case 'denial-gone':
          admission.admit(change.target);
          break;
        case 'server-choice':
          admission.choose(change.choice);
          break;
        case 'activation':
          activate(change.channelId, change.characterIds);
          break;
        case 'settings':
          placeSettings.set(placeKey(change.tier, change.id), readTier(change.settings));
          resolved.clear();
          break;
      }
      return true;
    },

    findMentioned(text, listener) {
      if (!CALL.test(text)) return [];
      const found = new Set<string>();
      const folded = fold(withoutLinksAndCode(text));
      for (let at = folded.indexOf('@'); at !== -1; at = folded.indexOf('@', at + 1)) {
        if (!callsAt(folded, at)) continue;
        const alias =
          longestAlias(names, folded, at + 1, listener) ?? longestAlias(shortNames, folded, at + 1, listener);
        if (alias) found.add(alias.characterId);
      }
      return [...found];
    },

    findNamed(name, listener) {
      const folded = fold(name).trim();
      const holders = names.holders.get(folded) ?? shortNames.holders.get(folded);
      return (holders && nearestAlias(holders, listener))?.characterId ?? null;
    },

    findActive(channelIds, listener) {
      for (const channelId of channelIds) {
        const heard = (activations.get(channelId) ?? []).filter((id) => {
          const addressee = addressees.get(id);
          return addressee !== undefined && isVisible(addressee, listener);
        });
        if (heard.length > 0) return heard;
      }
      return [];
    },

    findSpokenOf(text, characterIds) {
      const folded = fold(withoutLinksAndCode(text));
      return characterIds
        .map((id) => ({ id, at: firstPlace(folded, namesOf.get(id)) }))
        .filter(({ at }) => at !== -1)
        .toSorted((a, b) => a.at - b.at)
        .map(({ id }) => id);
    },

    settingsOf({ channelId, parentId, guildId }) {
      const known = resolved.get(channelId);
      if (known) return known;
      const said = (tier: PlaceSettings['tier'], id: string | null) =>
        placeSettings.get(placeKey(tier, id)) ?? NOTHING_SET;
      const settings = resolveSettings({
        operator: said('operator', null),
        guild: guildId === null ? NOTHING_SET : said('guild', guildId),
        channel: withParent(said('channel', channelId), parentId === null ? NOTHING_SET : said('channel', parentId)),
      });
      if (resolved.size >= MAX_RESOLVED) resolved.clear();
      resolved.set(channelId, settings);
      return settings;
    },

    findNear(text, listener) {
      const folded = fold(withoutLinksAndCode(text.slice(0, MAX_LOOKED_AT))).trim();
      if (!folded.startsWith('@')) return null;
      const words = folded.slice(1).split(SEPARATORS);
      let nearest: NamedCharacter | null = null;
      let nearestDistance = Number.POSITIVE_INFINITY;
      for (const [name, holders] of names.holders) {
        const written = words.slice(0, name.split(' ').length).join(' ');
        const allowed = allowedDistance(name);
        if (Math.abs(written.length - name.length) > allowed) continue;
        const apart = distance(written, name);
        if (apart > allowed || apart >= nearestDistance) continue;
        const characterId = nearestAlias(holders, listener)?.characterId ?? '';
        const addressee = addressees.get(characterId);
        if (addressee) [nearest, nearestDistance] = [{ characterId, name: addressee.name }, apart];
      }
      return nearest;
    },

    findDenial: (visit) => admission.findDenial(visit),
    findCharacterDenial: (characterId) => admission.findCharacterDenial(characterId),

    listPublic: (limit, guildId) =>
      [...addressees.values()]
        .filter(({ characterId, isPublic }) => isPublic && admission.isHeard(characterId, guildId))
        .toSorted((a, b) => (a.characterId < b.characterId ? -1 : 1))
        .slice(0, limit)
        .map(({ characterId, name }) => ({ characterId, name })),
  };

  function activate(channelId: string, characterIds: readonly string[]): void {
    if (characterIds.length === 0) activations.delete(channelId);
    else activations.set(channelId, characterIds);
  }

  function longestAlias(index: NameIndex, folded: string, start: number, listener: Listener): NamedAlias | null {
    for (const length of index.lengths) {
      const end = start + length;
      if (end > folded.length) continue;
      const holders = index.holders.get(folded.slice(start, end));
      if (holders === undefined || !endsAt(folded, end)) continue;
      const nearest = nearestAlias(holders, listener);
      if (nearest) return nearest;
    }
    return null;
  }

  /** Owners and those they chose hear theirs everywhere; a public one is heard unless the staff of the server chose otherwise. */
  function isVisible(
    {
      characterId,
      isPublic,
      ownerId,
      personIds,
    }: Pick<Addressee, 'characterId' | 'isPublic' | 'ownerId' | 'personIds'>,
    { authorId, guildId }: Listener,
  ): boolean {
    if (ownerId === authorId || personIds.includes(authorId)) return true;
    return isPublic && admission.isHeard(characterId, guildId);
  }

  /** What is the person's own before the server's, and that before what holds for all; then the older character. */
  function nearestAlias(holders: readonly NamedAlias[], listener: Listener): NamedAlias | null {
    let best: NamedAlias | null = null;
    let bestRank = 0;
    for (const alias of holders) {
      if (!isVisible(alias, listener)) continue;
      const rank = rankOf(alias, listener);
      if (rank === 0 || rank < bestRank) continue;
      // Ids rise with time, and a character that is renamed keeps its own.
      if (best === null || rank > bestRank || alias.characterId < best.characterId) [best, bestRank] = [alias, rank];
    }
    return best;
  }
}

const NOTHING_SET: TierSettings = { values: {}, limits: {} };
/** More places than a bot is asked about in a while. */
const MAX_RESOLVED = 10_000;

const placeKey = (tier: PlaceSettings['tier'], id: string | null): string => `${tier} ${id ?? ''}`;

const without = (ids: readonly string[], gone: string): string[] => ids.filter((id) => id !== gone);

/** Where the first of these names stands; -1 when none does. */
function firstPlace(folded: string, names: readonly string[] = []): number {
  const places = names.map((name) => findName(folded, name)).filter((at) => at !== -1);
  return places.length === 0 ? -1 : Math.min(...places);
}

function rankOf(alias: NamedAlias, { authorId, guildId }: Listener): number {
  if (alias.userId !== null) return alias.userId === authorId ? 4 : 0;
  if (alias.guildId !== null && alias.guildId !== guildId) return 0;
  if (alias.ownerId === authorId) return 3;
  return alias.guildId === null ? 1 : 2;
}

/** An `@`, also a wide one, that does not begin a real mention; those are many, and call nobody here. */
const CALL = /(?:(?<!<)@|<@(?![!&]?\d))|\uFF20/;

/** Longer than any name with what may stand before it. */
const MAX_LOOKED_AT = 200;
const SEPARATORS = /[\s,.:;!?…，。！？、]+/u;

/** How many letters may be wrong: in a short name each letter makes another name. */
function allowedDistance(name: string): number {
  if (name.length < 4) return 0;
  return name.length < 8 ? 1 : 2;
}

function addTo(holders: Map<string, NamedAlias[]>, name: string, alias: NamedAlias): void {
  const known = holders.get(name);
  if (known) known.push(alias);
  else holders.set(name, [alias]);
}

function lengthsOf(holders: ReadonlyMap<string, unknown>): number[] {
  return [...new Set([...holders.keys()].map((name) => name.length))].toSorted((a, b) => b - a);
}

/** `marlo` and `marlo the` of `marlo the baker`, without those that name nobody. */
function firstWordsOf(name: string): string[] {
  const words = name.split(' ');
  return words
    .map((_, index) => words.slice(0, index).join(' '))
    .filter((shorter) => shorter.length >= MIN_SHORT_NAME && !isReservedName(shorter))
    .filter((shorter) => !shorter.split(' ').every((word) => NO_NAME.has(word)));
}
