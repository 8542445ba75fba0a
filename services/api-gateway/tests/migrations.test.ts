import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyMigrations, checkMigrated } from '../src/database/apply-migrations.ts';
import { diffSchema } from '../src/database/authoring/diff-schema.ts';
import { MIGRATIONS_DIRECTORY, SCHEMA_FILE } from '../src/database/locations.ts';
import { migrateDatabase } from '../src/index.ts';
import { databaseKinds, realServerUrl, startEmptyDatabase, type TestDatabase } from './support/database.ts';

it.skipIf(realServerUrl === undefined)('a real Postgres is there, since DATABASE_URL_TEST names one', async () => {
  const database = await startEmptyDatabase('real');

  const { rows } = await database.pool.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  await database.close();

  expect(rows[0]?.version).toBeGreaterThanOrEqual(150_000);
});

const REPLIES_AND_POSTS = '20261201021700_replies_and_posts';
/** Functions and indexes of migrations that the schema cannot say, and that no comparison with it sees. */
const WRITTEN_BY_HAND = ['memory_items_term_keys_idx', 'memory_term_keys'];
/** All of an id but its last digit. */
const ID = '01970000-0000-7000-8000-00000000000';

describe.each(databaseKinds)('migrations on a database that is %s', (kind) => {
  let database: TestDatabase;
  let directory: string;
  let client: Client;

  beforeAll(async () => {
    database = await startEmptyDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    directory = await mkdtemp(join(tmpdir(), 'migrations-'));
    await cp(MIGRATIONS_DIRECTORY, directory, { recursive: true });
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await rm(directory, { recursive: true });
    await rm(`${directory}-before`, { recursive: true, force: true });
  });

  const addMigration = async (name: string, sql: string) => {
    await mkdir(join(directory, name), { recursive: true });
    await writeFile(join(directory, name, 'migration.sql'), sql);
  };
  /** A directory with the migrations that come before one. */
  const directoryBefore = async (name: string) => {
    const earlier = join(directory, '..', `${basename(directory)}-before`);
    await cp(directory, earlier, { recursive: true });
    for (const later of await readdir(earlier))
      if (later >= name && !later.endsWith('.toml')) await rm(join(earlier, later), { recursive: true });
    return earlier;
  };
  const tableExists = async (name: string) => {
    const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [name]);
    return rows[0]?.there;
  };

  it('are applied once, in the order of their names, and counted as missing before', async () => {
    const names = (await readdir(directory)).filter((name) => !name.endsWith('.toml')).toSorted();
    const before = await checkMigrated(client, directory).catch((error: Error) => error.message);

    const first = await applyMigrations(client, directory);
    const second = await applyMigrations(client, directory);

    expect(before).toContain('npm run migrate');
    expect([first, second]).toEqual([names, []]);
    await expect(checkMigrated(client, directory)).resolves.toBeUndefined();
  });

  it('are applied once when two processes migrate at the same moment', async () => {
    const other = new Client({ connectionString: database.url });
    await other.connect();

    const applied = await Promise.all([applyMigrations(client, directory), applyMigrations(other, directory)]);
    await other.end();

    const { rows } = await client.query('SELECT migration_name FROM _prisma_migrations');
    expect(applied.flat()).toHaveLength(rows.length);
  });

  it('that were edited after they were applied stop everything, with a sentence that names the file', async () => {
    await applyMigrations(client, directory);
    const [name = ''] = await readdir(directory);
    const file = join(directory, name, 'migration.sql');
    await writeFile(file, `${await readFile(file, 'utf8')}\n-- a later thought\n`);
    await addMigration('99990101000000_next', 'CREATE TABLE next_one (id int)');

    const error = await applyMigrations(client, directory).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringContaining(`${name} was edited`) });
    await expect(checkMigrated(client, directory)).rejects.toThrow('was edited');
    expect(await tableExists('next_one')).toBe(false);
  });

  it('that fail leave nothing behind, and those before them stay', async () => {
    await addMigration('99990101000000_good', 'CREATE TABLE good_one (id int)');
    await addMigration('99990102000000_bad', 'CREATE TABLE bad_one (id int); SELECT nothing_like_this();');
    await addMigration('99990103000000_never', 'CREATE TABLE never_one (id int)');

    await expect(applyMigrations(client, directory)).rejects.toThrow('99990102000000_bad failed and was undone');

    expect([await tableExists('good_one'), await tableExists('bad_one'), await tableExists('never_one')]).toEqual([
      true,
      false,
      false,
    ]);
    await addMigration('99990102000000_bad', 'CREATE TABLE bad_one (id int)');
    expect(await applyMigrations(client, directory)).toEqual(['99990102000000_bad', '99990103000000_never']);
  });

  it('of a newer version than this one stop it from starting and from migrating, and are left alone', async () => {
    await applyMigrations(client, directory);
    await addMigration('99990101000000_newer', 'CREATE TABLE newer_one (id int)');
    await applyMigrations(client, directory);
    await rm(join(directory, '99990101000000_newer'), { recursive: true });

    const refused = { name: 'ConfigError', message: expect.stringMatching(/newer version .*99990101000000_newer/) };
    await expect(checkMigrated(client, directory)).rejects.toMatchObject(refused);
    await expect(applyMigrations(client, directory)).rejects.toMatchObject(refused);
    expect(await tableExists('newer_one')).toBe(true);
  });

  it('are told before they change what holds data, and not applied when the backup fails', async () => {
    const told: (readonly string[])[] = [];
    const place = { url: database.url, directory };
    const noting = { ...place, beforeChange: async (missing: readonly string[]) => void told.push(missing) };
    const failing = { ...place, beforeChange: () => Promise.reject(new Error('no room')) };

    await migrateDatabase(noting);
    await migrateDatabase(noting);
    await addMigration('99990101000000_next', 'CREATE TABLE next_one (id int)');
    const failed = await migrateDatabase(failing).catch((error: Error) => error.message);
    const isThere = await tableExists('next_one');
    await migrateDatabase(noting);

    expect([failed, isThere]).toEqual(['no room', false]);
    expect(told).toEqual([['99990101000000_next']]);
    expect(await tableExists('next_one')).toBe(true);
  });

  it('that another tool left half done stop everything', async () => {
    await applyMigrations(client, directory);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'y', '20990101000000_half')`,
    );

    await expect(applyMigrations(client, directory)).rejects.toThrow('20990101000000_half failed earlier');
  });

  it('add vectors where the server has the extension, and say so where not', async () => {
    const { rowCount: available } = await client.query(`SELECT FROM pg_available_extensions WHERE name = 'vector'`);

    const [first, second] = [await migrateDatabase(database), await migrateDatabase(database)];

    expect([first.vectors, second.vectors]).toEqual(Array(2).fill(available === 1 ? 'present' : 'not installed'));
    expect(await tableExists('memory_vectors')).toBe(available === 1);
  });

  it('carry over the turns that are under way, with what was sent of them', async () => {
    await applyMigrations(client, await directoryBefore(REPLIES_AND_POSTS));
    await client.query(`
      INSERT INTO users (id, discord_id, name) VALUES ('${ID}1', 1, 'Ada');
      INSERT INTO characters (id, owner_id, slug, name) VALUES ('${ID}2', '${ID}1', 'lilith', 'Lilith');
      INSERT INTO triggers (id, kind, channel_id, user_id) VALUES (10, 'message', 5, '${ID}1'), (11, 'message', 5, '${ID}1'),
        (12, 'message', 5, '${ID}1');
      INSERT INTO turns (id, trigger_id, position, character_id, character_name, channel_id, user_id, stage, reply_kind, reply_text, ended_at)
        VALUES ('${ID}a', 10, 0, '${ID}2', 'Lilith', 5, '${ID}1', 'spoken', 'reply', 'one two', NULL),
        ('${ID}b', 11, 0, '${ID}2', 'Lilith', 5, '${ID}1', 'settled', 'reply', NULL, now()),
        ('${ID}c', 12, 0, '${ID}2', 'Lilith', 5, '${ID}1', 'open', NULL, NULL, NULL);
      INSERT INTO deliveries (turn_id, chunk, text, hash, state, sending_at, message_id, webhook_id)
        VALUES ('${ID}a', 0, 'one', 'h1', 'sent', now(), 20, 30), ('${ID}a', 1, 'two', 'h2', 'sending', now(), NULL, 30);
      INSERT INTO usage_events (id, turn_id, position, user_id, vendor, model, payer, prompt_tokens, cached_tokens,
        completion_tokens, reasoning_tokens, took_ms, outcome)
        VALUES ('${ID}e', '${ID}a', 0, '${ID}1', 'local', 'm', 'user', 1, 0, 0, 0, 1, 'empty'),
        ('${ID}f', '${ID}a', 1, '${ID}1', 'local', 'm', 'user', 1, 0, 1, 0, 1, 'answered');
      INSERT INTO history_lines (id, character_id, channel_id, trigger_id, user_id, speaker, name, text, message_id, message_ids, said_at)
        VALUES ('${ID}d', '${ID}2', 5, 11, '${ID}1', 'character', 'Lilith', 'said before', 21, '{21}', now())`);

    await applyMigrations(client, directory);

    const { rows: replies } = await client.query(
      'SELECT turn_id, number, kind, state, text, usage_id FROM replies ORDER BY turn_id',
    );
    const { rows: posts } = await client.query(
      'SELECT chunk, text, hash, state, message_id, webhook_id FROM posts ORDER BY chunk',
    );
    const { rows: turns } = await client.query('SELECT stage, selected_reply FROM turns ORDER BY id');
    const reply = { number: 0, kind: 'reply', state: 'complete' };
    expect(replies).toEqual([
      { ...reply, turn_id: `${ID}a`, text: 'one two', usage_id: `${ID}f` },
      { ...reply, turn_id: `${ID}b`, text: 'said before', usage_id: null },
    ]);
    expect(posts).toEqual([
      { chunk: 0, text: 'one', hash: 'h1', state: 'sent', message_id: '20', webhook_id: '30' },
      { chunk: 1, text: 'two', hash: 'h2', state: 'sending', message_id: null, webhook_id: '30' },
    ]);
    expect(turns).toEqual([
      { stage: 'spoken', selected_reply: 0 },
      { stage: 'settled', selected_reply: 0 },
      { stage: 'open', selected_reply: null },
    ]);
  });

  it('make what the schema has no words for', async () => {
    await migrateDatabase(database);

    const { rows } = await client.query<{ name: string }>(
      `SELECT proname AS name FROM pg_proc WHERE proname = ANY($1)
       UNION ALL SELECT indexname FROM pg_indexes WHERE indexname = ANY($1) ORDER BY name`,
      [WRITTEN_BY_HAND],
    );

    expect(rows.map(({ name }) => name)).toEqual(WRITTEN_BY_HAND);
  });

  it('lead to the schema', async () => {
    await migrateDatabase(database);
    const schema = await readFile(SCHEMA_FILE, 'utf8');

    expect(await diffSchema({ url: database.url, schema })).toBeNull();
    const changed = schema.replace('model Mark {', 'model Mark {\n  note String?');
    expect(await diffSchema({ url: database.url, schema: changed })).toContain('ADD COLUMN     "note" TEXT');
  });
});

describe('a directory without migrations', () => {
  const directory = mkdtemp(join(tmpdir(), 'migrations-'));
  afterAll(async () => rm(await directory, { recursive: true }));

  it('is an error, not an empty schema', async () => {
    const nobody = { query: async () => ({ rows: [] }) } as never;

    await expect(checkMigrated(nobody, await directory)).rejects.toThrow('no migrations');
  });
});
