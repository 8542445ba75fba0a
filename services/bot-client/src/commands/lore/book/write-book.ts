import type { LorebookContents, LoreLogic, LorePosition, PromptRole } from '@tzurot/contracts';

/** Formats that lorebooks are saved in. */
export type BookFormat = 'sillytavern' | 'v3';

type Entry = LorebookContents['entries'][number];

/** A book as a file of another program. What its own format said besides comes back where that is the same. */
export function writeBook(book: LorebookContents, format: BookFormat): { filename: string; json: object } {
  const name = book.name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'lorebook';
  return format === 'sillytavern'
    ? { filename: `${name}.json`, json: writeWorldInfo(book) }
    : { filename: `${name}.v3.json`, json: { spec: 'lorebook_v3', data: writeCharacterBook(book) } };
}

/** Numbers that SillyTavern has for what we have words for. Source: its `world-info.js`. */
const LOGICS: Record<LoreLogic, number> = { any: 0, 'not-all': 1, 'not-any': 2, all: 3 };
const POSITIONS: Record<LorePosition, number> = {
  'before-character': 0,
  'after-character': 1,
  'note-top': 2,
  'note-bottom': 3,
  'at-depth': 4,
  'before-examples': 5,
  'after-examples': 6,
  outlet: 7,
};
const ROLES: Record<PromptRole, number> = { system: 0, user: 1, assistant: 2 };

/** SillyTavern's own file. */
function writeWorldInfo({ entries, rest }: LorebookContents): object {
  return {
    ...rest,
    entries: Object.fromEntries(entries.map((entry, index) => [String(index), writeEntry(entry, index)])),
  };
}

function writeEntry(entry: Entry, index: number): object {
  const { alsoScans } = entry;
  return {
    ...entry.rest,
    uid: index,
    key: entry.keys,
    keysecondary: entry.secondaryKeys,
    comment: entry.title,
    content: entry.content,
    constant: entry.isConstant,
    selective: entry.secondaryKeys.length > 0,
    selectiveLogic: LOGICS[entry.logic],
    addMemo: entry.title !== '',
    order: entry.order,
    position: POSITIONS[entry.position],
    disable: !entry.isEnabled,
    ignoreBudget: entry.ignoresBudget,
    excludeRecursion: entry.isExcludedFromRecursion,
    preventRecursion: entry.preventsRecursion,
    delayUntilRecursion: entry.recursionLevel,
    probability: entry.probability,
    useProbability: true,
    depth: entry.depth,
    role: ROLES[entry.role],
    outletName: entry.outlet,
    group: entry.groups.join(', '),
    groupOverride: entry.isGroupWinner,
    groupWeight: entry.groupWeight,
    useGroupScoring: entry.hasGroupScoring,
    scanDepth: entry.scanDepth,
    caseSensitive: entry.isCaseSensitive,
    matchWholeWords: entry.matchesWholeWords,
    sticky: entry.sticky,
    cooldown: entry.cooldown,
    delay: entry.delay,
    matchPersonaDescription: alsoScans.includes('persona'),
    matchCharacterDescription: alsoScans.includes('description'),
    matchCharacterPersonality: alsoScans.includes('personality'),
    matchCharacterDepthPrompt: alsoScans.includes('character-note'),
    matchScenario: alsoScans.includes('scenario'),
    matchCreatorNotes: alsoScans.includes('creator-notes'),
    characterFilter: {
      isExclude: entry.characters.isExcluding,
      names: entry.characters.names,
      tags: entry.characters.tags,
    },
    triggers: entry.triggers,
    displayIndex: index,
  };
}

const PATTERN = /^\/.+\/[dgimsuyv]*$/;

/** `character_book` of Character Card V3; what it has no words for stands in the extensions that SillyTavern reads. */
function writeCharacterBook({ name, description, settings, entries }: LorebookContents): object {
  return {
    name,
    description,
    scan_depth: settings.scanDepth,
    ...(settings.tokenBudget !== null && { token_budget: settings.tokenBudget }),
    recursive_scanning: settings.isRecursive,
    extensions: {},
    entries: entries.map((entry, index) => ({
      keys: entry.keys,
      secondary_keys: entry.secondaryKeys,
      content: entry.content,
      enabled: entry.isEnabled,
      insertion_order: entry.order,
      case_sensitive: entry.isCaseSensitive ?? settings.isCaseSensitive,
      use_regex: entry.keys.some((key) => PATTERN.test(key)),
      name: entry.title,
      comment: entry.title,
      id: index,
      ...(entry.priority !== null && { priority: entry.priority }),
      selective: entry.secondaryKeys.length > 0,
      constant: entry.isConstant,
      position: entry.position === 'after-character' ? 'after_char' : 'before_char',
      extensions: {
        position: POSITIONS[entry.position],
        exclude_recursion: entry.isExcludedFromRecursion,
        prevent_recursion: entry.preventsRecursion,
        delay_until_recursion: entry.recursionLevel,
        display_index: index,
        probability: entry.probability,
        useProbability: true,
        depth: entry.depth,
        selectiveLogic: LOGICS[entry.logic],
        outlet_name: entry.outlet,
        group: entry.groups.join(', '),
        group_override: entry.isGroupWinner,
        group_weight: entry.groupWeight,
        use_group_scoring: entry.hasGroupScoring,
        scan_depth: entry.scanDepth,
        match_whole_words: entry.matchesWholeWords,
        case_sensitive: entry.isCaseSensitive,
        role: ROLES[entry.role],
        sticky: entry.sticky,
        cooldown: entry.cooldown,
        delay: entry.delay,
        ignore_budget: entry.ignoresBudget,
        triggers: entry.triggers,
      },
    })),
  };
}
