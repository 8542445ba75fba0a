import { customId, listRules, part } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { button, card, clip, note, plain, section, text } from '../../ui/elements.ts';
import { describeTarget, ruleDashboard } from './dashboard.ts';

const openId = customId('rules:open', { id: part.id });
/** A message holds so many with a button each. */
const MAX_SHOWN = 12;
const LINE_LENGTH = 240;

export const list = defineSubcommand({
  description: 'Your rules, in the order in which they are applied',
  options: {},
  reply: 'private',
  async run({ caller, respond }, { gateway }) {
    const { items } = await gateway.call(listRules, { caller });
    if (items.length === 0) return void (await respond(note(say('rule.none'))));
    const lines = items.slice(0, MAX_SHOWN).map((rule) => {
      const state = say(rule.isEnabled ? 'rule.on' : 'rule.off');
      const line = say('rule.list-line', { name: plain(rule.name), target: plain(describeTarget(rule)), state });
      return section(
        clip(line, LINE_LENGTH),
        button({ id: openId.encode({ id: rule.id }), label: say('interface.edit') }),
      );
    });
    await respond(card([text(`## ${say('rule.list')}`), ...lines]));
  },
});

export const openRule = onButton(openId, {
  reply: 'private',
  run: (call, ctx) => ruleDashboard.open(call.state.id, call, ctx),
});
