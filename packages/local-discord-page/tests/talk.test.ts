import type { WorldIds } from '@tzurot/local-discord';
import { type Answered, callApi } from '@tzurot/local-discord/testing';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startDemoBot } from './demo-bot.ts';
import { countOnceShown, hasChromium, needsChromium, type PageHarness } from './harness.ts';
import { usePages } from './use-pages.ts';

const say = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: /^Message/ }).fill(text);
  await page.keyboard.press('Enter');
};

const rowWith = (page: Page, text: string | RegExp): Locator =>
  page.locator('li[data-message-id]').filter({ hasText: text });

describe.skipIf(!hasChromium)(`talking on the page ${needsChromium}`, () => {
  let harness: PageHarness;
  let world: WorldIds;

  usePages(async (opened, fresh) => {
    [harness, world] = [opened, fresh];
    const bot = await startDemoBot(harness.discord, world);
    return () => bot.destroy();
  });

  /** Calls of a person who is on no screen. */
  const as =
    (person: 'ada' | 'ben' | 'cyn') =>
    <Body>(method: string, path: string, body?: unknown): Promise<Answered<Body>> =>
      callApi<Body>(harness.discord.url, world.people[person].token, method, path, body);

  it('shows a character answer a mention under its own name, with the APP tag', async () => {
    const page = await harness.open({ world });

    await say(page, '@Lilith hello');

    const answer = rowWith(page, 'You said “@Lilith hello”');
    await answer.waitFor();
    expect(await answer.locator('.author').textContent()).toBe('Lilith');
    expect(await answer.locator('.app-tag').count()).toBe(1);
    expect(await answer.locator('em').textContent()).toBe('very');
    expect(harness.problems).toEqual([]);
  });

  it('brings what one person writes to another at once, also side by side', async () => {
    const { general } = world.channels;
    const page = await harness.open({ world, channelId: `${general}/ben/${general}` });

    const adasScreen = page.getByRole('group', { name: 'Screen of ada' });
    const bensScreen = page.getByRole('group', { name: 'Screen of ben' });
    await bensScreen.getByRole('textbox', { name: /^Message/ }).fill('hi ada');
    await bensScreen.getByRole('textbox', { name: /^Message/ }).press('Enter');

    await adasScreen.locator('li.message').filter({ hasText: 'hi ada' }).waitFor();
    expect(await adasScreen.getByRole('log', { name: 'New messages' }).textContent()).toBe('ben: hi ada');
  });

  it('changes the person in one press and keeps the channel', async () => {
    const page = await harness.open({ world });

    await page.getByRole('radio', { name: 'ben' }).click();
    await say(page, 'it is me, ben');

    await rowWith(page, 'it is me, ben').waitFor();
    expect(await rowWith(page, 'it is me, ben').locator('.author').textContent()).toBe('ben');
    expect(page.url()).toContain(`#/ben/${world.channels.general}`);
  });

  it('answers in a direct message with the bot', async () => {
    const page = await harness.open({ world });

    await page.getByRole('button', { name: 'Direct messages' }).first().click();
    await page.getByRole('button', { name: 'New direct message' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Tzurot/ })
      .click();
    await say(page, 'psst');

    await rowWith(page, 'In private, then.').waitFor();
    expect(await rowWith(page, 'In private, then.').locator('.reply-words').textContent()).toContain('psst');
  });

  it('answers in threads and forum posts', async () => {
    const page = await harness.open({ world, channelId: world.threads.prologue });

    await say(page, '@Lilith here as well');

    await rowWith(page, 'You said “@Lilith here as well”').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Prologue');
  });

  it('replies with a preview, edits by arrow up, and deletes after asking', async () => {
    const page = await harness.open({ world });
    await say(page, 'the first');
    await rowWith(page, 'the first').hover();
    await rowWith(page, 'the first').getByRole('button', { name: 'Reply' }).click();
    await say(page, 'the secnd');
    await rowWith(page, 'the secnd').locator('.reply-words', { hasText: 'the first' }).waitFor();

    await page.getByRole('textbox', { name: /^Message/ }).press('ArrowUp');
    await page.getByRole('textbox', { name: 'Edit message' }).fill('the second');
    await page.keyboard.press('Enter');
    await rowWith(page, 'the second').getByText('(edited)').waitFor();
    await rowWith(page, 'the first').first().focus();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Delete', exact: true }).click();

    await page.getByText('Original message was deleted').waitFor();
    expect(await rowWith(page, 'the second').count()).toBe(1);
  });

  it('completes names, channels and emoji, and sends what they stand for', async () => {
    const page = await harness.open({ world });
    const composer = page.getByRole('textbox', { name: /^Message/ });

    await composer.pressSequentially('hey @cy');
    await page.getByRole('option', { name: /cyn/ }).waitFor();
    await composer.press('Tab');
    await composer.pressSequentially('see #quie');
    await composer.press('Tab');
    await composer.pressSequentially(':ghos');
    await page.getByRole('option', { name: /:ghost:/ }).waitFor();
    await composer.press('Enter');
    await composer.press('Enter');

    await rowWith(page, 'hey').locator('.mention', { hasText: '@cyn' }).waitFor();
    const { body } = await as('ada')<{ content: string }[]>('GET', `/channels/${world.channels.general}/messages`);
    expect(body[0]?.content).toBe(`hey <@${world.people.cyn.id}> see <#${world.channels.quiet}> 👻`);
  });

  it('uploads a pasted or chosen file and shows the picture to everyone', async () => {
    const page = await harness.open({ world });
    const picture = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNkYPhfz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
      'base64',
    );

    await page.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: picture });
    await page.getByRole('list', { name: 'Files to send' }).getByText('dot.png').waitFor();
    await say(page, 'look');

    const ben = await harness.open({ world, person: 'ben', channelId: world.channels.general });
    await rowWith(ben, 'look').getByRole('button', { name: 'Open picture: dot.png' }).click();
    await ben.getByRole('dialog').getByRole('img').waitFor();
    expect(harness.problems).toEqual([]);
  });

  it('takes files that are pasted or dropped', async () => {
    const page = await harness.open({ world });
    // Run in the browser, where a hand would let go of a file or press the keys.
    const bring = (event: string): Promise<unknown> =>
      page.evaluate(`{
        const data = new DataTransfer();
        data.items.add(new File(['a note'], 'note.txt', { type: 'text/plain' }));
        document.activeElement.dispatchEvent(${event});
      }`);
    const files = page.getByRole('list', { name: 'Files to send' });

    await bring(`new DragEvent('drop', { dataTransfer: data, bubbles: true })`);
    await files.getByText('note.txt').waitFor();
    await bring(`new ClipboardEvent('paste', { clipboardData: data, bubbles: true })`);
    await files.getByText('note.txt').nth(1).waitFor();
    await page.getByRole('button', { name: 'Remove note.txt' }).first().click();
    await page.getByRole('button', { name: 'Send message' }).click();

    expect(await countOnceShown(page.getByRole('link', { name: 'note.txt', exact: true }))).toBe(1);
  });

  it('leads a person who may not see the channel to one they may', async () => {
    const page = await harness.open({ world, channelId: world.channels.staff });
    await page.getByRole('textbox', { name: 'Message #staff' }).waitFor();

    await page.getByRole('radio', { name: 'ben' }).click();

    expect(await countOnceShown(page.getByRole('textbox', { name: 'Message #general' }))).toBe(1);
  });

  it('keeps a message that could not be sent, to try again', async () => {
    const page = await harness.open({ world });
    let refused = 0;
    await page.route('**/messages', async (route) => {
      if (route.request().method() !== 'POST' || refused > 0) return route.continue();
      refused += 1;
      return route.fulfill({ status: 500, json: { message: '500: Internal Server Error', code: 0 } });
    });

    await say(page, 'stubborn words');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor({ state: 'detached' });

    expect(await countOnceShown(rowWith(page, 'stubborn words'))).toBe(1);
  });

  it('marks nothing as unread for somebody who comes for the first time', async () => {
    for (const channel of [world.channels.general, world.channels.quiet]) {
      await as('ben')('POST', `/channels/${channel}/messages`, { content: `said before, <@${world.people.ada.id}>` });
    }

    const page = await harness.open({ world });

    await rowWith(page, 'said before').waitFor();
    expect(await page.getByRole('separator', { name: 'New messages' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /unread/ }).count()).toBe(0);
  });

  it('marks what is unread and for whom, until it is seen', async () => {
    const page = await harness.open({ world });
    const path = `/channels/${world.channels.quiet}/messages`;

    await as('ben')('POST', path, { content: 'something quiet' });
    await page.getByRole('button', { name: 'quiet, text channel, unread', exact: true }).waitFor();
    await as('ben')('POST', path, { content: `<@${world.people.ada.id}> look` });
    await page.getByRole('button', { name: 'quiet, text channel, unread, 1 for you' }).click();

    await page.getByRole('separator', { name: 'New messages' }).waitFor();
    await page.getByRole('button', { name: 'quiet, text channel', exact: true }).waitFor();
    const again = await harness.open({ world });
    expect(await countOnceShown(again.getByRole('button', { name: 'quiet, text channel', exact: true }))).toBe(1);
  });

  it('reacts, and counts the reactions of others', async () => {
    const page = await harness.open({ world });
    await say(page, 'react to me');
    await rowWith(page, 'react to me').waitFor();

    await rowWith(page, 'react to me').hover();
    await rowWith(page, 'react to me').getByRole('button', { name: 'Add reaction' }).click();
    await page.getByRole('searchbox', { name: 'Find an emoji' }).fill('ghost');
    await page.getByRole('button', { name: 'ghost', exact: true }).click();
    await page.getByRole('button', { name: '👻, 1 reaction' }).waitFor();
    const ben = await harness.open({ world, person: 'ben', channelId: world.channels.general });
    await ben.getByRole('button', { name: '👻, 1 reaction' }).click();

    await page.getByRole('button', { name: '👻, 2 reactions' }).waitFor();
    expect(await page.getByRole('button', { name: '👻, 2 reactions' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('writes a post in a forum and starts a thread from a message', async () => {
    const page = await harness.open({ world, channelId: world.channels.stories });

    await page.getByRole('button', { name: 'New post' }).click();
    await page.getByRole('textbox', { name: 'Title' }).fill('Chapter one');
    await page.getByRole('textbox', { name: 'Message' }).fill('It began with a ladder.');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /Chapter one/ }).waitFor();
    await rowWith(page, 'It began with a ladder.').waitFor();
    await page.getByRole('button', { name: 'general, text channel' }).click();
    await say(page, 'worth a thread');
    await rowWith(page, 'worth a thread').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Create thread' }).click();
    await page.getByRole('textbox', { name: 'Thread name' }).fill('Ladders');
    await page.getByRole('button', { name: 'Create thread' }).click();

    await page.getByRole('heading', { level: 1, name: /Ladders/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Ladders, thread' }).count()).toBe(1);
  });

  it('shows in a forum who began each post, with which words, and lists what fits a search', async () => {
    const path = `/channels/${world.channels.stories}/threads`;
    await as('ben')('POST', path, { name: 'Epilogue', message: { content: 'They **all** went home.' } });
    const page = await harness.open({ world, channelId: world.channels.stories });
    const posts = page.getByRole('list', { name: 'Posts' }).getByRole('listitem');

    await posts.filter({ hasText: 'ben: They all went home.' }).waitFor();
    const before = await posts.count();
    await page.getByRole('searchbox', { name: 'Search posts' }).fill('epi');
    await posts.filter({ hasText: 'Prologue' }).waitFor({ state: 'detached' });

    expect(before).toBe(2);
    expect(await posts.count()).toBe(1);
  });

  it('hides a channel from those who may not see it', async () => {
    const ben = await harness.open({ world, person: 'ben', channelId: world.channels.general });
    const ada = await harness.open({ world });

    expect(await ben.getByRole('button', { name: /staff/ }).count()).toBe(0);
    expect(await ada.getByRole('button', { name: /staff/ }).count()).toBe(1);
  });

  it('asks before an age-restricted channel', async () => {
    const page = await harness.open({ world, channelId: world.channels.adults });

    await page.getByRole('heading', { name: 'Age-restricted channel' }).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();

    expect(await countOnceShown(page.getByRole('textbox', { name: /^Message #adults/ }))).toBe(1);
  });

  it('comes back after a lost connection without losing or doubling a message', async () => {
    const page = await harness.open({ world });
    await say(page, 'before');
    await rowWith(page, 'before').waitFor();

    harness.discord.addFault({ kind: 'drop-connection', world: world.name, match: { user: 'ada' } });
    await as('ben')('POST', `/channels/${world.channels.general}/messages`, { content: 'in between' });

    await rowWith(page, 'in between').waitFor();
    await page.getByText('Online').first().waitFor();
    expect(await rowWith(page, 'in between').count()).toBe(1);
    expect(await rowWith(page, 'before').count()).toBe(1);
  });

  it('rests while it is disconnected, keeps what was written, and goes on once it is back', async () => {
    const page = await harness.open({ world });
    const input = page.getByRole('textbox', { name: /^Message/ });
    const match = { user: 'ada' };
    harness.discord.addFault({ kind: 'refuse-identify', world: world.name, match, code: 4000, times: null });
    harness.discord.addFault({ kind: 'drop-connection', world: world.name, match, resume: false });
    await page.getByText('Reconnecting…').first().waitFor();

    await input.fill('are you there?');
    const isDisabled = await page.getByRole('button', { name: 'Send message' }).isDisabled();
    await input.press('Enter');
    const kept = await input.inputValue();
    harness.discord.clearFaults();
    await page.getByText('Online').first().waitFor();
    await input.press('Enter');

    await rowWith(page, 'are you there?').waitFor();
    expect([isDisabled, kept]).toEqual([true, 'are you there?']);
    expect(await rowWith(page, 'are you there?').count()).toBe(1);
  });

  it('opens a message that is taller than the screen at its beginning', async () => {
    const page = await harness.open({ world });
    await say(page, 'a short one');
    const lines = Array.from({ length: 90 }, (_, index) => `line ${index + 1}`).join('\n');
    await as('ben')('POST', `/channels/${world.channels.general}/messages`, { content: lines });

    const row = rowWith(page, 'line 90');
    await row.waitFor();
    const top = async (): Promise<number> =>
      await row.evaluate((element) => {
        const scroller = element.closest('.messages');
        return element.getBoundingClientRect().top - (scroller?.getBoundingClientRect().top ?? 0);
      });

    await expect.poll(top).toBeGreaterThanOrEqual(-2);
    expect(await top()).toBeLessThan(100);
  });

  it('loads older messages as one scrolls up, and jumps to the one a reply is about', async () => {
    const path = `/channels/${world.channels.general}/messages`;
    const { body: first } = await as('ben')<{ id: string }>('POST', path, { content: 'message 0' });
    for (let index = 1; index < 120; index += 1) await as('ben')('POST', path, { content: `message ${index}` });
    await as('ben')('POST', path, { content: 'what was that?', message_reference: { message_id: first.id } });
    const page = await harness.open({ world });

    await rowWith(page, 'what was that?').locator('.reply-words').click();
    const found = page.locator(`[data-message-id="${first.id}"]`);
    await found.waitFor();
    await page.getByRole('button', { name: "You're viewing older messages" }).click();
    await rowWith(page, 'what was that?').waitFor();
    await page.locator('.messages').evaluate((element: { scrollTop: number }) => {
      element.scrollTop = 0;
    });
    await rowWith(page, /message 60$/).waitFor();

    expect(await rowWith(page, /message 60$/).count()).toBe(1);
    expect(harness.problems).toEqual([]);
  });
});
