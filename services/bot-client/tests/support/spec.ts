import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LocalDiscord } from '@tzurot/local-discord';

/** Discord's own description of its API, in the folder that TZUROT_SHARED_DIR names. */
export const openApiFile = resolve(process.env['TZUROT_SHARED_DIR'] ?? '', 'discord/openapi.json');
export const hasOpenApi = process.env['TZUROT_SHARED_DIR'] !== undefined && existsSync(openApiFile);

if (!hasOpenApi) {
  console.warn("skipped: checks against Discord's OpenAPI description; TZUROT_SHARED_DIR names no folder that has it");
}

/** What the bot sent that Discord's description, or Discord's rules beyond it, do not allow; and how much was looked at. */
export function judgeCalls(discord: LocalDiscord): { looked: number; problems: string[] } {
  const calls = discord
    .readLog()
    .filter(({ by, kind }) => kind === 'request' && (by === 'bot' || by === 'interaction'));
  const judged = calls.flatMap(({ method, route, verdict }) => {
    const { problems } = (verdict ?? { problems: [] }) as { problems: string[] };
    return problems
      .filter((problem) => problem.startsWith('request'))
      .map((problem) => `${String(method)} ${String(route)}: ${problem}`);
  });
  const looked = calls.filter(({ verdict }) => verdict !== undefined).length;
  return { looked, problems: judged };
}
