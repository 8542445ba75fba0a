import {
  attachLorebook,
  attachLorebookHere,
  detachLorebook,
  detachLorebookHere,
  type LoreTarget,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import type { BotContext } from '../../../context.ts';
import type { Call } from '../../../define/call.ts';
import { option, optionalStored } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { requireAccess } from '../../../dispatch/require-access.ts';
import { note, plain } from '../../../ui/elements.ts';
import { characterOption } from '../../character/character-option.ts';
import { bookOption } from '../lore-options.ts';

const TARGETS: Record<LoreTarget, string> = {
  person: say('lore.to-person'),
  character: say('lore.to-character'),
  channel: say('lore.this-channel'),
  server: say('lore.this-server'),
};

const where = {
  to: option.choice('To whom it is told; staff choose for channels and servers', TARGETS),
  character: optionalStored(characterOption('Which character of yours', 'mine')),
};

export const attach = defineSubcommand({
  description: 'Tell a lorebook to yourself, your character, this channel, or this server',
  options: { book: bookOption('Which lorebook'), ...where },
  reply: 'private',
  run: (call, ctx) => change(call, ctx, { own: attachLorebook, staff: attachLorebookHere, done: 'lore.attached-now' }),
});

export const detach = defineSubcommand({
  description: 'Stop telling a lorebook there',
  options: { book: bookOption('Which lorebook'), ...where },
  reply: 'private',
  run: (call, ctx) => change(call, ctx, { own: detachLorebook, staff: detachLorebookHere, done: 'lore.detached-now' }),
});

interface Change {
  own: typeof attachLorebook;
  staff: typeof attachLorebookHere;
  done: 'lore.attached-now' | 'lore.detached-now';
}

async function change(
  call: Call & { options: { book: string; to: LoreTarget; character: string | undefined } },
  { gateway }: BotContext,
  { own, staff, done }: Change,
): Promise<void> {
  const { caller, place, respond, options } = call;
  const { book: bookId, to, character: characterId } = options;
  const params = { bookId };
  const run = async (): Promise<{ name: string }> => {
    if (to === 'person') return gateway.call(own, { caller, params, body: { target: to } });
    if (to === 'character') {
      if (characterId === undefined) {
        throw new AppError('invalid-input', 'no character was named', {
          reason: 'option-empty',
          facts: { noun: say('noun.character') },
        });
      }
      return gateway.call(own, { caller, params, body: { target: to, characterId } });
    }
    requireAccess('staff', call);
    const { channelId } = place;
    return gateway.call(staff, { caller, params, body: to === 'channel' ? { target: to, channelId } : { target: to } });
  };
  const { name } = await run();
  await respond(note(say(done, { name: plain(name), place: TARGETS[to] }), 'good'));
}
