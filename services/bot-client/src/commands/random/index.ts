import { AppError } from '@tzurot/platform';
import { defineCommand } from '../../define/command.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { MAX_SAID_LENGTH, sayTo } from '../character/say-to.ts';

/** Of so many, the oldest first, one is picked. */
const MAX_CANDIDATES = 1_000;

export const random = defineCommand({
  name: 'random',
  description: 'Say something to a character that chance picks',
  run: defineSubcommand({
    description: 'Say something to a character that chance picks',
    options: { message: option.string('What you say', { maxLength: MAX_SAID_LENGTH }) },
    reply: 'public',
    async run(call, ctx) {
      const candidates = ctx.book
        .listPublic(MAX_CANDIDATES, call.place.guildId)
        .filter(({ characterId }) => ctx.book.findCharacterDenial(characterId) === null);
      // The interaction's id is as good as dice, and the same when it is handled twice.
      const picked = candidates[Number((BigInt(call.id) >> 22n) % BigInt(Math.max(1, candidates.length)))];
      if (picked === undefined)
        throw new AppError('not-found', 'nobody may be talked to here', { reason: 'nobody-to-talk-to' });
      await sayTo(picked.characterId, call.options.message, call, ctx);
    },
  }),
});
