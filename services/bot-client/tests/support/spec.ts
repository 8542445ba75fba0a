import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LocalDiscord } from '@tzurot/local-discord';

/** Discord's own description of its API, which lies beside the repository where it was fetched. */
export const openApiFile = fileURLToPath(new URL('../../../../../shared/discord/openapi.json', import.meta.url));
export const hasOpenApi = existsSync(openApiFile);

if (!hasOpenApi) console.warn(`skipped: checks against Discord's OpenAPI description, which is not at ${openApiFile}`);

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
