import { countMemories, getCharacter, type MemoryFilter, purgeMemories } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { channelMention } from 'discord.js';
import { dismissId } from '../../actions/dismiss.ts';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import { onForm, opensModal } from '../../define/component.ts';
import { defineModal, input, renderModal } from '../../define/modal.ts';
import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { button, card, note, plain, row, text } from '../../ui/elements.ts';
import { characterOption } from '../character/character-option.ts';
import { EVERY, openPurgeId, purgeId } from './ids.ts';

const DAY_MS = 86_400_000;
const MAX_DAYS = 36_500;

/** What is to go, as it rides in the buttons. */
interface Wanted {
  character: string;
  where: 'server' | 'channel' | 'everywhere';
  days: number;
}

const purgeForm = defineModal({
  id: purgeId,
  title: say('memory.purge-form'),
  inputs: {
    count: input.short(say('memory.purge-input'), {
      isRequired: true,
      maxLength: 10,
      hint: say('memory.purge-input-hint'),
    }),
  },
});

export const purge = defineSubcommand({
  description: 'Delete many of your memories at once; it counts them first',
  options: {
    character: optionalStored(characterOption('Only what this character remembers')),
    where: option.optionalChoice('Only what was said here', {
      server: say('memory.in-server'),
      channel: say('memory.in-channel'),
    }),
    older_than: option.optionalInteger('Only what is older than this many days', { min: 1, max: MAX_DAYS }),
  },
  reply: 'private',
  async run(call, ctx) {
    const { character = EVERY, where = 'everywhere', older_than: days = 0 } = call.options;
    const wanted: Wanted = { character, where, days };
    const { caller, respond } = call;
    const { count, locked } = await ctx.gateway.call(countMemories, { caller, query: filterOf(wanted, call) });
    if (count === 0) return void (await respond(note(say('memory.purge-none'))));
    const state = { ...wanted, count };
    const lines = [
      await describe(wanted, call, ctx),
      ...(locked === 0 ? [] : [say('memory.purge-locked', { count: locked })]),
      say('memory.purge-final'),
    ];
    await respond(
      card(
        [
          text([`## ${say('memory.purge-question', { count })}`, ...lines.map((line) => `- ${line}`)].join('\n')),
          row(
            button({ id: dismissId.encode({}), label: say('interface.keep') }),
            button({ id: openPurgeId.encode(state), label: say('memory.purge-label'), style: 'danger' }),
          ),
        ],
        'warn',
      ),
    );
  },
});

export const openPurge = opensModal(openPurgeId, {
  prepare: async ({ state }) => renderModal(purgeForm, state),
  run: async ({ respond }) => void (await respond(note(say('interface.outdated')))),
});

export const purgeNow = onForm(purgeForm, async (call, { gateway }) => {
  const { caller, respond, state, values } = call;
  const { count } = state;
  if (Number(values.count.trim()) !== count) {
    const typed = plain(values.count);
    return void (await respond(
      card(
        [
          text(say('memory.purge-wrong', { typed, count })),
          row(button({ id: openPurgeId.encode(state), label: say('memory.purge-label'), style: 'danger' })),
        ],
        'warn',
      ),
    ));
  }
  const { purged } = await gateway.call(purgeMemories, {
    caller,
    body: { filter: filterOf(state, call), expected: count },
  });
  await respond(note(say('memory.purged', { count: purged }), 'good'));
});

/** @throws AppError when a server is meant and there is none */
function filterOf({ character, where, days }: Wanted, { place }: CallFacts): MemoryFilter {
  if (where === 'server' && place.guildId === null)
    throw new AppError('invalid-input', 'no server here', { reason: 'memory-no-server' });
  return {
    ...(character !== EVERY && { characterId: character }),
    ...(where === 'server' && place.guildId !== null && { guildId: place.guildId }),
    ...(where === 'channel' && { channelId: place.channelId }),
    ...(days > 0 && { before: new Date(Date.now() - days * DAY_MS).toISOString() }),
  };
}

async function describe(
  { character, where, days }: Wanted,
  { caller, place }: CallFacts,
  { gateway }: BotContext,
): Promise<string> {
  const name =
    character === EVERY
      ? null
      : (await gateway.call(getCharacter, { caller, params: { characterId: character } })).name;
  const what = [
    ...(name === null ? [] : [say('memory.purge-character', { name: plain(name) })]),
    ...(where === 'server' ? [say('memory.purge-server')] : []),
    ...(where === 'channel' ? [say('memory.purge-channel', { channel: channelMention(place.channelId) })] : []),
    ...(days === 0 ? [] : [say('memory.purge-age', { count: days })]),
  ];
  return what.length === 0 ? say('memory.purge-everything') : say('memory.purge-where', { what: what.join(', ') });
}
