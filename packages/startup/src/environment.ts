import { isIPv6 } from 'node:net';
import type { LocalSecrets } from './secrets-file.ts';

export const SERVICE_NAMES = ['api-gateway', 'ai-worker', 'bot-client'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** What the services have to know of one another and of the world to run together on one machine. */
export interface Surroundings {
  databaseUrl: string;
  /** Carries queue and shared state when given, else Postgres and memory do. */
  redisUrl?: string | undefined;
  secrets: LocalSecrets;
  discord: { apiUrl?: string | undefined; token: string };
  /** Where local-model answers people without a key; null when nothing local does. */
  modelUrl: string | null;
  /** How long the stores may be silent; each service's own default unless given. */
  storeTimeoutMs?: number | undefined;
  ports: Readonly<Record<ServiceName, number>>;
  host?: string | undefined;
  /** Settings of the operator, under the names of `.env.example`. */
  operator?: Readonly<Record<string, string | undefined>>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that each service reads, as an operator would write them. */
export function environmentOf(service: ServiceName, around: Surroundings): Environment {
  const { ports, secrets, discord, modelUrl, host = '127.0.0.1' } = around;
  const gatewayUrl = `http://${reachableHost(host)}:${ports['api-gateway']}`;
  /** An empty variable is as good as none. */
  const given = (name: string) => around.operator?.[name] || undefined;
  const botClientToken = given('SERVICE_TOKEN_BOT_CLIENT') ?? secrets.botClientToken;
  const aiWorkerToken = given('SERVICE_TOKEN_AI_WORKER') ?? secrets.aiWorkerToken;
  const hasGuestModel = given('GUEST_VENDOR') !== undefined || given('GUEST_MODEL') !== undefined;
  const common = {
    ...around.operator,
    HOST: host,
    DATABASE_URL: around.databaseUrl,
    REDIS_URL: around.redisUrl,
    GATEWAY_URL: gatewayUrl,
    STORE_TIMEOUT_MS: given('STORE_TIMEOUT_MS') ?? around.storeTimeoutMs?.toString(),
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl ?? given('DISCORD_API_URL'),
  };
  switch (service) {
    case 'api-gateway':
      return {
        ...common,
        ...(modelUrl !== null && !hasGuestModel && { GUEST_VENDOR: 'local', GUEST_MODEL: 'local/story' }),
        DISCORD_TOKEN: undefined,
        GATEWAY_PORT: String(ports['api-gateway']),
        ENCRYPTION_KEYS: given('ENCRYPTION_KEYS') ?? secrets.encryptionKeys,
        SERVICE_TOKEN_BOT_CLIENT: botClientToken,
        SERVICE_TOKEN_AI_WORKER: aiWorkerToken,
      };
    case 'ai-worker':
      return {
        ...common,
        ...(modelUrl !== null && { LOCAL_MODEL_URL: modelUrl }),
        // A Discord on this machine fetches pictures from the gateway itself.
        PUBLIC_URL: given('PUBLIC_URL') ?? (discord.apiUrl === undefined ? undefined : gatewayUrl),
        WORKER_PORT: String(ports['ai-worker']),
        SERVICE_TOKEN_AI_WORKER: aiWorkerToken,
        SERVICE_TOKEN_BOT_CLIENT: undefined,
        ENCRYPTION_KEYS: undefined,
      };
    case 'bot-client':
      return {
        ...common,
        BOT_CLIENT_PORT: String(ports['bot-client']),
        SERVICE_TOKEN_BOT_CLIENT: botClientToken,
        SERVICE_TOKEN_AI_WORKER: undefined,
        ENCRYPTION_KEYS: undefined,
      };
  }
}

/** As part of a url, what is listened on at `host`. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return isIPv6(host) ? `[${host}]` : host;
}
