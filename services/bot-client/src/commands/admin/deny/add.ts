import { createDenial, type DeniedTarget, LIMITS, Snowflake } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { option, optionalStored } from '../../../define/option.ts';
import { defineSubcommand } from '../../../define/subcommand.ts';
import { note, timeOf } from '../../../ui/elements.ts';
import { characterOption } from '../../character/character-option.ts';
import { describeTarget } from './describe.ts';

const DAY_MS = 24 * 60 * 60_000;
const MAX_DAYS = 3_650;

export const add = defineSubcommand({
  description: 'Keep out a person, a server, a channel or a character',
  options: {
    mode: option.choice('What happens when they try', { block: 'Tell them why', mute: "Don't answer" }),
    person: option.optionalUser('Who to keep out'),
    channel: option.optionalChannel('Where I answer nobody'),
    character: optionalStored(characterOption('Which character stops answering')),
    server: option.optionalString('Id of the server where I answer nobody', { maxLength: 20 }),
    days: option.optionalInteger('For how many days; if left out, until you remove it', { min: 1, max: MAX_DAYS }),
    reason: option.optionalString('What they are told, and what the audit log keeps', {
      maxLength: LIMITS.denialReason,
    }),
  },
  reply: 'private',
  async run({ options, caller, respond }, { gateway, clock }) {
    const { mode, days, reason = '' } = options;
    const target = onlyTarget(options);
    if (target.targetId === caller.id) throw new AppError('invalid-input', 'own denial', { reason: 'own-denial' });
    const until = days === undefined ? null : new Date(clock.now().getTime() + days * DAY_MS).toISOString();
    await gateway.call(createDenial, { caller, body: { ...target, mode, reason, until } });
    const end =
      until === null ? say('moderation.denied-forever') : say('moderation.denied-until', { time: timeOf(until) });
    await respond(note(say('moderation.denied', { target: describeTarget(target), end }), 'good'));
  },
});

interface Given {
  person: { id: string } | undefined;
  channel: { id: string } | undefined;
  character: string | undefined;
  server: string | undefined;
}

/** @throws AppError when none or several were named, or the server's id is none */
function onlyTarget({ person, channel, character, server }: Given): Pick<DeniedTarget, 'kind' | 'targetId'> {
  const named = [
    { kind: 'person' as const, targetId: person?.id },
    { kind: 'channel' as const, targetId: channel?.id },
    { kind: 'character' as const, targetId: character },
    { kind: 'server' as const, targetId: server },
  ].flatMap(({ kind, targetId }) => (targetId === undefined ? [] : [{ kind, targetId }]));
  const [target] = named;
  const isServerId = server === undefined || Snowflake.safeParse(server).success;
  if (target === undefined || named.length > 1 || !isServerId)
    throw new AppError('invalid-input', 'a denial needs one target', { reason: 'denial-target' });
  return target;
}
