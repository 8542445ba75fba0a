import { inviteUrl } from '@tzurot/bot-client';
import type { ServiceStack } from '@tzurot/platform';
import type { Surroundings } from './environment.ts';
import { startInProcess } from './start-in-process.ts';
import { type SurroundingsOptions, startSurroundings } from './start-surroundings.ts';

export interface OnThisMachineOptions extends SurroundingsOptions {
  signal?: AbortSignal;
}

export interface OnThisMachine {
  around: Surroundings;
  /** The page to talk in; null on real Discord. */
  pageUrl: string | null;
  /** What to tell the person who started it. */
  welcome: string[];
}

/** Starts everything that nobody else provides, then the three services in this process. */
export async function startOnThisMachine(stack: ServiceStack, options: OnThisMachineOptions): Promise<OnThisMachine> {
  const { around, discord, keepSecrets } = await startSurroundings(stack, options);
  const services = await startInProcess({
    around,
    logOf: options.logOf,
    onFatal: options.onFatal,
    stage: options.stage,
    onGateway: keepSecrets,
    ...(options.signal !== undefined && { signal: options.signal }),
  });
  stack.own('services', services, (part) => part.stop());

  const pageUrl = discord?.url ?? null;
  return { around, pageUrl, welcome: welcome(pageUrl, options.discordToken) };
}

function welcome(pageUrl: string | null, token: string | undefined): string[] {
  if (pageUrl !== null) return [`Open ${pageUrl} and write in #general:  @Lilith hello`];
  // The first part of a token is the application's id in base64; the owner of the token may know it.
  const applicationId = Buffer.from(token?.split('.')[0] ?? '', 'base64').toString();
  return ['The bot is on Discord. Invite it to a server with:', inviteUrl(applicationId)];
}
