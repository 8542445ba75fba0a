import { z } from 'zod';

const World = z.object({
  name: z.string(),
  guild: z.object({ id: z.string() }),
  channels: z.object({ general: z.string(), adults: z.string() }),
  people: z.record(z.string(), z.object({ token: z.string() })),
  bot: z.object({ token: z.string() }),
});
/** Ids and tokens of a world of the local Discord. */
export type World = z.infer<typeof World>;

const LogPage = z.object({ last: z.number(), entries: z.array(z.looseObject({ n: z.number() })) });
export type DiscordLogEntry = z.infer<typeof LogPage>['entries'][number];

const PAGE_SIZE = 2_000;

/** What whoever runs a local Discord may ask of it. */
export interface Operator {
  world(name: string): Promise<World>;
  createWorld(name: string): Promise<World>;
  /** Lets every call pass, so that what is measured is us and not Discord's limits. */
  liftLimits(): Promise<void>;
  /** The number of the newest entry of the log. */
  logPosition(): Promise<number>;
  /** What one world saw after a position of the log. */
  readLog(world: string, after: number): Promise<DiscordLogEntry[]>;
  /** Waits until no bot has done anything for half a second. */
  settle(): Promise<void>;
}

export function createOperator(discordUrl: string): Operator {
  async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${discordUrl}/local/${path}`, {
      method,
      headers: { authorization: 'local.operator', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} /local/${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
  const readPage = async (query: string) => LogPage.parse(await call('GET', `log?${query}`));

  return {
    world: async (name) => World.parse(await call('GET', `worlds/${name}`)),
    createWorld: async (name) => World.parse(await call('POST', 'worlds', { name })),
    async liftLimits() {
      await call('POST', 'limits', { mode: 'off' });
    },
    logPosition: async () => (await readPage('limit=1')).last,
    async readLog(world, after) {
      const entries: DiscordLogEntry[] = [];
      for (let from = after; ; ) {
        const page = await readPage(`after=${from}&world=${world}&limit=${PAGE_SIZE}`);
        entries.push(...page.entries);
        const newest = page.entries.at(-1);
        if (newest === undefined || page.entries.length < PAGE_SIZE) return entries;
        from = newest.n;
      }
    },
    async settle() {
      await call('POST', 'settle', { timeoutMs: 120_000 });
    },
  };
}
