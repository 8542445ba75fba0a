import {
  getLoreEntry,
  LIMITS,
  type LoreEntryPatch,
  LoreLogic,
  LorePosition,
  PromptRole,
  type RouteOutput,
  updateLoreEntry,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onSelect } from '../../define/component.ts';
import { type DashboardSection, defineDashboard } from '../../define/dashboard.ts';
import { type Inputs, input } from '../../define/modal.ts';
import { button, clip, excerpt, plain } from '../../ui/elements.ts';
import { askDeleteEntryId, openEntryId } from './ids.ts';
import {
  fromSwitch,
  readTyped,
  sayYesNo,
  switchInput,
  typedChoice,
  typedKeys,
  typedNumber,
  typedNumberOrNull,
  typedSwitch,
  typedText,
} from './inputs.ts';

type Entry = RouteOutput<typeof getLoreEntry>;

function section<const I extends Inputs>(
  definition: DashboardSection<Entry, LoreEntryPatch, I>,
): DashboardSection<Entry, LoreEntryPatch, I> {
  return definition;
}

const LOGICS: Record<LoreLogic, string> = {
  any: say('lore.logic-any'),
  all: say('lore.logic-all'),
  'not-any': say('lore.logic-not-any'),
  'not-all': say('lore.logic-not-all'),
};
const POSITIONS: Record<LorePosition, string> = {
  'before-character': say('lore.position-before-character'),
  'after-character': say('lore.position-after-character'),
  'before-examples': say('lore.position-before-examples'),
  'after-examples': say('lore.position-after-examples'),
  'note-top': say('lore.position-note-top'),
  'note-bottom': say('lore.position-note-bottom'),
  'at-depth': say('lore.position-at-depth'),
  outlet: say('lore.position-outlet', { outlet: '{{outlet::name}}' }),
};
const ROLES: Record<PromptRole, string> = {
  system: say('note.role-system'),
  user: say('note.role-user'),
  assistant: say('note.role-assistant'),
};
const KEYS_LENGTH = 4_000;

/** The inputs that make an entry, here and where it is made of a message. */
export const entryInputs = {
  title: input.short(say('lore.field.title'), { maxLength: LIMITS.loreTitle, hint: say('lore.hint.title') }),
  keys: input.long(say('lore.field.keys'), { maxLength: KEYS_LENGTH, hint: say('lore.hint.keys') }),
  content: input.long(say('lore.field.content'), {
    hint: say('lore.hint.content', { char: '{{char}}', user: '{{user}}' }),
  }),
};

const sections = {
  text: section({
    title: say('lore.section.text'),
    inputs: {
      title: entryInputs.title,
      keys: entryInputs.keys,
      secondaryKeys: input.long(say('lore.field.secondaryKeys'), {
        maxLength: KEYS_LENGTH,
        hint: say('lore.hint.secondaryKeys'),
      }),
      logic: input.choice(say('lore.field.logic'), LOGICS),
      content: entryInputs.content,
    },
    summarize: ({ keys, secondaryKeys, logic, content }) =>
      say('lore.text-line', {
        keys: describeKeys(keys),
        others:
          secondaryKeys.length === 0
            ? ''
            : say('lore.others-line', { logic: LOGICS[logic].toLowerCase(), keys: describeKeys(secondaryKeys) }),
        content: content.trim() === '' ? say('interface.empty') : excerpt(content, 300),
      }),
    read: ({ title, keys, secondaryKeys, logic, content }) => ({
      title,
      keys: keys.join('\n'),
      secondaryKeys: secondaryKeys.join('\n'),
      logic,
      content,
    }),
    write: (values) =>
      readTyped(values, {
        title: typedText,
        keys: typedKeys,
        secondaryKeys: typedKeys,
        logic: typedChoice(LoreLogic.options),
        content: typedText,
      }),
  }),
  place: section({
    title: say('lore.section.place'),
    inputs: {
      position: input.choice(say('lore.field.position'), POSITIONS),
      depth: input.short(say('lore.field.depth'), { maxLength: 4, hint: say('lore.hint.depth') }),
      role: input.choice(say('lore.field.role'), ROLES, { hint: say('lore.hint.role') }),
      order: input.short(say('lore.field.order'), { maxLength: 8, hint: say('lore.hint.order') }),
      outlet: input.short(say('lore.field.outlet'), {
        maxLength: LIMITS.loreTitle,
        hint: say('lore.hint.outlet', { outlet: '{{outlet::name}}' }),
      }),
    },
    summarize: ({ position, depth, role, order }) =>
      position === 'at-depth'
        ? say('lore.place-depth-line', { position: POSITIONS[position], depth, role: ROLES[role].toLowerCase(), order })
        : say('lore.place-line', { position: POSITIONS[position], order }),
    read: ({ position, depth, role, order, outlet }) => ({
      position,
      depth: String(depth),
      role,
      order: String(order),
      outlet,
    }),
    write: (values) =>
      readTyped(values, {
        position: typedChoice(LorePosition.options),
        depth: typedNumber,
        role: typedChoice(PromptRole.options),
        order: typedNumber,
        outlet: typedText,
      }),
  }),
  chance: section({
    title: say('lore.section.chance'),
    inputs: {
      isEnabled: switchInput(say('lore.field.isEnabled')),
      isConstant: switchInput(say('lore.field.isConstant')),
      probability: input.short(say('lore.field.probability'), { maxLength: 6 }),
      groups: input.short(say('lore.field.groups'), { maxLength: 1_000, hint: say('lore.hint.groups') }),
      groupWeight: input.short(say('lore.field.groupWeight'), { maxLength: 7 }),
    },
    summarize: ({ isEnabled, isConstant, probability, groups }) =>
      say('lore.chance-line', {
        on: sayYesNo(isEnabled),
        constant: sayYesNo(isConstant),
        probability,
        groups: groups.length === 0 ? say('interface.none') : describeKeys(groups),
      }),
    read: ({ isEnabled, isConstant, probability, groups, groupWeight }) => ({
      isEnabled: fromSwitch(isEnabled),
      isConstant: fromSwitch(isConstant),
      probability: String(probability),
      groups: groups.join(', '),
      groupWeight: String(groupWeight),
    }),
    write: (values) =>
      readTyped(values, {
        isEnabled: typedSwitch,
        isConstant: typedSwitch,
        probability: typedNumber,
        groups: typedKeys,
        groupWeight: typedNumber,
      }),
  }),
  time: section({
    title: say('lore.section.time'),
    inputs: {
      sticky: input.short(say('lore.field.sticky'), { maxLength: 4, hint: say('lore.hint.sticky') }),
      cooldown: input.short(say('lore.field.cooldown'), { maxLength: 4, hint: say('lore.hint.cooldown') }),
      delay: input.short(say('lore.field.delay'), { maxLength: 4, hint: say('lore.hint.delay') }),
      scanDepth: input.short(say('lore.field.entryScanDepth'), { maxLength: 4, hint: say('lore.hint.entryScanDepth') }),
    },
    summarize: ({ sticky, cooldown, delay, scanDepth }) =>
      say('lore.time-line', { sticky, cooldown, delay, depth: scanDepth ?? say('lore.as-book-says') }),
    read: ({ sticky, cooldown, delay, scanDepth }) => ({
      sticky: String(sticky),
      cooldown: String(cooldown),
      delay: String(delay),
      scanDepth: scanDepth === null ? '' : String(scanDepth),
    }),
    write: (values) =>
      readTyped(values, {
        sticky: typedNumber,
        cooldown: typedNumber,
        delay: typedNumber,
        scanDepth: typedNumberOrNull,
      }),
  }),
  waking: section({
    title: say('lore.section.waking'),
    inputs: {
      isExcludedFromRecursion: switchInput(say('lore.field.isExcludedFromRecursion')),
      preventsRecursion: switchInput(say('lore.field.preventsRecursion')),
      recursionLevel: input.short(say('lore.field.recursionLevel'), {
        maxLength: 4,
        hint: say('lore.hint.recursionLevel'),
      }),
      ignoresBudget: switchInput(say('lore.field.ignoresBudget')),
    },
    summarize: ({ isExcludedFromRecursion, preventsRecursion, recursionLevel }) =>
      say('lore.waking-line', {
        excluded: sayYesNo(isExcludedFromRecursion),
        prevents: sayYesNo(preventsRecursion),
        level: recursionLevel,
      }),
    read: ({ isExcludedFromRecursion, preventsRecursion, recursionLevel, ignoresBudget }) => ({
      isExcludedFromRecursion: fromSwitch(isExcludedFromRecursion),
      preventsRecursion: fromSwitch(preventsRecursion),
      recursionLevel: String(recursionLevel),
      ignoresBudget: fromSwitch(ignoresBudget),
    }),
    write: (values) =>
      readTyped(values, {
        isExcludedFromRecursion: typedSwitch,
        preventsRecursion: typedSwitch,
        recursionLevel: typedNumber,
        ignoresBudget: typedSwitch,
      }),
  }),
};

const KEYS_SHOWN = 200;

/** Keys on one line. */
export function describeKeys(keys: readonly string[]): string {
  if (keys.length === 0) return say('lore.no-keys');
  return plain(clip(keys.join(', '), KEYS_SHOWN));
}

/** What an entry is called, with a word where it has no title. */
export const titleOf = ({ title, keys }: Pick<Entry, 'title' | 'keys'>): string =>
  plain(clip(title || keys[0] || say('lore.untitled'), 80));

export const entryDashboard = defineDashboard({
  command: 'lore',
  sections,
  title: (entry: Entry) => titleOf(entry),
  subtitle: ({ bookName, isEnabled, isConstant }) =>
    say('lore.entry-subtitle', {
      book: plain(bookName),
      state: say(isEnabled ? (isConstant ? 'lore.entry-constant' : 'lore.entry-on') : 'lore.entry-off'),
    }),
  canEdit: () => true,
  buttons: ({ id }) => [
    button({ id: askDeleteEntryId.encode({ id }), label: say('lore.delete-entry'), style: 'danger' }),
  ],
  load: (entryId, { caller }, { gateway }) => gateway.call(getLoreEntry, { caller, params: { entryId } }),
  save: (entryId, patch, { caller }, { gateway }) =>
    gateway.call(updateLoreEntry, { caller, params: { entryId }, body: patch }),
});

export const openEntry = onSelect(openEntryId, {
  reply: 'private',
  run: (call, ctx) => entryDashboard.open(call.value, call, ctx),
});
