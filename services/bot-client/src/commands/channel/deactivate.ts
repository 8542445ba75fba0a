import { deactivateChannel } from '@tzurot/contracts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';

export const deactivate = defineSubcommand({
  description: 'Nobody answers every message in this channel any more',
  options: {},
  reply: 'private',
  async run({ caller, place: { channelId }, respond }, { gateway }) {
    const { characterName } = await gateway.call(deactivateChannel, { caller, params: { channelId } });
    await respond(
      characterName === null
        ? note(`Nobody was active in <#${channelId}>, so nothing changed.`)
        : note(`**${plain(characterName)} answers in <#${channelId}> only when called.**`, 'good'),
    );
  },
});
