import { getCharacter } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { requireChannel } from '../commands/require-channel.ts';
import { defineAction } from '../define/action.ts';
import { onButton } from '../define/component.ts';
import { note } from '../ui/elements.ts';
import { askNearId } from './welcome/ids.ts';
import { askedView } from './welcome/welcome-view.ts';

/** "Did you mean Lilith?": pressed by whoever wrote the message, Lilith answers it as if it had called her. */
export const didYouMean = defineAction({
  name: 'did-you-mean',
  components: [
    onButton(askNearId, {
      reply: 'update',
      async run({ state, caller, place, respond, notify }, { gateway, intake }) {
        const channel = requireChannel(place);
        const message = await channel.messages.fetch(state.messageId).catch(() => null);
        if (message === null) return notify(note(say('welcome.near-miss-gone'), 'warn'));
        if (message.author.id !== caller.id) return notify(note(say('welcome.near-miss-not-yours'), 'warn'));
        const { name } = await gateway.call(getCharacter, { caller, params: { characterId: state.id } });
        await intake.receiveFor(message, state.id);
        await respond(askedView(name));
      },
    }),
  ],
});
