import { LIMITS, type LoreLogic, type LorePosition, type PromptRole } from '@tzurot/contracts';
import { isValues } from '../document.ts';
import { type FieldRule, number, type Reader, text, texts } from '../map-fields.ts';

const MAX_STEPS = 1_000;
const LOGICS: readonly LoreLogic[] = ['any', 'not-all', 'not-any', 'all'];
const POSITIONS: readonly LorePosition[] = [
  'before-character',
  'after-character',
  'note-top',
  'note-bottom',
  'at-depth',
  'before-examples',
  'after-examples',
  'outlet',
];
const ROLES: readonly PromptRole[] = ['system', 'user', 'assistant'];

const steps = number(0, MAX_STEPS, { isWhole: true });
const title = text(LIMITS.loreTitle, { trim: true });
const keys = texts(LIMITS.loreKey, 200, { splits: true, trim: true });

const flag: Reader = (value, note) => (typeof value === 'boolean' ? value : note.ignored('broken'));
const not: Reader = (value, note) => (typeof value === 'boolean' ? !value : note.ignored('broken'));
/** One of a list, by its number. */
const oneOf =
  (choices: readonly string[]): Reader =>
  (value, note) =>
    choices[Number(value)] ?? note.ignored('broken');

/** An entry as SillyTavern's world info has it; every other dialect is brought to it first. Source: its world-info.js. */
export const ENTRY_FIELDS: readonly FieldRule[] = [
  { from: 'key', to: 'keys', read: keys },
  { from: 'keysecondary', to: 'secondaryKeys', read: keys },
  { from: 'comment', to: 'title', read: title },
  { from: 'content', to: 'content', read: text(LIMITS.loreContent) },
  { from: 'constant', to: 'isConstant', read: flag },
  { from: 'selectiveLogic', to: 'logic', read: oneOf(LOGICS) },
  { from: 'order', to: 'order', read: number(-1_000_000, 1_000_000, { isWhole: true }) },
  { from: 'priority', to: 'priority', read: number(-1_000_000, 1_000_000, { isWhole: true }) },
  { from: 'position', to: 'position', read: oneOf(POSITIONS) },
  { from: 'depth', to: 'depth', read: steps },
  { from: 'role', to: 'role', read: oneOf(ROLES) },
  { from: 'outletName', to: 'outlet', read: title },
  { from: 'disable', to: 'isEnabled', read: not },
  { from: 'ignoreBudget', to: 'ignoresBudget', read: flag },
  { from: 'excludeRecursion', to: 'isExcludedFromRecursion', read: flag },
  { from: 'preventRecursion', to: 'preventsRecursion', read: flag },
  {
    from: 'delayUntilRecursion',
    to: 'recursionLevel',
    read: (value, note) => (typeof value === 'boolean' ? Number(value) : steps(value, note)),
  },
  { from: 'probability', to: 'probability', read: number(0, 100) },
  { from: 'group', to: 'groups', read: texts(LIMITS.loreTitle, 20, { splits: true, trim: true }) },
  { from: 'groupOverride', to: 'isGroupWinner', read: flag },
  { from: 'groupWeight', to: 'groupWeight', read: number(0, 1_000_000, { isWhole: true }) },
  { from: 'useGroupScoring', to: 'hasGroupScoring', read: flag },
  { from: 'scanDepth', to: 'scanDepth', read: steps },
  { from: 'caseSensitive', to: 'isCaseSensitive', read: flag },
  { from: 'matchWholeWords', to: 'matchesWholeWords', read: flag },
  { from: 'sticky', to: 'sticky', read: steps },
  { from: 'cooldown', to: 'cooldown', read: steps },
  { from: 'delay', to: 'delay', read: steps },
  { from: 'triggers', to: 'triggers', read: texts(40, 20, { trim: true }) },
  {
    from: 'characterFilter',
    to: 'characters',
    read: (value, note) =>
      isValues(value)
        ? {
            isExcluding: value['isExclude'] === true,
            names: texts(LIMITS.characterName, 100, { trim: true })(value['names'] ?? [], note) ?? [],
            tags: texts(LIMITS.loreTitle, 100, { trim: true })(value['tags'] ?? [], note) ?? [],
          }
        : note.ignored('broken'),
  },
  ...[
    ['matchPersonaDescription', 'persona'],
    ['matchCharacterDescription', 'description'],
    ['matchCharacterPersonality', 'personality'],
    ['matchCharacterDepthPrompt', 'character-note'],
    ['matchScenario', 'scenario'],
    ['matchCreatorNotes', 'creator-notes'],
  ].map(
    ([from = '', source = '']): FieldRule => ({
      from,
      to: `alsoScans.${source}`,
      read: (value) => (value === true ? true : undefined),
    }),
  ),
  { from: 'automationId', ignored: 'code' },
  ...['uid', 'displayIndex', 'addMemo', 'selective', 'useProbability', 'vectorized'].map(
    (from): FieldRule => ({ from, ignored: 'no-place' }),
  ),
];
