import { BOT_NAMES_KEY, isReservedName } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';

const BotNames = z.array(z.string()).catch([]);

/** What the bot itself is called; nothing when that cannot be read. */
export async function readBotNames({ state, log }: Pick<GatewayContext, 'state' | 'log'>): Promise<string[]> {
  const stored = await state.get(BOT_NAMES_KEY).catch((error: unknown) => {
    log.warn({ err: error }, 'what the bot is called could not be read');
    return [];
  });
  return BotNames.parse(stored);
}

/**
 * Refuses names under which nobody could be called: `@everyone` is Discord's, and the bot's own name is the bot's.
 * @returns what the bot is called
 * @throws AppError `invalid-input`
 */
export async function refuseReservedNames(
  { name, slug }: { name?: string | undefined; slug?: string | undefined },
  ctx: Pick<GatewayContext, 'state' | 'log'>,
): Promise<string[]> {
  if (name === undefined && slug === undefined) return [];
  const botNames = await readBotNames(ctx);
  const reserved = [name, slug].find((given) => given !== undefined && isReservedName(given, botNames));
  if (reserved === undefined) return botNames;
  throw new AppError('invalid-input', 'the name is reserved', {
    reason: 'reserved-name',
    facts: { name: reserved.replace(/^@/, '') },
  });
}
