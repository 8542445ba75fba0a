import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LocalDiscord, type LocalDiscordOptions, startLocalDiscord, type WorldIds } from '@tzurot/local-discord';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { build } from 'vite';

export const CHROMIUM = '/usr/bin/chromium';

export const hasChromium = existsSync(CHROMIUM);

/** Says in the list of skipped tests what is missing. */
export const needsChromium = `(needs ${CHROMIUM})`;

/** Nothing of the browser's own may reach for the network. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A local Discord with the page as it is in the source, and a browser to look at it. */
export interface PageHarness {
  discord: LocalDiscord;
  /** Where the page was built to. */
  pageFolder: string;
  browser: Browser;
  /** A world of its own for one test, so that tests do not meet. */
  newWorld: () => WorldIds;
  /** Opens the page as one person in one channel; `null` is where the page goes by itself. */
  open: (options: OpenOptions) => Promise<Page>;
  /** What went wrong on any page since it was opened: errors, failed requests, requests to elsewhere. */
  problems: string[];
  close: () => Promise<void>;
}

export interface OpenOptions {
  world: WorldIds;
  person?: 'ada' | 'ben' | 'cyn';
  channelId?: string | null;
  context?: BrowserContextOptions;
}

/** A step that takes longer than this has failed, and says which it was. */
const STEP_TIMEOUT_MS = 10_000;

/** Waits until it is seen. @returns how many of it there are */
export const countOnceShown = async (locator: Locator): Promise<number> => {
  await locator.first().waitFor();
  return locator.count();
};

let worldCount = 0;

const watch = (page: Page, origin: string, problems: string[]): void => {
  page.on('pageerror', (error) => problems.push(`error on the page: ${error.message}`));
  page.on('console', (entry) => {
    if (entry.type() === 'error') problems.push(`console: ${entry.text()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith('blob:') && !url.startsWith('data:')) {
      problems.push(`a request left this machine: ${url}`);
    }
  });
};

export const startHarness = async (options: Pick<LocalDiscordOptions, 'openApiFile'> = {}): Promise<PageHarness> => {
  const folder = await mkdtemp(join(tmpdir(), 'local-discord-page-'));
  await build({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    build: { outDir: folder, emptyOutDir: true },
    logLevel: 'error',
  });
  const discord = await startLocalDiscord({ port: 0, pageFolder: folder, limits: { mode: 'off' }, ...options });
  // A frame and a half between two acts: no person presses two keys before the page has drawn what the first one did.
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS, slowMo: 25 });
  const problems: string[] = [];

  return {
    discord,
    pageFolder: folder,
    browser,
    problems,
    newWorld: () => discord.createWorld(`page${(worldCount += 1)}`),
    open: async ({ world, person = 'ada', channelId = null, context = {} }) => {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context })).newPage();
      page.setDefaultTimeout(STEP_TIMEOUT_MS);
      watch(page, discord.url, problems);
      const place = channelId === null ? '' : `#/${person}/${channelId}`;
      await page.goto(`${discord.url}/?world=${world.name}${place}`);
      if (channelId === null && person !== 'ada') await page.getByRole('radio', { name: person }).click();
      // Where the lists are folded away the status is there and not seen.
      await page.locator('.connection[data-state=ready]').first().waitFor({ state: 'attached' });
      return page;
    },
    close: async () => {
      await browser.close();
      await discord.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
