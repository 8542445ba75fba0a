import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { deleteCharacter, MAX_PICTURE_BYTES, readPicture, recordPictureUpload } from '@tzurot/contracts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sweepDeleted } from '../src/characters/deleted.ts';
import { seedDatabase } from '../src/index.ts';
import { keepPicture } from '../src/pictures/keep-picture.ts';
import { acceptOne, callerOf, newChannel, newPerson, newSnowflake, newTrigger, openForSure } from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  await gateway.database.pool.query('TRUNCATE users CASCADE');
  await seedDatabase(gateway.database);
});

const portrait = (slug: string) => readFile(new URL(`../src/seed/pictures/${slug}.png`, import.meta.url));

async function findCharacter(slug: string) {
  const { rows } = await gateway.database.pool.query<{ id: string; owner_id: string; picture_id: string | null }>(
    'SELECT id, owner_id, picture_id FROM characters WHERE slug = $1',
    [slug],
  );
  const [character] = rows;
  if (character === undefined) throw new Error(`no ${slug}`);
  return character;
}

async function openTurnOf(slug: string) {
  const { id } = await findCharacter(slug);
  const trigger = newTrigger(newPerson(), newChannel());
  return openForSure(gateway, await acceptOne(gateway, trigger, id));
}

async function countPictures() {
  const { rows } = await gateway.database.pool.query<{ count: number }>('SELECT count(*)::int AS count FROM pictures');
  return rows[0]?.count;
}

it.each(['lilith', 'pip', 'orin'])('%s has a picture that anybody can fetch', async (slug) => {
  const bytes = await portrait(slug);

  const { speaker } = await openTurnOf(slug);
  const response = await fetch(`${gateway.url}${speaker?.picture?.path}`);

  expect(speaker?.picture?.path).toBe(`/pictures/${hash('sha256', bytes)}.png`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  expect(bytes.length).toBeLessThanOrEqual(25 * 1_024);
});

it.each(['a', `${'0'.repeat(64)}.png`, '..%2f..%2fetc%2fpasswd', "' OR true --"])(
  'there is no picture called %j',
  async (file) => {
    const response = await fetch(`${gateway.url}/pictures/${file}`);

    expect(response.status).toBe(404);
  },
);

it('the first pictures are kept once', async () => {
  await seedDatabase(gateway.database);

  expect(await countPictures()).toBe(3);
});

it('the first characters of a database from before there were pictures get theirs, but those that have another', async () => {
  const { pool, prisma } = gateway.database;
  const { owner_id: ownerId } = await findCharacter('pip');
  await pool.query('DELETE FROM pictures');

  await seedDatabase(gateway.database);
  const given = (await findCharacter('pip')).picture_id;
  const other = await keepPicture(prisma, ownerId, { bytes: Buffer.from('another'), contentType: 'image/png' });
  await pool.query(`UPDATE characters SET picture_id = $1 WHERE slug = 'pip'`, [other]);
  await seedDatabase(gateway.database);

  expect(given).not.toBeNull();
  expect((await findCharacter('pip')).picture_id).toBe(other);
});

it('a picture is kept once per owner', async () => {
  const { owner_id: ownerId, picture_id: pictureId } = await findCharacter('lilith');
  const bytes = await portrait('lilith');

  const again = await keepPicture(gateway.database.prisma, ownerId, { bytes, contentType: 'image/png' });

  expect(again).toBe(pictureId);
});

it('a picture has a mebibyte at most, and the database says so too', async () => {
  const { owner_id: ownerId } = await findCharacter('lilith');
  const { pool, prisma } = gateway.database;
  const largest = Buffer.alloc(MAX_PICTURE_BYTES);

  await expect(keepPicture(prisma, ownerId, { bytes: largest, contentType: 'image/png' })).resolves.toBeTypeOf(
    'string',
  );

  const tooLarge = Buffer.alloc(MAX_PICTURE_BYTES + 1);
  await expect(keepPicture(prisma, ownerId, { bytes: tooLarge, contentType: 'image/png' })).rejects.toMatchObject({
    code: 'too-large',
  });
  await expect(pool.query('UPDATE pictures SET bytes = $1', [tooLarge])).rejects.toThrow('pictures_bytes_check');
  await expect(pool.query(`UPDATE pictures SET content_type = 'text/html'`)).rejects.toThrow(
    'pictures_content_type_check',
  );
});

it('the worker reads a picture, and is told where it was uploaded last', async () => {
  const { picture_id: pictureId } = await findCharacter('orin');
  const params = { pictureId: pictureId ?? '' };
  const upload = { channelId: newSnowflake(), messageId: newSnowflake() };

  const before = await gateway.worker.call(readPicture, { params });
  await gateway.worker.call(recordPictureUpload, { params, body: { ...upload, messageId: newSnowflake() } });
  await gateway.worker.call(recordPictureUpload, { params, body: upload });
  const after = await gateway.worker.call(readPicture, { params });

  expect(Buffer.from(before.base64, 'base64').equals(await portrait('orin'))).toBe(true);
  expect(before).toMatchObject({ contentType: 'image/png', upload: null });
  expect(after).toEqual({ ...before, upload });
});

it('a picture goes with the last character that has it', async () => {
  const { id, picture_id: pictureId } = await findCharacter('lilith');
  const { pool } = gateway.database;
  await pool.query(`UPDATE characters SET picture_id = $1 WHERE slug = 'pip'`, [pictureId]);
  const caller = callerOf(newPerson(), { isOperator: true });
  const { id: pipId } = await findCharacter('pip');

  const deleteForGood = async (characterId: string) => {
    await gateway.bot.call(deleteCharacter, { caller, params: { characterId } });
    await pool.query(`UPDATE characters SET deleted_at = now() - interval '8 days' WHERE id = $1`, [characterId]);
    await sweepDeleted({ prisma: gateway.database.prisma, log: gateway.log.log });
  };

  await deleteForGood(id);
  const whileShared = await pool.query('SELECT FROM pictures WHERE id = $1', [pictureId]);
  await deleteForGood(pipId);
  const afterwards = await pool.query('SELECT FROM pictures WHERE id = $1', [pictureId]);

  expect([whileShared.rowCount, afterwards.rowCount]).toEqual([1, 0]);
});
