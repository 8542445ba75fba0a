import { LIMITS, listRules, testRules } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, clip, note, plain, text } from '../../ui/elements.ts';
import { ruleOption } from './rule-option.ts';

const TIMEOUT_MS = 12_000;
const SHOWN = 3_000;

export const test = defineSubcommand({
  description: 'See what your rules make of a text',
  options: {
    text: option.string('A reply as the model might write it', { maxLength: LIMITS.messageContent }),
    rule: optionalStored(ruleOption('Only this rule; if left out, all that are on')),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway, queues }) {
    const { items } = await gateway.call(listRules, { caller });
    const rules = items.filter(({ id, isEnabled }) => (options.rule === undefined ? isEnabled : id === options.rule));
    if (rules.length === 0) return void (await respond(note(say('rule.none'))));
    const { text: changed, problems } = await queues.ask(
      testRules,
      { rules, text: options.text },
      { timeoutMs: TIMEOUT_MS },
    );
    const complaints = problems.map(({ name, problem }) => say(`rule.problem-${problem}`, { name: plain(name) }));
    const shown = changed.trim() === '' ? say('rule.test-nothing-left') : clip(changed, SHOWN);
    await respond(
      card([
        text(`## ${say('rule.tested')}`),
        text(changed === options.text ? say('rule.test-unchanged') : shown),
        ...(complaints.length === 0 ? [] : [text(complaints.join('\n'))]),
      ]),
    );
  },
});
