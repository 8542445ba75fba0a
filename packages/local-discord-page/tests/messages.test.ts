import type { WorldIds } from '@tzurot/local-discord';
import { type Answered, callApi, type FileToSend } from '@tzurot/local-discord/testing';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { countOnceShown, hasChromium, needsChromium, type PageHarness } from './harness.ts';
import { usePages } from './use-pages.ts';

const HOUR_MS = 3_600_000;
const VOICE_MESSAGE = 1 << 13;
const COMPONENTS_V2 = 1 << 15;
const FORWARD = 1;

const rowWith = (page: Page, text: string | RegExp): Locator =>
  page.locator('li[data-message-id]').filter({ hasText: text });

const picture: FileToSend = {
  name: 'dot.png',
  contentType: 'image/png',
  content: Uint8Array.from(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNkYPhfz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
      'base64',
    ),
  ),
};

/** Silence of this length, as a WAV file: 8,000 samples a second of 8 bits. */
const silence = (seconds: number): Uint8Array<ArrayBuffer> => {
  const samples = 8_000 * seconds;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  return Uint8Array.from([...header, ...new Uint8Array(samples).fill(128)]);
};

const chooseInMenu = async (page: Page, row: Locator, entry: string): Promise<void> => {
  await row.click({ button: 'right' });
  await page.getByRole('menuitem', { name: entry }).click();
};

describe.skipIf(!hasChromium)(`messages of every kind on the page ${needsChromium}`, () => {
  let harness: PageHarness;
  let world: WorldIds;

  usePages((opened, fresh) => {
    [harness, world] = [opened, fresh];
  });

  const as =
    (token: string) =>
    <Body = { id: string }>(
      method: string,
      path: string,
      body?: unknown,
      files?: readonly FileToSend[],
    ): Promise<Answered<Body>> =>
      callApi<Body>(harness.discord.url, token, method, path, body, files);

  /** Somebody who is on no screen says something. */
  const post = async (who: 'ada' | 'ben' | 'bot', body: object, files?: readonly FileToSend[]): Promise<string> => {
    const token = who === 'bot' ? `Bot ${world.bot.token}` : world.people[who].token;
    const path = `/channels/${world.channels.general}/messages`;
    const { status, body: sent } = await as(token)('POST', path, body, files);
    expect(status).toBe(200);
    return sent.id;
  };

  it('plays a voice message, moves in it by keyboard, and is ready to play it again', async () => {
    const voice = { name: 'voice-message.wav', contentType: 'audio/wav', content: silence(1) };
    const waveform = Buffer.from([0, 128, 255, 64]).toString('base64');
    await post(
      'ben',
      { flags: VOICE_MESSAGE, attachments: [{ id: 0, filename: voice.name, duration_secs: 1, waveform }] },
      [voice],
    );
    const page = await harness.open({ world });
    const player = page.getByRole('group', { name: 'Voice message, 0:01' });
    const position = player.getByRole('slider', { name: 'Position in the voice message' });
    await player.getByRole('button', { name: 'Play voice message' }).waitFor();

    await position.press('ArrowRight');
    const moved = await position.getAttribute('aria-valuetext');
    await position.press('ArrowLeft');
    await player.getByRole('button', { name: 'Play voice message' }).click();
    await player.getByRole('button', { name: 'Pause' }).waitFor();
    await player.getByRole('button', { name: 'Play voice message' }).waitFor();

    expect(moved).toBe('0:01 of 0:01');
    expect(await position.getAttribute('aria-valuetext')).toBe('0:00 of 0:01');
    expect(harness.problems).toEqual([]);
  });

  it('hides spoilers, in words and in pictures, until they are pressed', async () => {
    await post('ben', { content: 'the butler is ||the gardener||' }, [{ ...picture, name: 'SPOILER_dot.png' }]);
    const page = await harness.open({ world });
    const row = rowWith(page, 'the butler is');
    await row.getByRole('button', { name: 'Spoiler, press to show' }).waitFor();
    const showedWords = await row.getByText('the gardener').isVisible();
    const covered = row.locator('[inert] .picture');
    const coveredBefore = await covered.count();

    await row.getByRole('button', { name: 'Spoiler, press to show' }).click();
    await row.getByRole('button', { name: /hidden as a spoiler/ }).click();

    expect([showedWords, coveredBefore]).toEqual([false, 1]);
    expect(await row.locator('.spoiler.shown').textContent()).toBe('the gardener');
    expect([await row.locator('.picture').count(), await covered.count()]).toEqual([1, 0]);
  });

  it('forwards a message to another channel, as a copy that names no author', async () => {
    await post('ben', { content: 'pass it on' }, [picture]);
    const page = await harness.open({ world });

    await chooseInMenu(page, rowWith(page, 'pass it on'), 'Forward');
    await page.getByRole('combobox', { name: 'Forward to' }).pressSequentially('quie');
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { level: 1, name: /quiet/ }).waitFor();
    const copy = rowWith(page, 'pass it on');
    await copy.getByText('Forwarded').waitFor();
    expect(await copy.locator('.author').allTextContents()).toEqual(['ada']);
    expect(await copy.locator('.forwarded').getByRole('button', { name: 'Open picture: dot.png' }).count()).toBe(1);
  });

  it('shows a forward that somebody else sent, with what it was', async () => {
    const source = await post('ben', { content: 'said **elsewhere**' });
    const { quiet, general } = world.channels;
    await as(world.people.ben.token)('POST', `/channels/${quiet}/messages`, {
      message_reference: { type: FORWARD, message_id: source, channel_id: general },
    });

    const page = await harness.open({ world, channelId: quiet });

    const copy = page.locator('li.message').filter({ has: page.locator('.forwarded') });
    await copy.waitFor();
    expect(await copy.locator('.forwarded strong').textContent()).toBe('elsewhere');
  });

  it('pins a message, lists it, leads to it, and takes it off again', async () => {
    await post('ben', { content: 'house rules' });
    const page = await harness.open({ world });
    const message = rowWith(page, 'house rules');

    await chooseInMenu(page, message, 'Pin message');
    await page.getByText('pinned a message to this channel').waitFor();
    await page.getByRole('button', { name: 'Pinned messages' }).click();
    const panel = page.getByRole('complementary', { name: 'Pinned messages' });
    await panel.getByText('house rules').waitFor();
    await panel.getByRole('button', { name: 'Jump' }).click();
    const landedOn = page.locator('li.message[data-highlighted=true]');
    await landedOn.waitFor();
    const landedText = await landedOn.locator('.markdown').textContent();
    await chooseInMenu(page, message, 'Unpin message');

    expect(await countOnceShown(panel.getByText('Nothing is pinned here yet.'))).toBe(1);
    expect(landedText).toBe('house rules');
    expect(harness.problems).toEqual([]);
  });

  it('votes in a poll, shows how others voted, and closes it in time', async () => {
    const id = await post('ben', {
      poll: {
        question: { text: 'Who pours?' },
        answers: [{ poll_media: { text: 'Pip' } }, { poll_media: { text: 'Orin' } }],
        duration: 1,
      },
    });
    const page = await harness.open({ world });
    const poll = page.getByRole('region', { name: 'Poll: Who pours?' });

    await poll.getByRole('radio', { name: 'Pip' }).check();
    await poll.getByRole('button', { name: 'Vote', exact: true }).click();
    await poll.getByRole('listitem').filter({ hasText: 'Pip' }).getByText('1 vote · 100%').waitFor();
    await as(world.people.ben.token)('PUT', `/channels/${world.channels.general}/polls/${id}/answers/@me`, {
      answer_ids: ['2'],
    });
    await poll.getByRole('listitem').filter({ hasText: 'Orin' }).getByText('1 vote · 50%').waitFor();
    await poll.getByRole('button', { name: 'Remove vote' }).click();
    await poll.getByRole('radio', { name: 'Orin' }).check();
    await poll.getByRole('button', { name: 'Vote', exact: true }).click();
    await poll.getByText('2 votes · 100%').waitFor();
    harness.discord.advanceClock(HOUR_MS);

    await poll.getByText('This poll is closed').waitFor();
    expect(await poll.getByRole('button').count()).toBe(0);
    expect(harness.problems).toEqual([]);
  });

  it('draws embeds: author, title, fields side by side, footer, and no picture from elsewhere', async () => {
    await post('bot', {
      embeds: [
        {
          author: { name: 'The library' },
          title: 'Lilith',
          url: 'https://example.com/lilith',
          description: 'A *sly* librarian',
          color: 0x8b5cf6,
          fields: [
            { name: 'Model', value: '`story`', inline: true },
            { name: 'Mood', value: 'sly', inline: true },
          ],
          footer: { text: 'page 1 of 3' },
          image: { url: 'https://example.com/portrait.png' },
        },
      ],
    });

    const page = await harness.open({ world });

    const embed = page.locator('article.embed');
    await embed.getByText('The library').waitFor();
    expect(await embed.getByRole('link', { name: 'Lilith', exact: true }).getAttribute('href')).toBe(
      'https://example.com/lilith',
    );
    expect(await embed.locator('em').textContent()).toBe('sly');
    expect(await embed.getByRole('term').allTextContents()).toEqual(['Model', 'Mood']);
    const fieldTops = await embed
      .locator('.embed-fields > div')
      .evaluateAll((fields: { offsetTop: number }[]) => fields.map(({ offsetTop }) => offsetTop));
    expect(new Set(fieldTops).size).toBe(1);
    expect(await embed.locator('.embed-footer').textContent()).toBe('page 1 of 3');
    expect(await embed.getByText('Picture on example.com').count()).toBe(1);
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.embed')).borderInlineStartColor`)).toBe(
      'rgb(139, 92, 246)',
    );
    expect(harness.problems).toEqual([]);
  });

  it('lays out components V2: a container with text, a section with its picture, and a working button', async () => {
    await post(
      'bot',
      {
        flags: COMPONENTS_V2,
        attachments: [{ id: 0, filename: 'dot.png' }],
        components: [
          {
            type: 17,
            accent_color: 0x3ba55d,
            components: [
              {
                type: 9,
                components: [{ type: 10, content: '## Pip\nA cheerful **tinkerer**' }],
                accessory: { type: 11, media: { url: 'attachment://dot.png' }, description: 'Pip, drawn' },
              },
              { type: 14 },
              { type: 12, items: [{ media: { url: 'attachment://dot.png' }, spoiler: true }] },
              { type: 1, components: [{ type: 2, style: 5, label: 'Manual', url: 'https://example.com/manual' }] },
            ],
          },
        ],
      },
      [picture],
    );

    const page = await harness.open({ world });

    const row = rowWith(page, 'A cheerful tinkerer');
    await row.getByRole('heading', { name: 'Pip' }).waitFor();
    await row.getByRole('button', { name: 'Open picture: Pip, drawn' }).locator('img').waitFor();
    expect(await row.getByRole('link', { name: 'Manual' }).getAttribute('href')).toBe('https://example.com/manual');
    expect(await row.getByRole('button', { name: /hidden as a spoiler/ }).count()).toBe(1);
    expect(harness.problems).toEqual([]);
  });

  it('shows the picture of a sticker, and its name where there is none', async () => {
    const { status, body: sticker } = await as(world.people.ada.token)(
      'POST',
      `/guilds/${world.guild.id}/stickers`,
      { name: 'a dot', tags: 'dot' },
      [picture],
    );
    expect(status).toBe(201);
    await post('ada', { sticker_ids: [sticker.id] });

    const page = await harness.open({ world });

    const shown = page.getByRole('img', { name: 'Sticker: a dot' });
    await shown.waitFor();
    const widthPx = await shown.evaluate(async (image: { decode: () => Promise<void>; naturalWidth: number }) => {
      await image.decode();
      return image.naturalWidth;
    });
    expect(widthPx).toBe(10);
    expect(harness.problems).toEqual([]);
  });

  it('offers what one can do with the message that is pointed at, and with no other', async () => {
    await post('ben', { content: 'one' });
    await post('ben', { content: 'another' });
    const page = await harness.open({ world });
    const toolbars = page.getByRole('toolbar', { name: 'Message actions' });

    await rowWith(page, 'one').click();
    await rowWith(page, 'one').getByRole('toolbar').waitFor();
    const onFirst = await toolbars.count();
    await rowWith(page, 'another').hover();
    await rowWith(page, 'another').getByRole('toolbar').waitFor();

    expect([onFirst, await toolbars.count()]).toEqual([1, 1]);
  });

  it('draws emoji that are made of several as one', async () => {
    await post('ben', { content: 'shrug 🤷‍♀️ fire ❤️‍🔥 smile 😀 keys 1️⃣' });

    const page = await harness.open({ world });

    const row = rowWith(page, 'shrug');
    await row.waitFor();
    await page.evaluate('document.fonts.ready');
    const widthsPx = await row
      .locator('.emoji')
      .evaluateAll((emoji: { offsetWidth: number }[]) => emoji.map(({ offsetWidth }) => offsetWidth));
    expect(widthsPx).toHaveLength(3);
    expect(new Set(widthsPx).size).toBe(1);
    expect(await row.getByRole('img', { name: '1️⃣' }).count()).toBe(1);
  });

  it('leads from a link to a message to that message', async () => {
    const { general, quiet } = world.channels;
    const id = await post('ben', { content: 'the one that is meant' });
    await as(world.people.ben.token)('POST', `/channels/${quiet}/messages`, {
      content: `see https://discord.com/channels/${world.guild.id}/${general}/${id}`,
    });
    const page = await harness.open({ world, channelId: quiet });

    await rowWith(page, 'see').getByRole('button', { name: 'general' }).click();

    const landedOn = page.locator('li.message[data-highlighted=true]');
    await landedOn.waitFor();
    expect(await landedOn.locator('.markdown').textContent()).toBe('the one that is meant');
  });

  it('takes 4,000 characters, counts the last ones, and keeps what is too long', async () => {
    const page = await harness.open({ world });
    const composer = page.getByRole('textbox', { name: /^Message/ });

    await composer.fill('x'.repeat(4_002));
    await composer.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Your message is too long. Take away 2 characters.' }).waitFor();
    const shownLeft = await page.locator('.composer .characters-left').textContent();
    await composer.press('Backspace');
    await composer.press('Backspace');
    await composer.press('Enter');
    const sent = rowWith(page, 'x'.repeat(4_000));
    await sent.waitFor();
    await composer.press('ArrowUp');
    const editor = page.getByRole('textbox', { name: 'Edit message' });
    await editor.press('End');
    await editor.pressSequentially('y');
    await editor.press('Enter');
    await page.getByText('Take away 1 character.').waitFor();
    await editor.press('Backspace');
    await editor.press('Backspace');
    await editor.press('Enter');
    await sent.waitFor({ state: 'detached' });

    expect(shownLeft).toBe('Characters left: -2');
    expect(await countOnceShown(rowWith(page, 'x'.repeat(3_999)).getByText('(edited)'))).toBe(1);
    expect(harness.problems).toEqual([]);
  });
});
