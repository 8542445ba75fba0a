import { deactivateChannel } from '@tzurot/contracts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { plain, say } from '../../ui/elements.ts';

export const deactivate = defineSubcommand({
  description: 'Nobody answers every message in this channel any more',
  options: {},
  reply: 'private',
  async run({ caller, place: { channelId }, respond }, { gateway }) {
    const { characterName } = await gateway.call(deactivateChannel, { caller, params: { channelId } });
    await respond(
      characterName === null
        ? say(`Nobody was active in <#${channelId}>, so nothing changed.`)
        : say(`**${plain(characterName)} answers in <#${channelId}> only when called.**`, 'good'),
    );
  },
});
