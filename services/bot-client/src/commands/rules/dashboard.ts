import {
  customId,
  deleteRule,
  getRule,
  LIMITS,
  part,
  RulePlace,
  RuleSpeakers,
  type TextRule,
  type TextRulePatch,
  updateRule,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onButton } from '../../define/component.ts';
import { type DashboardSection, defineDashboard } from '../../define/dashboard.ts';
import { type Inputs, input } from '../../define/modal.ts';
import { button, clip, note, plain } from '../../ui/elements.ts';
import {
  fromSwitch,
  readTyped,
  switchInput,
  typedChoice,
  typedNumberOrNull,
  typedSwitch,
  typedText,
} from '../lore/inputs.ts';

function section<const I extends Inputs>(
  definition: DashboardSection<TextRule, TextRulePatch, I>,
): DashboardSection<TextRule, TextRulePatch, I> {
  return definition;
}

const PLACES: Record<RulePlace, string> = { reply: say('rule.place-reply'), prompt: say('rule.place-prompt') };
const SPEAKERS: Record<RuleSpeakers, string> = {
  character: say('rule.speakers-character'),
  people: say('rule.speakers-people'),
  all: say('rule.speakers-all'),
};
const SHOWN = 150;

/** A pattern inside backticks, which it cannot close. */
const inCode = (text: string): string => clip(text, SHOWN).replaceAll('`', 'ˋ');

/** For whose replies a rule is, in words. */
export function describeTarget({ target, targetName }: Pick<TextRule, 'target' | 'targetName'>): string {
  return target === 'character'
    ? say('rule.target-character', { name: targetName ?? '' })
    : say(`rule.target-${target}`);
}

const sections = {
  what: section({
    title: say('rule.section.what'),
    inputs: {
      name: input.short(say('rule.field.name'), { isRequired: true, maxLength: LIMITS.ruleName }),
      pattern: input.long(say('rule.field.pattern'), {
        isRequired: true,
        maxLength: LIMITS.rulePattern,
        hint: say('rule.hint.pattern'),
      }),
      replacement: input.long(say('rule.field.replacement'), {
        maxLength: LIMITS.rulePattern,
        hint: say('rule.hint.replacement', { match: '{{match}}' }),
      }),
      trims: input.long(say('rule.field.trims'), { maxLength: 1_000, hint: say('rule.hint.trims') }),
    },
    summarize: ({ pattern, replacement }) =>
      say('rule.what-line', { pattern: inCode(pattern), replacement: inCode(replacement) || say('rule.nothing') }),
    read: ({ name, pattern, replacement, trims }) => ({ name, pattern, replacement, trims: trims.join('\n') }),
    write: (values) =>
      readTyped<Pick<TextRulePatch, 'name' | 'pattern' | 'replacement' | 'trims'>>(values, {
        name: typedText,
        pattern: typedText,
        replacement: typedText,
        trims: (text) => text.split('\n').filter((trim) => trim !== ''),
      }),
  }),
  where: section({
    title: say('rule.section.where'),
    inputs: {
      place: input.choice(say('rule.field.place'), PLACES),
      speakers: input.choice(say('rule.field.speakers'), SPEAKERS),
      minDepth: input.short(say('rule.field.minDepth'), { maxLength: 4, hint: say('rule.hint.minDepth') }),
      maxDepth: input.short(say('rule.field.maxDepth'), { maxLength: 4, hint: say('rule.hint.maxDepth') }),
      isEnabled: switchInput(say('rule.field.isEnabled')),
    },
    summarize: ({ place, speakers }) =>
      say('rule.where-line', {
        place: PLACES[place],
        speakers: place === 'prompt' ? say('rule.where-speakers', { speakers: SPEAKERS[speakers] }) : '',
      }),
    read: ({ place, speakers, minDepth, maxDepth, isEnabled }) => ({
      place,
      speakers,
      minDepth: minDepth === null ? '' : String(minDepth),
      maxDepth: maxDepth === null ? '' : String(maxDepth),
      isEnabled: fromSwitch(isEnabled),
    }),
    write: (values) =>
      readTyped<Pick<TextRulePatch, 'place' | 'speakers' | 'minDepth' | 'maxDepth' | 'isEnabled'>>(values, {
        place: typedChoice(RulePlace.options),
        speakers: typedChoice(RuleSpeakers.options),
        minDepth: typedNumberOrNull,
        maxDepth: typedNumberOrNull,
        isEnabled: typedSwitch,
      }),
  }),
};

const deleteId = customId('rules:delete', { id: part.id });

export const ruleDashboard = defineDashboard({
  command: 'rules',
  sections,
  title: ({ name }: TextRule) => plain(name),
  subtitle: (rule) => `${plain(describeTarget(rule))}. ${say(rule.isEnabled ? 'rule.on' : 'rule.off')}`,
  canEdit: () => true,
  buttons: ({ id }) => [button({ id: deleteId.encode({ id }), label: say('rule.delete'), style: 'danger' })],
  load: (ruleId, { caller }, { gateway }) => gateway.call(getRule, { caller, params: { ruleId } }),
  save: (ruleId, patch, { caller }, { gateway }) =>
    gateway.call(updateRule, { caller, params: { ruleId }, body: patch }),
});

export const deleteButton = onButton(deleteId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { name } = await gateway.call(deleteRule, { caller, params: { ruleId: state.id } });
    await respond(note(say('rule.deleted', { name: plain(name) }), 'good'));
  },
});
