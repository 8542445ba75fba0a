import { changeSettings } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { note } from '../../../ui/elements.ts';

export const shareLtm = defineSubcommand({
  description: 'Whether your characters may recall what you told another one',
  options: { enabled: option.boolean('Whether they may') },
  reply: 'private',
  async run({ options: { enabled }, caller, respond }, { gateway }) {
    await gateway.call(changeSettings, {
      caller,
      params: { tier: 'user' },
      body: { values: { shareLtmAcrossPersonalities: enabled } },
    });
    await respond(note(say(enabled ? 'profile.shared' : 'profile.not-shared'), 'good'));
  },
});
