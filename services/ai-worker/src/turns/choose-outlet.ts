import { AppError } from '@tzurot/platform';

import type { WorkerContext } from '../context.ts';
import {
  createPosts,
  DeliveryPostponedError,
  findOutlet,
  type Outlet,
  type Posts,
  readDiscordFailure,
  UndeliverableError,
  webhookChannelOf,
} from '../outlets/index.ts';
import { refusalButton } from './notice.ts';
import type { Turn } from './turn.ts';

/** There is no outlet for words that were not found yet, so none are looked for. `message` is for staff. */
export class NowhereToSpeakError extends AppError {
  override readonly name = 'NowhereToSpeakError';

  constructor(reason: string, options: { cause?: unknown } = {}) {
    super('gone', reason, options);
  }
}

/**
 * The posts of a turn, and the outlet through which the character speaks, found before a model is paid for words that
 * nobody would read.
 * @throws NowhereToSpeakError, or UndeliverableError when the words are there already; DeliveryPostponedError
 */
export async function openPosts(turn: Turn, ctx: WorkerContext): Promise<Posts> {
  const outlet = await chooseOutlet(turn, ctx);
  const avatarUrl = outlet.kind === 'webhook' ? outlet.avatarUrl : null;
  return createPosts(
    {
      turnId: turn.turnId,
      fence: turn.fence,
      triggerId: turn.trigger.id,
      place: turn.trigger.place,
      speaker: turn.speaker && { name: turn.speaker.name, avatarUrl },
      outlet,
      button: turn.refusal === null ? null : refusalButton(turn.refusal),
      earlier: turn.posts,
      ledgerAheadMs: turn.ledgerAheadMs,
      signal: turn.signal,
    },
    { ...ctx, log: turn.log, limits: ctx.limits.delivery },
  );
}

async function chooseOutlet(turn: Turn, ctx: WorkerContext): Promise<Outlet> {
  const { speaker } = turn;
  const { place } = turn.trigger;
  // The bot itself shows no picture but its own.
  const hasPicture = speaker !== null && webhookChannelOf(place) !== null;
  const avatarUrl = hasPicture ? await ctx.avatars.urlOf(speaker) : null;
  try {
    return await findOutlet(place, speaker && { name: speaker.name, avatarUrl }, {
      known: turn.webhook,
      webhooks: ctx.webhooks,
    });
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    const failure = readDiscordFailure(thrown);
    if (failure.kind === 'undeliverable') {
      const Failure = turn.reply === null ? NowhereToSpeakError : UndeliverableError;
      throw new Failure(failure.reason, { cause: thrown });
    }
    throw new DeliveryPostponedError('Discord does not tell how to speak here', {
      cause: thrown,
      ...(failure.kind === 'rate-limited' && { waitMs: failure.waitMs }),
    });
  }
}
