import { activateChannel } from '@tzurot/contracts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';
import { requireChannel } from '../require-channel.ts';

export const activate = defineSubcommand({
  description: 'Let a character answer every message in this channel',
  options: { character: characterOption('Who answers') },
  reply: 'private',
  async run({ options, caller, place, respond }, { gateway }) {
    const { id: channelId } = requireChannel(place);
    const { characterName, isPublic } = await gateway.call(activateChannel, {
      caller,
      params: { channelId },
      body: { characterId: options.character },
    });
    const name = plain(characterName);
    const whose = isPublic ? 'every message' : 'every message of yours';
    const others = isPublic ? '' : ` Others it does not hear: it is private. \`/character edit\` makes it public.`;
    await respond(
      note(
        `**${name} answers ${whose} in <#${channelId}> from now on.**${others} A message that calls somebody else is answered by them. \`/channel deactivate\` ends it.`,
        'good',
      ),
    );
  },
});
