import { resetChannelHistory } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { requireAccess } from '../../dispatch/require-access.ts';
import { note } from '../../ui/elements.ts';

export const reset = defineSubcommand({
  description: 'Staff: everybody starts fresh in this channel; characters still remember',
  options: { undo: option.optionalBoolean('Take the reset back instead') },
  reply: 'private',
  async run(call, { gateway }) {
    requireAccess('staff', call);
    const { caller, place, options } = call;
    const { since } = await gateway.call(resetChannelHistory, {
      caller,
      params: { channelId: place.channelId },
      body: { undo: options.undo ?? false },
    });
    await call.respond(note(say(since === null ? 'history.channel-restored' : 'history.channel-reset'), 'good'));
  },
});
