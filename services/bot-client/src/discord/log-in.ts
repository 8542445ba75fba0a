import { ConfigError } from '@tzurot/platform';
import {
  type Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
} from 'discord.js';

const REFUSALS: Partial<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]:
    'DISCORD_TOKEN: Discord does not accept this token. Copy it again from the developer portal: Bot → Reset Token.',
  [GatewayCloseCodes.DisallowedIntents]:
    'Discord refuses the Message Content intent. Switch it on in the developer portal: Bot → Privileged Gateway Intents → Message Content Intent.',
  [GatewayCloseCodes.InvalidIntents]:
    'Discord does not know one of the intents that this version asks for; update the bot.',
  [GatewayCloseCodes.ShardingRequired]:
    'The bot is in more servers than its connections may have (2,500 each): raise SHARD_COUNT, or leave it out.',
};

/** The sentence for a close code after which connecting again is useless; null when Discord may be asked again. */
export function explainClose(code: number): string | null {
  return REFUSALS[code] ?? null;
}

/** Which connections to make; `auto` for as many as Discord recommends. */
export type Shards = 'auto' | { shardIds: readonly number[]; shardCount: number };

/**
 * Logs in and resolves when every shard is ready.
 * @throws ConfigError when Discord refuses the token or an intent: only a person can fix that
 */
export async function logIn(
  client: Client,
  { token, shards }: { token: string; shards: Shards },
  signal?: AbortSignal,
): Promise<Client<true>> {
  client.options.shards = shards === 'auto' ? 'auto' : [...shards.shardIds];
  if (shards !== 'auto') client.options.shardCount = shards.shardCount;
  const { promise: refused, reject } = Promise.withResolvers<never>();
  refused.catch(() => undefined);
  const onClose = ({ code }: { code: number }) => {
    const explanation = explainClose(code);
    if (explanation !== null) reject(new ConfigError([explanation]));
  };
  const onAbort = () => reject(signal?.reason);
  client.on(Events.ShardDisconnect, onClose);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
    await Promise.race([client.login(token), refused]);
    return await Promise.race([ready, refused]);
  } catch (error) {
    await client.destroy();
    throw isRefusedToken(error) ? new ConfigError([REFUSALS[GatewayCloseCodes.AuthenticationFailed] ?? '']) : error;
  } finally {
    client.off(Events.ShardDisconnect, onClose);
    signal?.removeEventListener('abort', onAbort);
  }
}

function isRefusedToken(error: unknown): boolean {
  if (error instanceof DiscordjsError) return error.code === DiscordjsErrorCodes.TokenInvalid;
  return error instanceof DiscordAPIError && error.status === 401;
}
