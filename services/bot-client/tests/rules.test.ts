import { createRule, getRule, listRules, type TextRule, TextRuleDraft, testRules, updateRule } from '@tzurot/contracts';
import { answer, answerJob, fakeGateway, fakeQueues } from '@tzurot/platform/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { readText } from './support/fits-discord.ts';
import type { Person } from './support/person.ts';

let bot: BotUnderTest;
let ada: Person;

beforeAll(async () => {
  bot = await startBot();
  ada = await bot.connect('ada');
});
afterAll(() => bot.stop());

const RULE = '01970000-0000-7000-8000-0000000000f1';

/** A gateway that keeps one rule. */
function give() {
  let rule: TextRule = {
    ...TextRuleDraft.parse({ name: 'Cats', pattern: '/cat/g', replacement: 'dog' }),
    id: RULE,
    target: 'person',
    targetName: null,
  };
  const gateway = fakeGateway(
    answer(createRule, ({ body: { to, ...draft } }) => {
      rule = { ...draft, id: RULE, target: to.target, targetName: null };
      return rule;
    }),
    answer(listRules, () => ({ items: [rule] })),
    answer(getRule, () => rule),
    answer(updateRule, ({ body }) => {
      rule = { ...rule, ...body } as TextRule;
      return rule;
    }),
  );
  bot.give({ gateway });
  return gateway;
}

it('adds a rule for the replies one gets, and says where it applies in a form', async () => {
  const gateway = give();

  await ada.use('rules add', { name: 'Cats', pattern: '/cat/g', replacement: 'dog' });
  await ada.pressId(await ada.see('Rule added.'), `rules:edit-where:${RULE}`);
  await ada.submit(await ada.seeModal(), { place: 'prompt', speakers: 'all', maxDepth: '5', isEnabled: 'no' });

  expect(readText(await ada.see('Only what the model reads'))).toContain('Off.');
  expect(gateway.callsOf(createRule)).toMatchObject([{ body: { to: { target: 'person' }, replacement: 'dog' } }]);
  expect(gateway.callsOf(updateRule)).toMatchObject([{ body: { place: 'prompt', maxDepth: 5, isEnabled: false } }]);
});

it('shows what the rules make of a text, and which one cannot be used', async () => {
  give();
  const tested = { text: 'A dog.', problems: [{ name: 'Back', problem: 'bad-pattern' as const }] };
  bot.give({ queues: fakeQueues(answerJob(testRules, () => tested)) });

  await ada.use('rules test', { text: 'A cat.' });

  const shown = readText(await ada.see('With the rules'));
  expect(shown).toContain('A dog.');
  expect(shown).toContain("**Back** can't be used");
});

it('lists rules with a button that opens one', async () => {
  give();

  await ada.use('rules list');
  await ada.press(await ada.see('For replies to you'), 'Edit');

  await ada.see('`/cat/g` → `dog`');
});
