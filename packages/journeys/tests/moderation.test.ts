import { describe, expect, it } from 'vitest';
import { storesKey, talksTo } from '../src/world/own-model.ts';
import type { Person } from '../src/world/person.ts';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

/** Asks, and waits until the model is at it. */
async function asks(person: Person, channelId: string, content: string) {
  const asked = await person.says(channelId, content);
  await expect.poll(() => world().promptsAbout(content).length, { timeout: 10_000, interval: 20 }).toBe(1);
  return asked;
}

it('answers nobody whom an operator denied, tells them why, and lets them in again', async () => {
  const { ada, ben, places } = world();
  const { general } = places.channels;

  const denied = await ada.uses(
    '/admin deny add',
    { mode: 'block', person: ben.id, reason: 'too loud', days: 2 },
    general,
  );
  const asked = await ben.says(general, '@Lilith are you there?');
  const notice = await ben.hears({ by: 'Tzurot', after: asked });
  const command = await ben.uses('/help', {}, general);
  const list = await ada.uses('/admin deny list', {}, general);
  await list.presses('Remove');
  const again = await ben.says(general, '@Lilith and now?');
  const reply = await ben.hears({ by: 'Lilith', after: again });

  expect(denied.text).toContain('is denied');
  expect(notice.content).toMatch(/You can't use this bot\. Reason: too loud\nThis ends <t:\d+:f>\./);
  expect(command.text).toContain('too loud');
  expect(list.text).toContain('blocked (told why)');
  expect(reply.content).toContain('and now?');
});

it('lets staff choose who answers in their server, and tells whoever asks for another by a command', async () => {
  const { ada, ben, cyn, places, promptsAbout } = world();
  const { general, staff } = places.channels;

  const blocked = await cyn.uses('/server characters', { character: 'Orin', choice: 'block' }, staff);
  const unheard = await ada.says(general, '@Orin do you hear me now?');
  const toPip = await ada.says(general, '@Pip and you?');
  await ada.hears({ by: 'Pip', after: toPip });
  const reactions = async () =>
    JSON.stringify(
      await ada.rest('GET', `/channels/${general}/messages/${unheard.id}/reactions/${encodeURIComponent('❔')}`),
    );
  await expect.poll(reactions).toContain(places.bot.id);
  const chat = await ben.uses('/character chat', { character: 'Orin', message: 'and me?' }, general);
  const greeting = await ben.uses('/character greet', { character: 'Orin' }, general);
  const freed = await cyn.uses('/server characters', { character: 'Orin', choice: 'neither' }, staff);
  const toOrin = await ada.says(general, '@Orin do you hear me again?');
  await ada.hears({ by: 'Orin', after: toOrin });

  expect(blocked.text).toMatch(/Blocked.*Orin/s);
  expect(promptsAbout('do you hear me now?')).toEqual([]);
  expect([chat.text, greeting.text]).toEqual(
    Array(2).fill(expect.stringContaining("Orin doesn't answer in this server")),
  );
  expect(freed.text).toMatch(/Blocked.*none/s);
});

describe('a reply that cannot be posted any more is told of once,', () => {
  const SEND_MESSAGES = String(1n << 11n);
  const AUTO_MOD_BLOCKED = 200_000;

  it('with its text in a direct message, when a moderator locked the thread meanwhile', async () => {
    const { ada, discord, places, settles } = world();
    await storesKey(ada, places.channels.general, 'local-of-ada');
    await talksTo(ada, places.channels.general, 'local/slow-700');
    const direct = await ada.opensDirect();
    const thread = await ada.opensThread(places.channels.general, 'an old story');

    const asked = await asks(ada, thread, '@Lilith who locks the door?');
    discord.addFault({ kind: 'thread-locked', channelId: thread });
    const told = await ada.hears({ in: direct, saying: 'who locks the door?' });
    await settles();

    expect(told.content).toMatch(/^Lilith answered your message https:.*, but Discord didn't let/);
    expect(told.content).toContain(`${thread}/${asked.id}`);
    expect(ada.heard({ in: direct })).toEqual([told]);
    expect(ada.heard({ after: asked })).toEqual([]);
  });

  it('with its text in a direct message, when the bot lost a permission meanwhile', async () => {
    const { ada, discord, places, settles } = world();
    const direct = await ada.opensDirect();
    const { quiet } = places.channels;

    const asked = await asks(ada, quiet, '@Orin who took your voice?');
    discord.addFault({ kind: 'permission-removed', channelId: quiet, permissions: SEND_MESSAGES });
    const told = await ada.hears({ in: direct, saying: 'who took your voice?' });
    await settles();

    expect(told.content).toMatch(/^Orin answered your message/);
    expect(ada.heard({ in: direct, saying: 'who took your voice?' })).toHaveLength(1);
    expect(ada.heard({ after: asked })).toEqual([]);
  });

  it('with its text in a direct message, when AutoMod blocks it', async () => {
    const { ben, discord, places, settles } = world();
    const direct = await ben.opensDirect();
    const match = { text: 'maelstrom', path: '/webhooks/', method: 'POST' };
    discord.addFault({ kind: 'error-before', errorCode: AUTO_MOD_BLOCKED, match, times: null });

    const asked = await asks(ben, places.channels.general, '@Pip what is a maelstrom?');
    const told = await ben.hears({ in: direct, saying: 'what is a maelstrom?' });
    await settles();
    discord.clearFaults();

    expect(told.content).toMatch(/^Pip answered your message/);
    expect(ben.heard({ by: 'Pip', after: asked })).toEqual([]);
  });

  it('with a button that only its asker may use, where direct messages are closed', async () => {
    const { ada, ben, discord, places, settles } = world();
    const { general } = places.channels;
    const match = { text: 'whirlpool', path: '/webhooks/', method: 'POST' };
    discord.addFault({ kind: 'error-before', errorCode: AUTO_MOD_BLOCKED, match, times: null });
    discord.addFault({ kind: 'direct-messages-closed', match: { user: 'ben' } });

    const asked = await asks(ben, general, '@Pip what is a whirlpool?');
    const told = await ben.hears({ by: 'Tzurot', after: asked });
    const read = await ben.reads(told).presses('Read the reply');
    const refused = await ada.reads(told).presses('Read the reply');
    await settles();
    discord.clearFaults();
    discord.addFault({ kind: 'direct-messages-opened', match: { user: 'ben' } });

    expect(ben.reads(told).text).toMatch(/Pip answered a message of yours.*your DMs are closed/);
    expect(ben.reads(told).text).not.toContain('whirlpool');
    expect([read.isPrivate, refused.isPrivate]).toEqual([true, true]);
    expect(read.text).toContain('what is a whirlpool?');
    expect(refused.text).toContain('Only the person who asked');
    expect(ben.heard({ by: 'Tzurot', after: asked, saying: 'DMs are closed' })).toHaveLength(1);
  });
});
