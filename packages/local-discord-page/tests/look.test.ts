import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { WorldIds } from '@tzurot/local-discord';
import { callApi } from '@tzurot/local-discord/testing';
import axe from 'axe-core';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startDemoBot } from './demo-bot.ts';
import { countOnceShown, hasChromium, needsChromium, type PageHarness } from './harness.ts';
import { usePages } from './use-pages.ts';

/** All that a first visit could ever load. */
const BUDGET_BYTES = 1_000_000;

const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** Run in the browser: nobody hears of a long press but from the page itself. */
const SWALLOW_CONTEXT_MENUS = `addEventListener(
  'contextmenu',
  (event) => { if (event.isTrusted) { event.preventDefault(); event.stopImmediatePropagation(); } },
  true,
)`;

interface Finding {
  id: string;
  nodes: { target: string[] }[];
}

/** Runs axe's checks of the guidelines (WCAG 2.2 A and AA) on the page as it stands. */
const findBarriers = async (page: Page): Promise<readonly string[]> => {
  const violations: Finding[] = await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then((result) => result.violations)`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
};

const post = (harness: PageHarness, world: WorldIds, token: string, body: object): Promise<unknown> =>
  callApi(harness.discord.url, token, 'POST', `/channels/${world.channels.general}/messages`, body);

/** Messages of every kind that a reader may meet. */
const fillChannel = async (harness: PageHarness, world: WorldIds): Promise<void> => {
  const { ada, ben } = world.people;
  const bot = `Bot ${world.bot.token}`;
  await post(harness, world, ada.token, {
    content: `# Rules\n> be kind\n1. one\n2. two\n-# small ||hidden|| \`code\` <@${ben.id}>`,
  });
  await post(harness, world, ben.token, { content: '```js\nlet a = 1;\n```\nhttps://example.com 👻' });
  await post(harness, world, bot, {
    embeds: [
      {
        title: 'Lilith',
        description: 'A *sly* librarian',
        color: 0x8b5cf6,
        fields: [{ name: 'Model', value: 'story' }],
      },
    ],
    components: [
      {
        type: 1,
        components: [1, 2, 3, 4].map((style) => ({ type: 2, style, label: `Style ${style}`, custom_id: `s${style}` })),
      },
      { type: 1, components: [{ type: 3, custom_id: 'pick', options: [{ label: 'A', value: 'a' }] }] },
    ],
  });
  await post(harness, world, ada.token, {
    poll: {
      question: { text: 'Who?' },
      answers: [{ poll_media: { text: 'Pip' } }, { poll_media: { text: 'Orin' } }],
      duration: 1,
    },
  });
};

describe.skipIf(!hasChromium)(`the look of the page ${needsChromium}`, () => {
  let harness: PageHarness;
  let world: WorldIds;

  usePages(async (opened, fresh) => {
    [harness, world] = [opened, fresh];
    await fillChannel(harness, world);
  });

  const openWithAxe = async (context: Parameters<PageHarness['open']>[0]['context']): Promise<Page> => {
    const page = await harness.open({ world, ...(context === undefined ? {} : { context }) });
    await page.evaluate(axe.source);
    await page.getByRole('region', { name: 'Poll: Who?' }).waitFor();
    return page;
  };

  it.each(['dark', 'light'] as const)('has no barriers that axe can find, in %s', async (colorScheme) => {
    const page = await openWithAxe({ colorScheme });

    expect(await findBarriers(page)).toEqual([]);
  });

  it('has none in its panels, menus and dialogs either', async () => {
    const page = await openWithAxe({ colorScheme: 'dark' });
    const found: string[] = [];
    const look = async (where: string): Promise<void> => {
      for (const barrier of await findBarriers(page)) found.push(`${where}: ${barrier}`);
    };

    await page.getByRole('button', { name: 'Members' }).click();
    await look('members');
    await page.getByRole('button', { name: 'Inspector' }).click();
    await page.locator('.log-entry').first().waitFor();
    await look('inspector');
    await page.getByRole('textbox', { name: /^Message/ }).fill(':gho');
    await page.getByRole('option').first().waitFor();
    await look('completion');
    await page.locator('li.message').first().click({ button: 'right' });
    await page.getByRole('menuitem').first().waitFor();
    await look('menu');
    await page.keyboard.press('Escape');
    for (const [key, dialog] of [
      ['Control+k', 'switcher'],
      ['Control+/', 'shortcuts'],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await look(dialog);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }

    expect(found).toEqual([]);
  });

  it.each(['dark', 'light'] as const)(
    'has none where an app asks and answers: commands, forms, the inspector, in %s',
    async (colorScheme) => {
      const bot = await startDemoBot(harness.discord, world);
      const page = await openWithAxe({ colorScheme });
      const found: string[] = [];
      const look = async (where: string): Promise<void> => {
        for (const barrier of await findBarriers(page)) found.push(`${where}: ${barrier}`);
      };

      await page.getByRole('textbox', { name: /^Message/ }).pressSequentially('/ed');
      await page.getByRole('option', { name: '/edit' }).waitFor();
      await look('picker');
      await page.keyboard.press('Enter');
      await page.getByRole('option', { name: 'Pip' }).waitFor();
      await look('options');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Edit Lilith' }).getByRole('button', { name: 'Submit' }).click();
      await page.getByText('This field is required.').waitFor();
      await look('form');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Inspector' }).click();
      await page.locator('.log-entry > button').last().click();
      await page.locator('.log-details').waitFor();
      await look('inspector');
      await bot.destroy();

      expect(found).toEqual([]);
    },
  );

  it.each(['dark', 'light'] as const)(
    'has none on a phone, the lists folded away and not, in %s',
    async (colorScheme) => {
      const page = await openWithAxe({ ...PHONE, colorScheme });
      const folded = await findBarriers(page);

      await page.getByRole('button', { name: 'Servers and channels' }).click();
      await page.getByRole('button', { name: 'quiet, text channel' }).waitFor();

      expect([...folded, ...(await findBarriers(page))]).toEqual([]);
    },
  );

  it.each([
    ['asks for menus by itself', ''],
    ['never asks for menus, as on iOS', SWALLOW_CONTEXT_MENUS],
  ])('opens by a long press what a right click opens, in a browser that %s', async (_kind, script) => {
    const page = await harness.open({ world, context: PHONE });
    await page.evaluate(script);
    const row = page.locator('li.message').filter({ hasText: 'Rules' });
    const finger = await page.context().newCDPSession(page);
    const restOn = async (target: Locator): Promise<void> => {
      await target.scrollIntoViewIfNeeded();
      const box = await target.boundingBox();
      const point = { x: (box?.x ?? 0) + 12, y: (box?.y ?? 0) + 8 };
      await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
      await page.getByRole('menu').waitFor();
      await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };

    await restOn(row.getByRole('heading', { name: 'Rules' }));
    const ofMessage = await page.getByRole('menu').getByRole('menuitem').allTextContents();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await restOn(row.locator('.author'));
    const ofPerson = await page.getByRole('menu').getByRole('menuitem').allTextContents();

    expect(ofMessage).toContain('Copy text');
    expect(ofPerson).toContain('Copy user ID');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('fits a phone: the lists fold away, nothing scrolls sideways', async () => {
    const page = await harness.open({ world, context: PHONE });
    await page.getByRole('region', { name: 'Poll: Who?' }).waitFor();

    const widest: unknown = await page.evaluate('document.documentElement.scrollWidth');
    await page.getByRole('button', { name: 'Servers and channels' }).click();
    await page.getByRole('button', { name: 'quiet, text channel' }).click();

    await page.getByRole('heading', { level: 1, name: /quiet/ }).waitFor();
    expect(widest).toBe(360);
    await page.locator('nav').waitFor({ state: 'hidden' });
  });

  it('is walked through by keyboard: channels, messages, composer', async () => {
    const page = await harness.open({ world });

    await page.keyboard.press('Alt+ArrowDown');
    await page.getByRole('heading', { level: 1, name: /corner/ }).waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('region', { name: 'Poll: Who?' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('quie');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Message #quiet' }).waitFor();
    await page.keyboard.type('typed at once');
    await page.keyboard.press('Enter');

    expect(await countOnceShown(page.locator('li.message').filter({ hasText: 'typed at once' }))).toBe(1);
  });

  it('keeps markup that people write as text', async () => {
    const page = await harness.open({ world });
    const hostile = '<img src=x onerror=alert(1)> **<b>bold</b>** [x](javascript:alert(1))';
    await post(harness, world, world.people.ben.token, { content: hostile });

    const row = page.locator('li.message').filter({ hasText: 'onerror' });
    await row.waitFor();

    expect(await row.locator('.markdown').textContent()).toBe(
      '<img src=x onerror=alert(1)> <b>bold</b> [x](javascript:alert(1))',
    );
    expect(await row.locator('.markdown img, .markdown b, .markdown a').count()).toBe(0);
    expect(harness.problems).toEqual([]);
  });

  it('is built into less than a megabyte, fonts and emoji included', async () => {
    const files = await readdir(harness.pageFolder, { recursive: true, withFileTypes: true });
    const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
    const sizes = await Promise.all(
      paths.map(async (path) =>
        extname(path) === '.woff2' ? (await stat(path)).size : gzipSync(await readFile(path)).length,
      ),
    );

    expect(paths.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET_BYTES);
  });
});
