import { compareSnowflakes, findTriggers } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { requireChannel } from '../../commands/require-channel.ts';
import { defineAction } from '../../define/action.ts';
import { onButton } from '../../define/component.ts';
import { note } from '../../ui/elements.ts';
import { answerMissedId } from './missed-view.ts';

/** As many messages as Discord gives at once. */
const PAGE = 100;
/** So many at once, the newest: more than that nobody reads. */
const MAX_ANSWERED = 25;

/** What was missed while the bot was away is answered now, whoever of those in the channel asks for it. */
export const missed = defineAction({
  name: 'missed',
  components: [
    onButton(answerMissedId, {
      reply: 'update',
      async run({ state: { first, last }, place, respond, notify }, { gateway, intake }) {
        const channel = requireChannel(place);
        const page = await channel.messages.fetch({ after: (BigInt(first) - 1n).toString(), limit: PAGE });
        const asked = [...page.values()]
          .filter((message) => compareSnowflakes(message.id, last) <= 0 && intake.isForCharacters(message))
          .toSorted((a, b) => compareSnowflakes(a.id, b.id));
        const { triggerIds } = await gateway.call(findTriggers, { body: { triggerIds: asked.map(({ id }) => id) } });
        const missing = asked.filter(({ id }) => !triggerIds.includes(id)).slice(-MAX_ANSWERED);
        if (missing.length === 0) return notify(note(say('inbound.missed-gone'), 'warn'));
        await respond(note(say('inbound.missed-answered'), 'good'));
        for (const message of missing) await intake.receiveLate(message);
      },
    }),
  ],
});
