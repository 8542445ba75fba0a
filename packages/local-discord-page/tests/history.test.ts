import type { WorldIds } from '@tzurot/local-discord';
import { callApi } from '@tzurot/local-discord/testing';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { MAX_KEPT_MESSAGES } from '../src/state/loaded-messages.ts';
import { countOnceShown, hasChromium, needsChromium, type PageHarness } from './harness.ts';
import { usePages } from './use-pages.ts';

const MANY = 2_500;

const line = (page: Page, index: number): Locator =>
  page.locator('li.message').filter({ hasText: new RegExp(`line ${index}$`, 'u') });

/** Scrolls as far as it goes and waits until the page beyond was loaded, or the channel's beginning stands there. */
const scrollTo = (page: Page, edge: 'first' | 'last'): Promise<unknown> =>
  page.evaluate(`(async () => {
    const [scroller] = document.getElementsByClassName('messages');
    const outermost = () => [...document.querySelectorAll('li.message')].at(${edge === 'first' ? 0 : -1});
    const { messageId } = outermost().dataset;
    scroller.scrollTop = ${edge === 'first' ? '0' : 'scroller.scrollHeight'};
    const isThere = () => outermost().dataset.messageId !== messageId || ${edge === 'first'} && document.querySelector('.beginning');
    while (!isThere()) await new Promise(requestAnimationFrame);
  })()`);

/** How many nodes the browser holds, also such as are in no document, after it tidied up. */
const countNodes = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { nodes } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return nodes;
};

describe.skipIf(!hasChromium)(`a channel with very many messages ${needsChromium}`, () => {
  let harness: PageHarness;
  let world: WorldIds;

  usePages((opened, fresh) => {
    [harness, world] = [opened, fresh];
  });

  const say = async (from: number, count: number): Promise<void> => {
    const path = `/channels/${world.channels.general}/messages`;
    for (let index = from; index < from + count; index += 1) {
      await callApi(harness.discord.url, world.people.ben.token, 'POST', path, { content: `line ${index}` });
    }
  };

  it('is read up to its beginning and back down, and the page never holds more than a part of it', async () => {
    await say(0, MANY);
    const page = await harness.open({ world });
    const rows = page.locator('li.message');
    await line(page, MANY - 1).waitFor();
    const heldAtFirst = await rows.count();
    let most = heldAtFirst;
    let nodesWhenFull = 0;

    while ((await page.locator('.beginning').count()) === 0) {
      await scrollTo(page, 'first');
      const held = await rows.count();
      if (most < held) nodesWhenFull = await countNodes(page);
      most = Math.max(most, held);
    }
    const sawBeginning = await countOnceShown(line(page, 0));
    const nodesAtBeginning = await countNodes(page);
    while ((await line(page, 600).count()) === 0) await scrollTo(page, 'last');
    const stillHasBeginning = await line(page, 0).count();
    await say(MANY, 1);
    await page.getByRole('button', { name: "You're viewing older messages" }).click();

    await line(page, MANY).waitFor();
    expect(heldAtFirst).toBeLessThanOrEqual(150);
    expect(most).toBe(MAX_KEPT_MESSAGES);
    expect([sawBeginning, stillHasBeginning]).toEqual([1, 0]);
    expect(nodesAtBeginning).toBeLessThan(nodesWhenFull * 1.5);
    expect(await rows.count()).toBeLessThanOrEqual(150);
    expect(harness.problems).toEqual([]);
  }, 120_000);

  it('stays at the newest message while one writes many lines below it', async () => {
    await say(0, 60);
    const page = await harness.open({ world });
    const composer = page.getByRole('textbox', { name: /^Message/ });
    await line(page, 59).waitFor();

    for (let index = 0; index < 6; index += 1) {
      await composer.pressSequentially(`verse ${index}`);
      await composer.press('Shift+Enter');
    }
    await page.getByRole('button', { name: 'Insert an emoji' }).click();

    const hiddenPx = await page
      .locator('.messages')
      .evaluate(
        (element: { scrollTop: number; scrollHeight: number; clientHeight: number }) =>
          element.scrollHeight - element.clientHeight - element.scrollTop,
      );
    expect(hiddenPx).toBeLessThan(2);
    expect(await page.getByRole('button', { name: 'Jump to present' }).count()).toBe(0);
  });

  it('fills a screen that is taller than what was loaded', async () => {
    await say(0, 120);

    const page = await harness.open({ world, context: { viewport: { width: 1280, height: 4_000 } } });

    expect(await countOnceShown(line(page, 0))).toBe(1);
  });
});
