import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { defaultWorld } from '@tzurot/local-discord';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from './harness.ts';

/**
 * Takes the pictures of the README and the documentation from a page that is running, with the bot that answers on it:
 *
 *     npm start            (in another terminal, with a fresh DATA_DIR)
 *     pnpm --filter @tzurot/local-discord-page run pictures
 */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3900' },
    folder: { type: 'string', default: fileURLToPath(new URL('../../../docs/pictures', import.meta.url)) },
  },
});

const { general, stories } = defaultWorld.channels;

const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' };
const TALL: BrowserContextOptions = { viewport: { width: 1280, height: 960 }, colorScheme: 'dark' };
const WIDE: BrowserContextOptions = { viewport: { width: 1560, height: 860 }, colorScheme: 'dark' };
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 780 },
  colorScheme: 'light',
  hasTouch: true,
  isMobile: true,
};

const say = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('textbox', { name: /^Message/ }).fill(text);
  await page.keyboard.press('Enter');
};

/** Waits until this character has spoken. */
const hear = async (page: Page, name: string): Promise<void> => {
  const said = page.locator('li.message', { has: page.locator('.author', { hasText: name }) });
  await said.first().waitFor({ timeout: 30_000 });
};

/** The sign that somebody types runs out by itself. */
const waitForQuiet = (page: Page): Promise<void> =>
  page.getByText('is typing…').waitFor({ state: 'detached', timeout: 30_000 });

/** Uses a command on a character, in this person's half where there are two. */
const useOn = async (screen: Page | Locator, command: string, character: string): Promise<void> => {
  await screen.getByRole('textbox', { name: /^Message/ }).pressSequentially(`/${command} `);
  const field = screen.getByRole('combobox', { name: 'character' });
  await field.pressSequentially(character);
  await screen.getByRole('option', { name: new RegExp(`^${character}`, 'u') }).waitFor();
  await field.press('Enter');
  await field.press('Enter');
  await screen.getByText('Only you can see this').waitFor();
};

interface Screen {
  file: string;
  context: BrowserContextOptions;
  /** What the address says after `#`. */
  place: string;
  arrange: (page: Page) => Promise<void>;
}

const screens: readonly Screen[] = [
  {
    file: 'page-talk.png',
    context: DESKTOP,
    place: `/ada/${general}`,
    arrange: async (page) => {
      await say(page, '@Lilith which book should I not read tonight?');
      await hear(page, 'Lilith');
      await say(page, '@Pip could you build a lamp that turns the pages?');
      await hear(page, 'Pip');
      await say(page, '@Orin how was the sea?');
      await hear(page, 'Orin');
      const last = page.locator('li[data-message-id]').last();
      await last.hover();
      await last.getByRole('button', { name: 'Add reaction' }).click();
      await page.getByRole('searchbox', { name: 'Find an emoji' }).fill('ocean');
      await page.getByRole('button', { name: 'ocean', exact: true }).click();
      await page.getByRole('textbox', { name: /^Message/ }).hover();
      await waitForQuiet(page);
    },
  },
  {
    file: 'page-commands.png',
    context: DESKTOP,
    place: `/ada/${general}`,
    arrange: async (page) => {
      await page.getByRole('textbox', { name: /^Message/ }).pressSequentially('/char');
      await page.getByRole('option', { name: /character create/ }).waitFor();
    },
  },
  {
    file: 'page-modal.png',
    context: DESKTOP,
    place: `/ada/${general}`,
    arrange: async (page) => {
      await page.getByRole('textbox', { name: /^Message/ }).pressSequentially('/character create ');
      await page.getByRole('button', { name: 'Send command' }).press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Submit' }).waitFor();
    },
  },
  {
    file: 'page-card.png',
    context: TALL,
    place: `/ada/${general}`,
    arrange: async (page) => {
      await useOn(page, 'character edit', 'Lilith');
      await page.getByRole('button', { name: 'Delete…' }).waitFor();
    },
  },
  {
    file: 'page-two-people.png',
    context: WIDE,
    place: `/ada/${general}/ben/${general}`,
    arrange: async (page) => {
      const adas = page.getByRole('group', { name: 'Screen of ada' });
      await adas.getByRole('textbox', { name: /^Message/ }).pressSequentially('/character browse ');
      await adas.getByRole('button', { name: 'Send command' }).press('Enter');
      await adas.getByText('Only you can see this').waitFor();
      const bens = page.getByRole('group', { name: 'Screen of ben' });
      await bens.getByRole('textbox', { name: /^Message/ }).fill('Is the kettle on?');
      await bens.getByRole('textbox', { name: /^Message/ }).press('Enter');
      await page.locator('li.message').filter({ hasText: 'Is the kettle on?' }).nth(1).waitFor();
    },
  },
  {
    file: 'page-inspector.png',
    context: WIDE,
    place: `/ada/${stories}`,
    arrange: async (page) => {
      await page
        .getByRole('button', { name: /^Prologue/ })
        .last()
        .click();
      await page.getByRole('button', { name: 'Inspector' }).click();
      await say(page, '@Lilith how does it begin?');
      await hear(page, 'Lilith');
      await waitForQuiet(page);
      await page.getByRole('button', { name: /call POST .*webhooks.*how does it begin/ }).click();
    },
  },
  {
    file: 'page-phone.png',
    context: PHONE,
    place: `/cyn/${general}`,
    arrange: (page) => hear(page, 'Orin'),
  },
];

const takePicture = async (browser: Browser, { file, context, place, arrange }: Screen): Promise<void> => {
  const page = await (await browser.newContext(context)).newPage();
  await page.goto(`${values.url}/#${place}`);
  await page.locator('.connection[data-state=ready]').first().waitFor({ state: 'attached' });
  await arrange(page);
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: join(values.folder, file), animations: 'disabled' });
  await page.context().close();
  process.stdout.write(`${file}\n`);
};

await mkdir(values.folder, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
try {
  // One after another: what is said for one picture is seen in the next.
  for (const screen of screens) await takePicture(browser, screen);
} finally {
  await browser.close();
}
