import { snowflakeAt, type Trigger } from '@tzurot/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseKinds } from './support/database.ts';
import {
  accept,
  giveKey,
  newChannel,
  newCharacter,
  newDm,
  newPerson,
  newTrigger,
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
    gateway = await startGateway({ PERSON_BURST: BURST, PERSON_PER_MINUTE: PER_MINUTE }, kind);
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
});
