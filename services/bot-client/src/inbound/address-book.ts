import { type Activation, type AddressBookChange, type Addressee, type Alias, isReservedName } from '@tzurot/contracts';

/** Who speaks where: decides which names and activations count. */
export interface Listener {
  authorId: string;
  guildId: string | null;
}

interface NamedAlias extends Alias {
  ownerId: string;
  isPublic: boolean;
}

/**
 * Every name by which a character can be called, and every channel where one answers everything, in memory.
 * Looking up costs no I/O: it is asked for every message there is.
 */
export interface AddressBook {
  /** The last change that is in the book; -1 while nothing was loaded. */
  version(): number;
  load(whole: { version: number; addressees: Addressee[]; aliases: Alias[]; activations: Activation[] }): void;
  /** False when a change before this one is missing: then the whole book has to be loaded. */
  apply(change: AddressBookChange): boolean;
  /** Characters called with `@name` in a text, in the order of their first mention, each once. */
  findMentioned(text: string, listener: Listener): string[];
  /** The character that this name calls, when nothing but the name is written; null when it calls nobody. */
  findNamed(name: string, listener: Listener): string | null;
  /** The character that answers everything in one of these channels, the first that has one. */
  findActive(channelIds: readonly string[], listener: Listener): string | null;
  /** The name of a character that everybody may talk to, for examples; null in an empty book. */
  exampleName(): string | null;
}

export function createAddressBook(): AddressBook {
  let version = -1;
  let addressees = new Map<string, Addressee>();
  let aliases = new Map<string, NamedAlias[]>();
  let activations = new Map<string, string>();
  let lengths: number[] = [];

  const addAliases = (added: readonly Alias[]) => {
    for (const alias of added) {
      const addressee = addressees.get(alias.characterId);
      // `@everyone` is Discord's, whoever was called so before that was refused.
      if (addressee === undefined || isReservedName(alias.name)) continue;
      const { ownerId, isPublic } = addressee;
      const name = normalizeName(alias.name);
      const holders = aliases.get(name);
      if (holders) holders.push({ ...alias, ownerId, isPublic });
      else aliases.set(name, [{ ...alias, ownerId, isPublic }]);
    }
    lengths = [...new Set([...aliases.keys()].map((name) => name.length))].toSorted((a, b) => b - a);
  };
  const removeCharacter = (characterId: string) => {
    addressees.delete(characterId);
    for (const [name, holders] of aliases) {
      const others = holders.filter((alias) => alias.characterId !== characterId);
      if (others.length === 0) aliases.delete(name);
      else if (others.length < holders.length) aliases.set(name, others);
    }
  };

  return {
    version: () => version,

    load(whole) {
      version = whole.version;
      addressees = new Map(whole.addressees.map((addressee) => [addressee.characterId, addressee]));
      activations = new Map(whole.activations.map(({ channelId, characterId }) => [channelId, characterId]));
      aliases = new Map();
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
          for (const [channelId, id] of activations) if (id === change.characterId) activations.delete(channelId);
          break;
        case 'activation':
          if (change.characterId === null) activations.delete(change.channelId);
          else activations.set(change.channelId, change.characterId);
          break;
      }
      return true;
    },

    findMentioned(text, listener) {
      let at = text.indexOf('@');
      if (at === -1) return [];
      const found = new Set<string>();
      const folded = normalizeName(text);
      // Folding may change lengths, so positions are taken from the folded text alone.
      for (at = folded.indexOf('@'); at !== -1; at = folded.indexOf('@', at + 1)) {
        if (at > 0 && isWordCharacter(folded, at - 1)) continue; // an e-mail address calls nobody
        const alias = longestAlias(folded, at + 1, listener);
        if (alias) found.add(alias.characterId);
      }
      return [...found];
    },

    findNamed(name, listener) {
      const holders = aliases.get(normalizeName(name));
      return (holders && nearestAlias(holders, listener))?.characterId ?? null;
    },

    findActive(channelIds, listener) {
      for (const channelId of channelIds) {
        const characterId = activations.get(channelId);
        if (characterId === undefined) continue;
        const addressee = addressees.get(characterId);
        if (addressee && isVisible(addressee, listener)) return characterId;
      }
      return null;
    },

    exampleName: () => [...addressees.values()].find(({ isPublic }) => isPublic)?.name ?? null,
  };

  function longestAlias(text: string, start: number, listener: Listener): NamedAlias | null {
    for (const length of lengths) {
      const end = start + length;
      if (end > text.length || isWordCharacter(text, end)) continue;
      const holders = aliases.get(text.slice(start, end));
      const nearest = holders && nearestAlias(holders, listener);
      if (nearest) return nearest;
    }
    return null;
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

function isVisible({ isPublic, ownerId }: Pick<Addressee, 'isPublic' | 'ownerId'>, listener: Listener): boolean {
  return isPublic || ownerId === listener.authorId;
}

function rankOf(alias: NamedAlias, { authorId, guildId }: Listener): number {
  if (alias.userId !== null) return alias.userId === authorId ? 4 : 0;
  if (alias.guildId !== null && alias.guildId !== guildId) return 0;
  if (alias.ownerId === authorId) return 3;
  return alias.guildId === null ? 1 : 2;
}

function normalizeName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

const WORD = /[\p{L}\p{N}_]/u;

/** A name that goes on is another name: `@Pipeline` does not call Pip. */
function isWordCharacter(text: string, index: number): boolean {
  const code = text.codePointAt(index);
  return code !== undefined && WORD.test(String.fromCodePoint(code));
}
