import {
  getLorebook,
  LIMITS,
  type Lorebook,
  type LorebookPatch,
  type LorebookSettings,
  updateLorebook,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { channelMention } from 'discord.js';
import { onButton } from '../../define/component.ts';
import { type DashboardSection, defineDashboard } from '../../define/dashboard.ts';
import { type Inputs, input } from '../../define/modal.ts';
import { button, excerpt, plain } from '../../ui/elements.ts';
import { askDeleteBookId, entriesPageId, openBookId } from './ids.ts';
import {
  fromSwitch,
  readTyped,
  sayYesNo,
  switchInput,
  typedChoice,
  typedNumber,
  typedNumberOrNull,
  typedSwitch,
} from './inputs.ts';

function section<const I extends Inputs>(
  definition: DashboardSection<Lorebook, LorebookPatch, I>,
): DashboardSection<Lorebook, LorebookPatch, I> {
  return definition;
}

const COUNTS: Record<LorebookSettings['counts'], string> = {
  messages: say('lore.counts-messages'),
  turns: say('lore.counts-turns'),
};

const sections = {
  book: section({
    title: say('lore.section.book'),
    inputs: {
      name: input.short(say('lore.field.name'), { isRequired: true, maxLength: LIMITS.lorebookName }),
      description: input.long(say('lore.field.description'), {
        maxLength: LIMITS.lorebookDescription,
        hint: say('lore.hint.description'),
      }),
    },
    summarize: ({ description }) => (description.trim() === '' ? say('interface.empty') : excerpt(description, 300)),
    read: ({ name, description }) => ({ name, description }),
    write: (values) => values,
  }),
  search: section({
    title: say('lore.section.search'),
    inputs: {
      scanDepth: input.short(say('lore.field.scanDepth'), { maxLength: 4, hint: say('lore.hint.scanDepth') }),
      isRecursive: switchInput(say('lore.field.isRecursive'), say('lore.hint.isRecursive')),
      maxRecursionSteps: input.short(say('lore.field.maxRecursionSteps'), {
        maxLength: 4,
        hint: say('lore.hint.maxRecursionSteps'),
      }),
      minActivations: input.short(say('lore.field.minActivations'), {
        maxLength: 4,
        hint: say('lore.hint.minActivations'),
      }),
    },
    summarize: ({ settings: { scanDepth, isRecursive, minActivations } }) =>
      say('lore.search-line', { depth: scanDepth, recursive: sayYesNo(isRecursive), least: minActivations }),
    read: ({ settings }) => ({
      scanDepth: String(settings.scanDepth),
      isRecursive: fromSwitch(settings.isRecursive),
      maxRecursionSteps: String(settings.maxRecursionSteps),
      minActivations: String(settings.minActivations),
    }),
    write: (values) => ({
      settings: readTyped(values, {
        scanDepth: typedNumber,
        isRecursive: typedSwitch,
        maxRecursionSteps: typedNumber,
        minActivations: typedNumber,
      }),
    }),
  }),
  matching: section({
    title: say('lore.section.matching'),
    inputs: {
      includesNames: switchInput(say('lore.field.includesNames'), say('lore.hint.includesNames')),
      isCaseSensitive: switchInput(say('lore.field.isCaseSensitive')),
      matchesWholeWords: switchInput(say('lore.field.matchesWholeWords'), say('lore.hint.matchesWholeWords')),
      hasGroupScoring: switchInput(say('lore.field.hasGroupScoring'), say('lore.hint.hasGroupScoring')),
    },
    summarize: ({ settings }) =>
      say('lore.matching-line', {
        names: sayYesNo(settings.includesNames),
        case: sayYesNo(settings.isCaseSensitive),
        words: sayYesNo(settings.matchesWholeWords),
        scoring: sayYesNo(settings.hasGroupScoring),
      }),
    read: ({ settings }) => ({
      includesNames: fromSwitch(settings.includesNames),
      isCaseSensitive: fromSwitch(settings.isCaseSensitive),
      matchesWholeWords: fromSwitch(settings.matchesWholeWords),
      hasGroupScoring: fromSwitch(settings.hasGroupScoring),
    }),
    write: (values) => ({
      settings: readTyped(values, {
        includesNames: typedSwitch,
        isCaseSensitive: typedSwitch,
        matchesWholeWords: typedSwitch,
        hasGroupScoring: typedSwitch,
      }),
    }),
  }),
  limits: section({
    title: say('lore.section.limits'),
    inputs: {
      tokenBudget: input.short(say('lore.field.tokenBudget'), { maxLength: 7, hint: say('lore.hint.tokenBudget') }),
      counts: input.choice(say('lore.field.counts'), COUNTS),
      keepsPlace: switchInput(say('lore.field.keepsPlace'), say('lore.hint.keepsPlace')),
    },
    summarize: ({ settings: { tokenBudget, counts, keepsPlace } }) =>
      say('lore.limits-line', {
        budget: tokenBudget ?? say('lore.no-budget'),
        counts: COUNTS[counts].toLowerCase(),
        place: sayYesNo(keepsPlace),
      }),
    read: ({ settings }) => ({
      tokenBudget: settings.tokenBudget === null ? '' : String(settings.tokenBudget),
      counts: settings.counts,
      keepsPlace: fromSwitch(settings.keepsPlace),
    }),
    write: (values) => ({
      settings: readTyped(values, {
        tokenBudget: typedNumberOrNull,
        counts: typedChoice(['messages', 'turns']),
        keepsPlace: typedSwitch,
      }),
    }),
  }),
};

/** Where a book is told, in words. */
export function describePlaces({ attachments }: Pick<Lorebook, 'attachments'>): string {
  if (attachments.length === 0) return say('lore.attached-nowhere');
  const places = attachments.map(({ target, targetId, name }) => {
    if (target === 'channel') return channelMention(targetId);
    if (target === 'character') return plain(name ?? '');
    return say(target === 'person' ? 'lore.place-person' : 'lore.place-server');
  });
  return say('lore.attached', { places: new Intl.ListFormat('en').format(places) });
}

export const bookDashboard = defineDashboard({
  command: 'lore',
  sections,
  title: ({ name }: Lorebook) => plain(name),
  subtitle: (book) => say('lore.book-subtitle', { count: book.entryCount, where: describePlaces(book) }),
  canEdit: () => true,
  buttons: ({ id, name, entryCount }) => [
    button({
      id: entriesPageId.encode({ id, page: 1 }),
      label: say('count.entries', { count: entryCount }),
      isDisabled: entryCount === 0,
    }),
    button({ id: askDeleteBookId.encode({ id }), label: say('lore.delete-book-label', { name }), style: 'danger' }),
  ],
  load: (bookId, { caller }, { gateway }) => gateway.call(getLorebook, { caller, params: { bookId } }),
  save: (bookId, patch, { caller }, { gateway }) =>
    gateway.call(updateLorebook, { caller, params: { bookId }, body: patch }),
});

export const openBook = onButton(openBookId, {
  reply: 'private',
  run: (call, ctx) => bookDashboard.open(call.state.id, call, ctx),
});
