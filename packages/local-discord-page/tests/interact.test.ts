import type { WorldIds } from '@tzurot/local-discord';
import { callApi } from '@tzurot/local-discord/testing';
import type { Client } from 'discord.js';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startDemoBot } from './demo-bot.ts';
import { countOnceShown, hasChromium, needsChromium, type PageHarness } from './harness.ts';
import { hasOpenApi, openApiFile } from './support/spec.ts';
import { usePages } from './use-pages.ts';

/** An app must answer within this. Source: Discord, "Receiving and Responding". */
const ANSWER_WITHIN_MS = 3_000;

const messageWith = (page: Page, text: string): Locator =>
  page.locator('li[data-message-id]').filter({ hasText: text });

/** Types a command as a person would, up to where its options are filled in. */
const typeCommand = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('textbox', { name: /^Message/ }).pressSequentially(`/${name} `);
  await page.getByRole('form', { name: `Command ${name}` }).waitFor();
};

/** Runs a command that has no options. */
const runCommand = async (page: Page, name: string): Promise<void> => {
  await typeCommand(page, name);
  await page.getByRole('button', { name: 'Send command' }).press('Enter');
};

/** Runs a command on the character that its autocomplete offers for these letters. */
const runWithCharacter = async (page: Page, name: string, letters: string, character: string): Promise<void> => {
  await typeCommand(page, name);
  const field = page.getByRole('combobox', { name: 'character' });
  await field.pressSequentially(letters);
  await page.getByRole('option', { name: character }).waitFor();
  await field.press('Enter');
  await field.press('Enter');
};

describe.skipIf(!hasChromium)(`commands and components on the page ${needsChromium}`, () => {
  let harness: PageHarness;
  let world: WorldIds;
  let bot: Client<true>;

  usePages(
    async (opened, fresh) => {
      [harness, world] = [opened, fresh];
      bot = await startDemoBot(harness.discord, world);
      return () => bot.destroy();
    },
    hasOpenApi ? { openApiFile } : {},
  );

  it('runs a slash command with autocomplete, a modal and its result', async () => {
    const page = await harness.open({ world });

    await runWithCharacter(page, 'edit', 'pi', 'Pip');
    const modal = page.getByRole('dialog', { name: 'Edit Pip' });
    await modal.getByRole('button', { name: 'Submit' }).click();
    await modal.getByText('This field is required.').waitFor();
    await modal.getByRole('textbox', { name: 'New name' }).fill('Pippa');
    await page.keyboard.press('Enter');

    await messageWith(page, 'Now called Pippa.').waitFor();
    expect(await messageWith(page, 'Now called Pippa.').locator('.used-command').textContent()).toBe('/edit');
    expect(await modal.count()).toBe(0);
    expect(harness.problems).toEqual([]);
  });

  it('takes a suggestion that is pressed, asks for no others then, and sends it with Enter', async () => {
    const page = await harness.open({ world });

    await typeCommand(page, 'view');
    await page.getByRole('option', { name: 'Orin' }).click();
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    const statuses = await page
      .locator('.composer-popup')
      .getByText(/options/)
      .count();
    await page.keyboard.press('Enter');

    expect(await countOnceShown(messageWith(page, 'A character').getByText('Orin'))).toBe(1);
    expect(statuses).toBe(0);
  });

  it('says which required option is missing instead of sending', async () => {
    const page = await harness.open({ world });

    await typeCommand(page, 'view');
    await page.getByRole('button', { name: 'Send command' }).click();

    expect(
      await countOnceShown(page.getByRole('alert').filter({ hasText: 'character: This option is required.' })),
    ).toBe(1);
  });

  it('offers no command that nobody registered', async () => {
    const page = await harness.open({ world });

    await page.getByRole('textbox', { name: /^Message/ }).pressSequentially('/banish');

    expect(await countOnceShown(page.getByText('No command that you can use here matches.'))).toBe(1);
  });

  it('shows an answer for one person to that person only, until it is dismissed', async () => {
    const ada = await harness.open({ world });
    const ben = await harness.open({ world, person: 'ben', channelId: world.channels.general });

    await runCommand(ada, 'secret');
    await messageWith(ada, 'Between us.').getByText('Only you can see this').waitFor();
    await runCommand(ben, 'ponder');
    await messageWith(ben, 'Pondered.').waitFor();
    await messageWith(ada, 'Pondered.').waitFor();

    expect(await messageWith(ben, 'Between us.').count()).toBe(0);
    await messageWith(ada, 'Between us.').getByRole('button', { name: 'Dismiss message' }).click();
    await messageWith(ada, 'Between us.').waitFor({ state: 'detached' });
  });

  it('says so when a command or a button is not answered in time', async () => {
    const page = await harness.open({ world });
    await runWithCharacter(page, 'view', 'lil', 'Lilith');
    const ignored = messageWith(page, 'A character').getByRole('button', { name: 'Ignored' });
    await ignored.waitFor();

    await runCommand(page, 'silent');
    await page.getByText('Sending /silent').waitFor();
    await ignored.click();
    await page.getByRole('status', { name: 'Waiting for the app' }).waitFor();
    harness.discord.advanceClock(ANSWER_WITHIN_MS);

    expect(await countOnceShown(page.getByText('The application did not respond'))).toBe(1);
    expect(await countOnceShown(messageWith(page, 'A character').getByText('This interaction failed'))).toBe(1);
  });

  it('answers a button also after the bot was restarted', async () => {
    const page = await harness.open({ world });
    await runWithCharacter(page, 'view', 'lil', 'Lilith');
    await messageWith(page, 'A character').waitFor();

    await bot.destroy();
    bot = await startDemoBot(harness.discord, world);
    await page.getByRole('button', { name: 'Greet' }).click();

    expect(await countOnceShown(messageWith(page, 'ada was greeted.'))).toBe(1);
  });

  it('sends what was chosen in a select when it closes, by keyboard alone', async () => {
    const page = await harness.open({ world });
    await runWithCharacter(page, 'view', 'ori', 'Orin');
    const select = page.getByRole('button', { name: 'Mood' });

    await select.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option', { name: 'sly' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');

    expect(await countOnceShown(messageWith(page, 'Feeling kind.').getByText('Only you can see this'))).toBe(1);
    expect(await page.getByText('Message could not be loaded').count()).toBe(0);
  });

  it('runs a command of an app on a message, from its menu', async () => {
    const page = await harness.open({ world });
    await page.getByRole('textbox', { name: /^Message/ }).fill('quote me');
    await page.keyboard.press('Enter');
    await messageWith(page, 'quote me').first().focus();

    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Apps' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('menuitem', { name: 'Quote' }).press('Enter');

    expect(await countOnceShown(messageWith(page, 'It says: quote me'))).toBe(1);
  });

  it('leaves the menu of a message one level at a time by Escape', async () => {
    const page = await harness.open({ world });
    await page.getByRole('textbox', { name: /^Message/ }).fill('menus');
    await page.keyboard.press('Enter');
    await messageWith(page, 'menus').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Apps' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('menuitem', { name: 'Quote' }).and(page.locator(':focus')).waitFor();

    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Quote' }).waitFor({ state: 'detached' });
    const outerStands = await page.getByRole('menu').count();
    await page.keyboard.press('Escape');

    await page.getByRole('menu').waitFor({ state: 'detached' });
    expect(outerStands).toBe(1);
    expect(
      await messageWith(page, 'menus').evaluate((row: { matches: (selector: string) => boolean }) =>
        row.matches(':focus'),
      ),
    ).toBe(true);
  });

  it('runs a command of an app on a person, from the list of members', async () => {
    const page = await harness.open({ world });
    await page.getByRole('button', { name: 'Members' }).click();
    const members = page.getByRole('complementary', { name: 'Members' });

    await members.getByRole('button', { name: 'cyn' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Apps' }).hover();
    await page.getByRole('menuitem', { name: 'Wave' }).click();

    expect(await countOnceShown(messageWith(page, 'Hello, cyn.').locator('.used-command', { hasText: 'Wave' }))).toBe(
      1,
    );
  });

  it('hands over files in a form, and says which field still lacks something', async () => {
    const page = await harness.open({ world });

    await runCommand(page, 'upload');
    const form = page.getByRole('dialog', { name: 'A picture for Lilith' });
    await form.getByRole('button', { name: 'Submit' }).click();
    const problems = await form.getByRole('alert').allTextContents();
    await form
      .getByLabel('Picture')
      .setInputFiles(
        ['one.png', 'two.png'].map((name) => ({ name, mimeType: 'image/png', buffer: Buffer.from(name) })),
      );
    await form.getByRole('button', { name: 'Where it hangs' }).click();
    await page.getByRole('option', { name: 'tower' }).click();
    await form.getByRole('button', { name: 'Submit' }).click();

    expect(await countOnceShown(messageWith(page, 'Hung one.png and two.png in the tower.'))).toBe(1);
    expect(problems).toEqual(['Choose a file.', 'Choose an option.']);
    expect(harness.problems).toEqual([]);
  });

  it('keeps a form with all that was written when the app does not take it', async () => {
    const page = await harness.open({ world });

    await runCommand(page, 'oath');
    const form = page.getByRole('dialog', { name: 'An oath' });
    const words = form.getByRole('textbox', { name: 'Your words' });
    await words.fill('a long and well considered text');
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.locator('button[aria-busy=true]').waitFor();
    harness.discord.advanceClock(ANSWER_WITHIN_MS);
    await form.getByText('Something went wrong. Try again.').waitFor();
    const kept = await words.inputValue();
    await form.getByRole('button', { name: 'Cancel' }).click();

    await form.waitFor({ state: 'detached' });
    expect(kept).toBe('a long and well considered text');
    expect(await page.getByText('The application did not respond').count()).toBe(0);
  });

  it('goes by keyboard alone from the picker through a form to what one does with the answer', async () => {
    const page = await harness.open({ world });
    const { keyboard } = page;
    await page.getByRole('textbox', { name: /^Message/ }).waitFor();

    await keyboard.type('/ed');
    await page.getByRole('option', { name: '/edit' }).waitFor();
    await keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'character' }).and(page.locator(':focus')).waitFor();
    await keyboard.type('or');
    await page.getByRole('option', { name: 'Orin', selected: true }).waitFor();
    await keyboard.press('Enter');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    await keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Edit Orin' }).waitFor();
    await keyboard.type('Captain');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    const answer = messageWith(page, 'Now called Captain.');
    await answer.waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keyboard.type('done');
    await keyboard.press('Enter');
    await messageWith(page, 'done').waitFor();
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await keyboard.press('ArrowUp');
    await keyboard.press('+');
    await page.getByRole('searchbox', { name: 'Find an emoji' }).and(page.locator(':focus')).waitFor();
    await keyboard.type('anchor');
    await page.locator('section[aria-label="Found"] button:first-child[aria-label="anchor"]').waitFor();
    await keyboard.press('Enter');
    await answer.getByRole('button', { name: '⚓, 1 reaction' }).waitFor();
    await keyboard.press('r');
    await page.getByText('Replying to Tzurot').waitFor();
    await keyboard.type('aye');
    await keyboard.press('Enter');

    expect(await countOnceShown(messageWith(page, 'aye').locator('.reply-words', { hasText: 'Now called' }))).toBe(1);
    expect(harness.problems).toEqual([]);
  });

  it('shows in the inspector what the bot heard and said, with body, answer and time', async () => {
    const page = await harness.open({ world });

    await page.getByRole('button', { name: 'Inspector' }).click();
    await runCommand(page, 'secret');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByRole('button', { name: /^event INTERACTION_CREATE/ }).waitFor();
    await inspector.getByRole('searchbox', { name: 'Filter' }).fill('callback');
    await inspector.getByRole('button', { name: /^call POST .*callback/ }).click();

    await inspector.getByText('"Between us."').waitFor();
    expect(await inspector.locator('.log-facts').first().textContent()).toMatch(/answered 20[04] after [\d.]+ ms/u);
    expect(harness.problems).toEqual([]);
  });

  it.skipIf(!hasOpenApi)("says of each call whether it fits Discord's own description", async () => {
    const page = await harness.open({ world });
    const send = (body: object): Promise<unknown> =>
      callApi(
        harness.discord.url,
        `Bot ${world.bot.token}`,
        'POST',
        `/channels/${world.channels.general}/messages`,
        body,
      );

    await page.getByRole('button', { name: 'Inspector' }).click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await send({ content: 'well said' });
    await send({ content: 'badly said', no_such_field: true });

    await inspector.getByRole('button', { name: /^call POST .*well said/ }).click();
    await inspector.getByText("Fits Discord's API description.").waitFor();
    const bad = inspector.locator('.log-entry[data-tone=bad]').filter({ hasText: 'badly said' });
    await bad.getByRole('button').first().click();
    expect(await countOnceShown(bad.getByText("Does not fit Discord's API description:"))).toBe(1);
    expect(await bad.locator('.verdict li').first().textContent()).toContain('no_such_field');
  });
});
