import {
  listWalletKeys,
  removeWalletKey,
  setKeyCap,
  setWalletKey,
  testWalletKey,
  type WalletKey,
} from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { answer, answerJob, type FakeGateway, fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { readText } from './support/fits-discord.ts';
import type { Person } from './support/person.ts';
import { IDS, sampleKey } from './support/samples.ts';
import { hasOpenApi, judgeCalls } from './support/spec.ts';

const KEY = 'sk-or-v1-0123456789abcdef-a-secret-1a2b';

type Verdict = 'accepted' | 'rejected' | 'unreachable' | 'gone';

let bot: BotUnderTest;
let ada: Person;

beforeAll(async () => {
  bot = await startBot();
  ada = await bot.connect('ada');
});
afterAll(() => bot.stop());

function give(verdict: Verdict, keys: WalletKey[] = [sampleKey({ status: 'pending' })]): FakeGateway {
  const gateway = fakeGateway(
    answer(setWalletKey, ({ body }) => sampleKey({ vendor: body.vendor, status: 'pending' })),
    answer(listWalletKeys, () => ({ items: keys })),
    answer(removeWalletKey, () => ({ removed: keys.length })),
  );
  const queues = fakeQueues(answerJob(testWalletKey, () => ({ verdict, explanation: 'It says 401: no such key.' })));
  bot.give({ gateway, queues });
  return gateway;
}

async function enterKey(vendor = 'openrouter'): Promise<void> {
  await ada.use('wallet set', { vendor });
  await ada.submit(await ada.seeModal(), { 'key:secret': KEY });
}

describe('/wallet cap', () => {
  const giveCap = () => {
    const gateway = fakeGateway(
      answer(setKeyCap, ({ body }) => ({
        cap: body,
        spent: { dayUsd: 0.5, monthUsd: 2, dayTokens: 1_200, monthTokens: 5_000 },
      })),
    );
    bot.give({ gateway });
    return gateway;
  };

  it('takes amounts as people write them, and says what is spent so far', async () => {
    const gateway = giveCap();

    await ada.use('wallet cap', { vendor: 'openrouter' });
    await ada.submit(await ada.seeModal(), { dayUsd: '$1,50', monthTokens: '1,000,000' });

    const said = readText(await ada.see('at most $1.50 per day, 1,000,000 tokens per month'));
    expect(said).toContain('today $0.50, 1,200 tokens, this month $2.00, 5,000 tokens');
    expect(gateway.callsOf(setKeyCap)).toMatchObject([
      {
        params: { vendor: 'openrouter' },
        body: { dayUsd: 1.5, monthUsd: null, dayTokens: null, monthTokens: 1_000_000 },
      },
    ]);
  });

  it('refuses what is no amount, and brings it back', async () => {
    giveCap();
    await ada.use('wallet cap', { vendor: 'openrouter' });
    await ada.submit(await ada.seeModal(), { dayUsd: 'a lot', dayTokens: '5000' });

    await ada.press(await ada.see("**Dollars per day** “a lot” isn't a number"), 'Try again');

    await ada.seeModal();
  });

  it('is taken away by an empty form', async () => {
    giveCap();

    await ada.use('wallet cap', { vendor: 'openrouter' });
    await ada.submit(await ada.seeModal());

    await ada.see('has no cap now');
  });

  it('stands in the list with what was spent', async () => {
    const spent = { dayUsd: 0.5, monthUsd: 2, dayTokens: 1_200, monthTokens: 5_000 };
    const cap = { dayUsd: 1, monthUsd: null, dayTokens: null, monthTokens: null };
    give('accepted', [sampleKey({ spent, cap })]);

    await ada.use('wallet list');

    const list = readText(await ada.see('Your wallet'));
    expect(list).toContain('this month $2.00, 5,000 tokens');
    expect(list).toContain('caps: $1.00 per day');
  });
});

describe('/wallet set', () => {
  it('/wallet set stores the key, has it tested, and says that it is used', async () => {
    const gateway = give('accepted');

    await enterKey();

    expect(readText(await ada.see('OpenRouter accepts'))).toContain('…1a2b');
    expect(gateway.callsOf(setWalletKey)).toMatchObject([{ body: { vendor: 'openrouter', key: KEY } }]);
  });

  it('/wallet set leaves the key in no log, message, custom id, shared state or job', async () => {
    const writes: unknown[] = [];
    const { state } = bot.ctx;
    bot.ctx.state = {
      ...state,
      set: async (key, value, options) => {
        writes.push([key, value]);
        await state.set(key, value, options);
      },
    };
    const queues = fakeQueues(answerJob(testWalletKey, () => ({ verdict: 'accepted' as const, explanation: '' })));
    const refusing = fakeGateway(
      answer(setWalletKey, () => {
        throw new Error(`could not encrypt`);
      }),
    );
    bot.give({ gateway: refusing, queues });
    await enterKey();
    await ada.see('Something went wrong');
    bot.ctx.state = state;

    give('rejected');
    await enterKey();
    await ada.see('rejected');

    const places = {
      log: bot.log.lines,
      seen: ada.everything(),
      writes,
      jobs: queues.enqueued,
      discord: bot.discord.readLog(),
    };
    expect(writes.length).toBeGreaterThan(0);
    expect(bot.log.lines.length).toBeGreaterThan(0);
    const holdsKey = Object.keys(places).filter((place) =>
      JSON.stringify(Reflect.get(places, place)).includes('a-secret'),
    );
    expect(holdsKey).toEqual([]);
  });

  it('/wallet set explains why a vendor rejected a key, and lets the person enter another', async () => {
    give('rejected');
    await enterKey();
    const refused = await ada.see('OpenRouter rejected');
    expect(readText(refused)).toContain('It says 401: no such key.');
    give('accepted');

    await ada.press(refused, 'Enter another key');
    await ada.submit(await ada.seeModal(), { 'key:secret': KEY });

    expect((await ada.see('OpenRouter accepts')).id).toBe(refused.id);
  });

  it('/wallet set keeps a key whose vendor cannot be reached, and tests it again on a button', async () => {
    give('unreachable');
    await enterKey();
    const waiting = await ada.see("I couldn't test");
    expect(readText(waiting)).toContain('encrypted for ten minutes');
    give('accepted');

    await ada.press(waiting, 'Test again');

    await ada.see('OpenRouter accepts');
  });

  it('/wallet set keeps a key when no worker takes the job', async () => {
    const gateway = give('accepted');
    bot.give({ gateway, queues: fakeQueues() });

    await enterKey();

    await ada.see("I couldn't test");
  });

  it('opens an empty form again after a key that is too short to be one', async () => {
    give('accepted');
    await ada.use('wallet set', { vendor: 'local' });
    await ada.submit(await ada.seeModal(), { 'key:secret': 'abc' });

    await ada.press(await ada.see('**Key** needs at least 4'), 'Try again');

    const modal = await ada.seeModal();
    expect(modal.custom_id).toBe('wallet:set:local');
    expect(JSON.stringify(modal)).not.toContain('abc');
  });
});

describe('/wallet test', () => {
  it('/wallet test tests the key that was entered last', async () => {
    const old = sampleKey({ id: '0198f2a0-0000-7000-8000-0000000000cc', createdAt: '2026-11-01T00:00:00.000Z' });
    give('accepted', [old, sampleKey({ status: 'pending' })]);
    const queues = fakeQueues(answerJob(testWalletKey, () => ({ verdict: 'accepted' as const, explanation: '' })));
    bot.give({ queues });

    await ada.use('wallet test', { vendor: 'openrouter' });

    await ada.see('OpenRouter accepts');
    expect(queues.enqueued).toMatchObject([{ input: { keyId: IDS.key } }]);
  });

  it('says so when there is none', async () => {
    give('accepted', []);

    await ada.use('wallet test', { vendor: 'openai' });

    await ada.see('You have no OpenAI key');
  });

  it('/wallet test says so when the key was removed during the test', async () => {
    give('gone');

    await ada.use('wallet test', { vendor: 'openrouter' });

    await ada.see("isn't in your wallet any more");
  });
});

describe('/wallet list and remove', () => {
  it('/wallet list shows the end of each key, and /wallet remove deletes one', async () => {
    const gateway = give('accepted', [sampleKey({ lastUsedAt: '2026-11-22T12:00:00.000Z' })]);

    await ada.use('wallet list');
    expect(readText(await ada.see('Your wallet'))).toMatch(/OpenRouter.*…1a2b[\s\S]*in use/);
    await ada.use('wallet remove', { vendor: 'openrouter' });
    await ada.see('is deleted');

    expect(gateway.callsOf(removeWalletKey)).toMatchObject([{ params: { vendor: 'openrouter' } }]);
  });

  it('/wallet list and /wallet remove say so when there is no key', async () => {
    give('accepted', []);

    await ada.use('wallet list');
    await ada.see('Your wallet is empty');
    await ada.use('wallet remove', { vendor: 'openai' });
    await ada.see('nothing to remove');
  });

  it('/wallet list and /wallet remove explain a refusal by the gateway', async () => {
    bot.give({
      gateway: fakeGateway(
        answer(removeWalletKey, () => {
          throw new AppError('invalid-input', 'x', {
            reason: 'vendor-not-offered',
            facts: { vendor: 'openai', offered: 'local' },
          });
        }),
      ),
    });

    await ada.use('wallet remove', { vendor: 'openai' });

    await ada.see("doesn't offer the vendor");
  });
});

it.skipIf(!hasOpenApi)("sends only what Discord's own description allows", () => {
  const { looked, problems } = judgeCalls(bot.discord);

  expect(problems).toEqual([]);
  expect(looked).toBeGreaterThan(20);
});
