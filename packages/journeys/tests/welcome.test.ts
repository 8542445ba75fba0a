import { expect, it } from 'vitest';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

it('gets somebody who read nothing from a mention of the bot to a talk with a character, by buttons alone', async () => {
  const { ben, ada, places } = world();
  const { general } = places.channels;

  const mention = await ben.says(general, `<@${places.bot.id}> hello`);
  const card = ben.reads(await ben.hears({ by: 'Tzurot', after: mention }));
  const form = await card.opens('Talk to Lilith');
  const said = await form.submits({ 'Your message': 'may I borrow a book?' });
  const reply = await ada.hears({ by: 'Lilith', in: general, saying: 'may I borrow a book?' });

  expect(card.buttons).toEqual([
    'Talk to Lilith',
    'Talk to Pip',
    'Talk to Orin',
    'More characters',
    'Make a character',
    'Use my own key',
  ]);
  expect(form.title).toBe('Talk to Lilith');
  expect(said.isPrivate).toBe(false);
  expect(said.text).toContain('**ben:** may I borrow a book?');
  expect(BigInt(reply.id)).toBeGreaterThan(BigInt(said.message.id));
});

it('answers a name of the bot that was typed out and never became a mention', async () => {
  const { cyn, places, settles } = world();
  const { adults } = places.channels;

  const longer = await cyn.says(adults, '@Tzurotian hello');
  await settles();
  const typed = await cyn.says(adults, '@tzurot, hello');
  const card = cyn.reads(await cyn.hears({ by: 'Tzurot', after: typed }));

  expect(cyn.heard({ after: longer }).map(({ author }) => author.username)).toEqual(['cyn', 'Tzurot']);
  expect(card.buttons).toContain('Talk to Lilith');
});

it('gets them from the card to a key and a character of their own, which nobody else sees, and the card stays', async () => {
  const { cyn, ben, places } = world();
  const mention = await cyn.says(places.channels.general, `hey <@${places.bot.id}>!`);
  const shown = await cyn.hears({ by: 'Tzurot', after: mention });
  const card = cyn.reads(shown);

  const all = await card.presses('More characters');
  const vendors = await card.presses('Use my own key');
  const kept = await (await vendors.opens('Local')).submits({ Key: 'local-cyns-own' });
  const made = await (await card.opens('Make a character')).submits({ Name: 'Bramble' });

  expect([all.isPrivate, kept.isPrivate, made.isPrivate]).toEqual([true, true, true]);
  expect(all.text).toContain('Orin');
  expect((await kept.becomes('use it from now on')).text).toContain('Local');
  expect(made.text).toContain('Bramble');
  expect(ben.heard({ after: mention }).map(({ id }) => id)).toEqual([shown.id]);
});

it('answers a mention in direct messages, and in front of others shows nobody a private character', async () => {
  const { ada, ben, places } = world();
  await (await ada.opens('/character create', {}, places.channels.general)).submits({ Name: 'Aaa Secret' });
  const direct = await ben.opensDirect();

  const inDirect = await ben.hears({ by: 'Tzurot', after: await ben.says(direct, 'hello?') });
  const mention = await ada.says(places.channels.staff, `<@${places.bot.id}>`);
  const inStaff = ada.reads(await ada.hears({ by: 'Tzurot', after: mention }));

  expect(ben.reads(inDirect).buttons).toContain('Talk to Orin');
  expect(inStaff.text).not.toContain('Secret');
});

it('asks once for each character whether a misspelt name was meant, and lets only its author say yes', async () => {
  const { ada, ben, places, settles } = world();
  const { adults } = places.channels;

  const misspelt = await ben.says(adults, '@Lillith what do you read?');
  const asked = await ben.hears({ by: 'Tzurot', after: misspelt });
  const byAda = await ada.reads(await ada.hears({ by: 'Tzurot', after: misspelt })).presses('Ask Lilith');
  await ben.reads(asked).presses('Ask Lilith');
  const reply = await ben.hears({ by: 'Lilith', after: misspelt });
  const again = await ben.says(adults, '@Lilit and now?');
  await settles();
  const heardAgain = ben.heard({ after: again });
  const other = await ben.says(adults, '@Orinn and you?');
  const askedOfOther = ben.reads(await ben.hears({ by: 'Tzurot', after: other }));

  expect(ben.reads(asked).text).toContain('Did you mean **Lilith**?');
  expect(byAda.text).toContain('Only the person who wrote the message');
  expect(reply.content).toContain('what do you read?');
  expect(heardAgain).toEqual([]);
  expect(askedOfOther.text).toContain('Did you mean **Orin**?');
});

it('says nothing of names that are not near anybody, nor of a near one in the middle of a sentence', async () => {
  const { cyn, places, settles } = world();

  const first = await cyn.says(places.channels.adults, '@Bartholomew are you there?');
  await cyn.says(places.channels.adults, 'have you seen @Lillith?');
  await settles();

  expect(cyn.heard({ after: first })).toHaveLength(1);
});

it('takes a forward for no reply: the active character answers, alone, and the partner in a direct message stays', async () => {
  const { ada, ben, places, settles } = world();
  const { general, adults } = places.channels;
  const lilith = await ben.hears({ by: 'Lilith', after: await ben.says(general, '@Lilith say something') });
  const forward = { message_reference: { type: 1, channel_id: general, message_id: lilith.id } };
  await ada.uses('/channel activate', { character: 'Pip' }, adults);
  await settles();

  await ben.rest('POST', `/channels/${adults}/messages`, { body: forward });
  const pip = await ben.hears({ by: 'Pip', in: adults });
  const direct = await ben.opensDirect();
  await ben.hears({ by: 'Pip', after: await ben.says(direct, '@Pip hello') });
  await ben.rest('POST', `/channels/${direct}/messages`, { body: forward });
  await settles();
  const next = await ben.says(direct, 'who are you?');
  await ben.hears({ by: 'Pip', after: next });
  await settles();
  await ada.uses('/channel deactivate', {}, adults);

  expect(ben.heard({ after: pip })).toEqual([]);
  expect(ben.heard({ by: 'Lilith', in: direct })).toEqual([]);
});
