import { activateChannel } from '@tzurot/contracts';
import { defineSubcommand } from '../../interactions/define-command.ts';
import { requireChannel } from '../../interactions/require-channel.ts';
import { option } from '../../interactions/stored-options.ts';
import { plain, say } from '../../ui/elements.ts';

export const activate = defineSubcommand({
  description: 'Let a character answer every message in this channel',
  options: { character: option.character('Who answers') },
  reply: 'private',
  async run({ options, caller, place, respond }, { gateway }) {
    const { id: channelId } = requireChannel(place);
    const { characterName } = await gateway.call(activateChannel, {
      caller,
      params: { channelId },
      body: { characterId: options.character },
    });
    await respond(
      say(
        `**${plain(characterName)} answers every message in <#${channelId}> from now on.** A message that calls somebody else is answered by them. \`/channel deactivate\` ends it.`,
        'good',
      ),
    );
  },
});
