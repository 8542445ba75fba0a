import {
  AddressBookChange,
  type CallerInput,
  createPersona,
  createPreset,
  getAddressBook,
  getStatus,
  listCharacters,
  listPersonas,
  listPresets,
  listWalletKeys,
  openTurn,
  parseRows,
  updateCharacter,
} from '@tzurot/contracts';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { apiGateway } from '../src/index.ts';
import {
  acceptOne,
  callerOf,
  exchange,
  giveKey,
  newChannel,
  newCharacter,
  newPerson,
  newTrigger,
  openForSure,
  type TestPerson,
} from './support/facts.ts';
import { startGateway, type TestGateway, testConfig, testSecrets } from './support/gateway.ts';

let gateway: TestGateway;
let ada: TestPerson;
let caller: CallerInput;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());
beforeEach(() => {
  ada = newPerson('Ada');
  caller = callerOf(ada);
});

const damage = (statement: string, ...values: unknown[]) => gateway.database.pool.query(statement, values);
const operator = { id: '145770518900000001', name: 'Op', isOperator: true };

it('leaves a character without a name out of lists, and tells the operator which one it is', async () => {
  const [whole, broken] = [await newCharacter(gateway, ada), await newCharacter(gateway, ada)];
  await damage(`UPDATE characters SET name = '' WHERE id = $1`, broken.id);

  const { items } = await gateway.bot.call(listCharacters, { caller, query: { filter: 'mine' } });
  const { badRows } = await gateway.bot.call(getStatus, { caller: operator });

  expect(items.map(({ id }) => id)).toEqual([whole.id]);
  expect(badRows.rows).toContainEqual({ table: 'character', id: broken.id, problem: expect.stringMatching(/^name: /) });
  expect(gateway.log.lines).toContainEqual(
    expect.objectContaining({ level: 'error', msg: 'row left out: it does not fit', rowId: broken.id }),
  );
});

it('lets an operator repair the character of somebody else', async () => {
  const { id: characterId } = await newCharacter(gateway, ada);
  await damage(`UPDATE characters SET name = '' WHERE id = $1`, characterId);

  await gateway.bot.call(updateCharacter, { caller: operator, params: { characterId }, body: { name: 'Mended' } });

  const { items } = await gateway.bot.call(listCharacters, { caller, query: { filter: 'mine' } });
  expect(items).toMatchObject([{ name: 'Mended' }]);
});

it('gives an address book without the names that nobody could write', async () => {
  const { id: characterId, slug } = await newCharacter(gateway, ada);
  await damage(`UPDATE aliases SET name = '' WHERE character_id = $1 AND source = 'name'`, characterId);

  const book = await gateway.bot.call(getAddressBook);

  expect(book.aliases.filter((alias) => alias.characterId === characterId).map(({ name }) => name)).toEqual([slug]);
});

it('gives personas, presets and keys without those that do not fit', async () => {
  const persona = await gateway.bot.call(createPersona, { caller, body: { name: 'Captain' } });
  const preset = await gateway.bot.call(createPreset, {
    caller,
    body: { name: 'Mine', vendor: 'local', model: 'local/echo' },
  });
  const keyId = await giveKey(gateway, ada);
  await giveKey(gateway, ada, 'openai');
  await damage(`UPDATE personas SET name = '' WHERE id = $1`, persona.id);
  await damage(`UPDATE presets SET parameters = '{"temperature": "hot"}' WHERE id = $1`, preset.id);
  await damage(`UPDATE wallet_keys SET status = 'odd' WHERE id = $1`, keyId);

  const lists = [
    await gateway.bot.call(listPersonas, { caller }),
    await gateway.bot.call(listPresets, { caller }),
    await gateway.bot.call(listWalletKeys, { caller }),
  ];

  expect(lists).toMatchObject([{ items: [{ name: 'Ada' }] }, { items: [] }, { items: [{ vendor: 'openai' }] }]);
});

it('answers a turn whose history has a line that does not fit, and whose preset does not', async () => {
  const character = await newCharacter(gateway, ada);
  const place = newChannel();
  const preset = await gateway.bot.call(createPreset, {
    caller,
    body: { name: 'Mine', vendor: 'local', model: 'local/echo', makeDefault: true },
  });
  await giveKey(gateway, ada);
  const { turnId } = await exchange(gateway, newTrigger(ada, place), character.id, 'hello');
  await damage(
    `UPDATE history_lines SET speaker = 'nobody' WHERE speaker = 'person' AND trigger_id =
    (SELECT trigger_id FROM turns WHERE id = $1)`,
    turnId,
  );
  await damage(`UPDATE presets SET parameters = '7' WHERE id = $1`, preset.id);

  const turn = await openForSure(gateway, await acceptOne(gateway, newTrigger(ada, place), character.id));

  expect(turn.history).toMatchObject([{ speaker: 'character', text: 'hello' }]);
  expect(turn.preset.source).toBe('built-in');
  expect(openTurn.output.safeParse(turn).success).toBe(true);
});

it('starts although a stored secret is damaged', async () => {
  const ben = newPerson('Ben');
  const keyIds = [await giveKey(gateway, ben), await giveKey(gateway, ben, 'openai')];
  await damage(`UPDATE wallet_keys SET sealed = 'garbage' WHERE id = $1`, keyIds[0]);
  await damage(`UPDATE wallet_keys SET sealed = left(sealed, -4) || 'AAAA' WHERE id = $1`, keyIds[1]);

  const second = await apiGateway.start(testConfig, testSecrets(gateway.database.url), {
    log: gateway.log.log,
    queues: gateway.queues,
    state: gateway.state,
  });

  expect(gateway.log.messages('error')).toContain('stored secrets are damaged');
  await second.stop();
});

it('takes a change of the address book without a name that does not fit', () => {
  const characterId = '01970000-0000-7000-8000-000000000001';
  const alias = { name: 'Pip', characterId, userId: null, guildId: null };
  const change = {
    kind: 'character',
    addressee: { characterId, slug: 'pip', name: 'Pip', ownerId: ada.id, isPublic: true },
    aliases: [alias, { ...alias, name: '\u200B' }],
  };

  expect(parseRows(AddressBookChange, { version: 2, change })).toMatchObject({
    success: true,
    data: { change: { aliases: [alias] } },
    badRows: [{ table: 'alias', id: characterId }],
  });
});
