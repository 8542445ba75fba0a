import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { apiGateway, migrateDatabase } from '@tzurot/api-gateway';
import { startLocalDiscord } from '@tzurot/local-discord';
import { createLog } from '@tzurot/platform';
import { type Environment, environmentOf } from '@tzurot/startup';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findFreePorts } from '../src/processes/find-free-ports.ts';
import { createServiceProcess } from '../src/processes/service-process.ts';
import { runScriptToItsEnd, runServiceToItsEnd } from '../src/world/run-to-its-end.ts';
import { makeSmallDisk, mayMount } from '../src/world/small-disk.ts';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

const EXIT_CONFIG = 78;

/** `npm start` on ports of its own. */
function npmStart(dataDir: string, environment: Environment = {}) {
  const ports = ['DISCORD', 'MODEL', 'DATABASE', 'GATEWAY', 'BOT_CLIENT', 'WORKER'].map((name) => [
    `${name}_PORT`,
    '0',
  ]);
  return runScriptToItsEnd('start.ts', { ...Object.fromEntries(ports), DATA_DIR: dataDir, ...environment });
}

/** A gateway beside the one that runs. */
function startGateway(environment: Environment) {
  const { config, secrets } = apiGateway.readConfig({
    ...environmentOf('api-gateway', world().around),
    ...environment,
  });
  return apiGateway.start(config, secrets, { log: createLog({ service: 'test', level: 'silent' }) });
}

/** Changes something in the database while `work` is done. */
async function meanwhile(change: string, undo: string, work: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: world().around.databaseUrl });
  await client.connect();
  try {
    await client.query(change);
    await work();
  } finally {
    await client.query(undo);
    await client.end();
  }
}

describe('the bot ends, with what to do about it, when Discord refuses', () => {
  it('its token', async () => {
    const environment = environmentOf('bot-client', world().around);

    const ended = await runServiceToItsEnd('bot-client', {
      ...environment,
      BOT_CLIENT_PORT: '0',
      DISCORD_TOKEN: 'bot.nobody',
    });

    expect(ended.code).toBe(EXIT_CONFIG);
    expect(ended.said).toContain('DISCORD_TOKEN: Discord does not accept this token');
    expect(ended.said).toContain('Bot → Reset Token');
    expect(ended.said).not.toContain('bot.nobody');
  });

  it('the intent to read messages', async () => {
    const { around, discord } = world();
    discord.addFault({ kind: 'refuse-intents' });

    const environment = { ...environmentOf('bot-client', around), BOT_CLIENT_PORT: '0' };
    const ended = await runServiceToItsEnd('bot-client', environment);

    expect(ended.code).toBe(EXIT_CONFIG);
    expect(ended.said).toContain('Privileged Gateway Intents → Message Content Intent');
  });
});

it('the bot ends, with what to do about it, when the gateway does not know its credential', async () => {
  const environment = { ...environmentOf('bot-client', world().around), BOT_CLIENT_PORT: '0' };

  const ended = await runServiceToItsEnd('bot-client', { ...environment, SERVICE_TOKEN_BOT_CLIENT: 'z'.repeat(24) });

  expect(ended).toEqual({
    code: EXIT_CONFIG,
    said: expect.stringContaining('SERVICE_TOKEN_BOT_CLIENT: the gateway does not know this credential'),
  });
});

it('the bot waits for a Discord that cannot be reached yet', async () => {
  const { around, directory } = world();
  const [port = 0, health = 0] = await findFreePorts(2);
  const logPath = join(directory, 'logs', 'early-bot.log');
  const early = createServiceProcess('bot-client', {
    around: {
      ...around,
      discord: { ...around.discord, apiUrl: `http://127.0.0.1:${port}/api` },
      ports: { ...around.ports, 'bot-client': health },
    },
    logPath,
  });
  onTestFinished(() => early.stop());

  const started = early.start();
  await expect
    .poll(() => readFile(logPath, 'utf8').catch(() => ''), { timeout: 20_000 })
    .toMatch(/waiting for Discord/);
  const late = await startLocalDiscord({ port });
  onTestFinished(() => late.close());

  await expect(started).resolves.toBeUndefined();
});

it('the migrations end, with what to do about it, where the database cannot be opened', async () => {
  const [port] = await findFreePorts(1);
  const databaseUrl = `postgres://tzurot:hunter2@localhost:${port}/tzurot`;

  const migrated = await runScriptToItsEnd('migrate.ts', { DATABASE_URL: databaseUrl });

  expect(migrated.code).toBe(EXIT_CONFIG);
  expect(migrated.said).toMatch(/DATABASE_URL: the database cannot be opened \(connect ECONNREFUSED/);
  expect(migrated.said).not.toMatch(/hunter2| {4}at /);
});

describe('the gateway does not start', () => {
  it('on a database whose migrations were edited after they were applied', async () => {
    const { databaseUrl } = world().around;
    const edited = /was edited after it was applied; restore prisma\/migrations\/.*put the change into a new migration/;

    await meanwhile(
      `UPDATE _prisma_migrations SET checksum = reverse(checksum)`,
      `UPDATE _prisma_migrations SET checksum = reverse(checksum)`,
      async () => {
        await expect(startGateway({ GATEWAY_PORT: '0' })).rejects.toThrow(edited);
        await expect(migrateDatabase({ url: databaseUrl })).rejects.toThrow(edited);
      },
    );
  });

  it('on a database that lacks a migration', async () => {
    await meanwhile(
      `UPDATE _prisma_migrations SET migration_name = '0' || migration_name`,
      `UPDATE _prisma_migrations SET migration_name = substr(migration_name, 2)`,
      async () => {
        await expect(startGateway({ GATEWAY_PORT: '0' })).rejects.toThrow(/lacks the migrations .*npm run migrate/);
      },
    );
  });

  it('with another key than the one that secrets were sealed with', async () => {
    const { ada, places } = world();
    const hello = await ada.says(places.channels.general, '@Lilith hello');
    await ada.hears({ by: 'Lilith', after: hello });
    const other = Buffer.alloc(32, 7).toString('base64');
    const environment = { ...environmentOf('api-gateway', world().around), GATEWAY_PORT: '0' };

    const sameName = runServiceToItsEnd('api-gateway', { ...environment, ENCRYPTION_KEYS: `local:${other}` });
    const otherName = startGateway({ GATEWAY_PORT: '0', ENCRYPTION_KEYS: `new:${other}` });

    await expect(otherName).rejects.toThrow(/ENCRYPTION_KEYS: .*under key "local".*put back the key/);
    expect(await sameName).toEqual({
      code: EXIT_CONFIG,
      said: expect.stringMatching(/ENCRYPTION_KEYS: .*under key "local".*put back the key/),
    });
  });

  it('where its port is taken', async () => {
    await expect(startGateway({})).rejects.toThrow(
      /GATEWAY_PORT: .* is taken by another process; stop that one or choose another port/,
    );
  });
});

describe('npm start ends, with what to do about it,', () => {
  it('while another process has the data directory', async () => {
    const { directory, database } = world();

    const ended = await npmStart(join(directory, 'data'));

    expect(ended.code).toBe(EXIT_CONFIG);
    expect(ended.said).toContain(`is in use by process ${database?.pid}. Only one program may have it open`);
    expect(ended.said).not.toContain('    at ');
  });

  it('where a port is taken', async () => {
    const { directory, discord, around } = world();

    const [page, database] = await Promise.all([
      npmStart(join(directory, 'other-1'), { DISCORD_PORT: String(discord.port) }),
      npmStart(join(directory, 'other-2'), { DATABASE_PORT: new URL(around.databaseUrl).port }),
    ]);

    expect(page).toEqual({
      code: EXIT_CONFIG,
      said: expect.stringContaining(`DISCORD_PORT: port ${discord.port} is taken`),
    });
    expect(database).toEqual({ code: EXIT_CONFIG, said: expect.stringContaining('DATABASE_PORT: ') });
  });

  it.skipIf(!mayMount())('on a disk without room (needs the right to mount one)', async () => {
    const disk = makeSmallDisk(50);
    try {
      const ended = await npmStart(join(disk.path, 'data'));

      expect(ended).toEqual({ code: EXIT_CONFIG, said: expect.stringMatching(/80 MB/) });
    } finally {
      disk.remove();
    }
  });

  // The last one: it takes the data directory away from the world.
  it('without the key that its database needs, and never makes another', async () => {
    const { services, database, directory } = world();
    const dataDir = join(directory, 'data');
    const secrets = join(dataDir, 'secrets.json');
    await services.stop();
    await database?.stop();

    await rename(secrets, join(directory, 'hidden.json'));
    const ended = await npmStart(dataDir);

    expect(ended.code).toBe(EXIT_CONFIG);
    expect(ended.said).toMatch(/ENCRYPTION_KEYS: .*put back the key they were made with/);
    expect(existsSync(secrets)).toBe(false);
  });
});
