import { listSystemPrompts } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { clip, excerpt, note, plain } from '../../../ui/elements.ts';
import { describeWhere } from './dashboard.ts';

const LIST_LENGTH = 3_800;

export const list = defineSubcommand({
  description: 'See every system prompt, and where it counts',
  options: {},
  reply: 'private',
  async run({ caller, respond }, { gateway }) {
    const { items } = await gateway.call(listSystemPrompts, { caller });
    if (items.length === 0) return void (await respond(note(say('system-prompt.none'))));
    const lines = items.map(
      (each) => `**${plain(each.name)}** · ${describeWhere(each)}\n-# ${excerpt(each.text, 150)}`,
    );
    await respond(note(clip([`## ${say('system-prompt.title')}`, ...lines].join('\n'), LIST_LENGTH)));
  },
});
