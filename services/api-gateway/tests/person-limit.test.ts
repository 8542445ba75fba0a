import { changeOperatorSettings, type SettingName, snowflakeAt, type Trigger } from '@tzurot/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseKinds } from './support/database.ts';
import {
  accept,
  acceptOne,
  callerOf,
  giveKey,
  newChannel,
  newCharacter,
  newDm,
  newPerson,
  newTrigger,
  openForSure,
  say,
  type TestPerson,
} from './support/facts.ts';
import { startGateway, type TestGateway } from './support/gateway.ts';

const BURST = 3;
/** A message comes back every three seconds. */
const PER_MINUTE = 20;
const T0 = Date.UTC(2026, 5, 1);

describe.each(databaseKinds)('the limit of a person on a database that is %s', (kind) => {
  let gateway: TestGateway;
  let characterId: string;

  beforeAll(async () => {
    gateway = await startGateway(
      { PERSON_BURST: BURST, PERSON_PER_MINUTE: PER_MINUTE, GUEST_VENDOR: 'local', GUEST_MODEL: 'local/story' },
      kind,
    );
    const owner = newPerson('Owner');
    await giveKey(gateway, owner);
    characterId = (await newCharacter(gateway, owner, { name: 'Lilith', greeting: 'Welcome.' })).id;
  });
  afterAll(() => gateway.stop());

  let spread = 0n;
  /** A message that was written so many seconds after the beginning. */
  const writtenAt = (seconds: number, author: TestPerson, more: Partial<Trigger> = {}): Trigger => {
    spread += 2n;
    const id = (BigInt(snowflakeAt(T0 + seconds * 1_000)) + spread).toString();
    return newTrigger(author, newChannel(), { id, ...more });
  };
  const statusesOf = async (triggers: readonly Trigger[]) => {
    const statuses: string[] = [];
    for (const trigger of triggers) statuses.push((await accept(gateway, trigger, characterId)).status);
    return statuses;
  };

  it('takes a burst, and says of what is beyond it how long after it another message would be taken', async () => {
    const ada = newPerson('Ada');
    expect(await statusesOf([0, 0, 0].map((at) => writtenAt(at, ada)))).toEqual(Array(BURST).fill('accepted'));

    expect(await accept(gateway, writtenAt(1, ada), characterId)).toEqual({
      status: 'ignored',
      needsScene: false,
      turns: [],
      limitedForMs: 2_000,
    });
    expect(await statusesOf([writtenAt(3, ada), writtenAt(3, ada)])).toEqual(['accepted', 'ignored']);
  });

  it('counts by the time at which messages were written, so that what waited is taken all at once', async () => {
    const ada = newPerson('Ada');
    const waited = Array.from({ length: 16 }, (_, index) => writtenAt(index * 3, ada));

    expect(await statusesOf(waited)).toEqual(Array(16).fill('accepted'));
  });

  it('loses nothing when channels are worked off one after another', async () => {
    const ada = newPerson('Ada');
    const first = [0, 6, 12].map((at) => writtenAt(at, ada));
    const second = [3, 9, 15].map((at) => writtenAt(at, ada));

    expect(await statusesOf([...first, ...second])).toEqual(Array(6).fill('accepted'));
  });

  it('counts a message once, however many processes bring it and however often', async () => {
    const ada = newPerson('Ada');
    const [one, two, three] = [writtenAt(0, ada), writtenAt(0, ada), writtenAt(0, ada)];

    const answers = await Promise.all([one, one, two, two].map((trigger) => accept(gateway, trigger, characterId)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual(['accepted', 'accepted', 'duplicate', 'duplicate']);
    expect(await statusesOf([three, three, one])).toEqual(['accepted', 'duplicate', 'duplicate']);
  });

  it('tells of a message that it has what became of it, also when earlier ones came after it', async () => {
    const ada = newPerson('Ada');
    const late = writtenAt(1, ada);
    const early = [0, 0, 0].map((at) => writtenAt(at, ada));

    expect(await statusesOf([late, ...early, late])).toEqual(['accepted', ...Array(3).fill('accepted'), 'duplicate']);
  });

  it('limits each person for themselves, and does not count greetings', async () => {
    const [ada, ben] = [newPerson('Ada'), newPerson('Ben')];
    const inDm = [0, 0, 0, 0].map((at) => writtenAt(at, ada, { place: newDm() }));

    expect(await statusesOf(inDm)).toEqual(['accepted', 'accepted', 'accepted', 'ignored']);
    expect(await statusesOf([writtenAt(0, ben)])).toEqual(['accepted']);
  });

  it('says nothing of a limit where nobody would have answered', async () => {
    const ada = newPerson('Ada');
    await statusesOf([0, 0, 0].map((at) => writtenAt(at, ada)));
    const nobody = '01890a5d-ac96-774b-bcce-b302099a8057';

    expect(await accept(gateway, writtenAt(0, ada), nobody)).toEqual({
      status: 'ignored',
      needsScene: false,
      turns: [],
    });
  });

  it('gives guests a share of the day, each person and each server, and refuses with its end', async () => {
    const operator = callerOf(newPerson(), { isOperator: true });
    const set = (values: object, reset: SettingName[] = []) =>
      gateway.bot.call(changeOperatorSettings, { caller: operator, body: { values, reset } });
    await set({ guestCallsPerPerson: 1, guestCallsPerServer: 2 });
    const [ada, ben, cyn] = [newPerson('Ada'), newPerson('Ben'), newPerson('Cyn')];
    const place = newChannel();
    const here = (at: number, author: TestPerson) =>
      writtenAt(at, author, {
        place: { ...newChannel(), ...(place.guildId !== undefined && { guildId: place.guildId }) },
      });
    const answered = async (author: TestPerson) => {
      const turn = await openForSure(gateway, await acceptOne(gateway, here(0, author), characterId));
      if (turn.refusal === null) await say(gateway, turn, 'Hush.');
      return turn.refusal === null ? 'answered' : JSON.stringify(turn.refusal);
    };

    const outcomes = [await answered(ada), await answered(ada), await answered(ben), await answered(cyn)];
    await set({ guests: false });
    const closed = await answered(newPerson('Dan'));
    await set({}, ['guests', 'guestCallsPerPerson', 'guestCallsPerServer']);

    expect(outcomes).toEqual([
      'answered',
      expect.stringMatching(/"guest-share-used".*"whose":"person","limit":1/),
      'answered',
      expect.stringMatching(/"guest-share-used".*"whose":"server","limit":2/),
    ]);
    expect(closed).toContain('no-key');
  });
});
