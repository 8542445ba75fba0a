import { expect, it } from 'vitest';
import { storesKey, talksTo } from '../../src/world/own-model.ts';
import { sha256 } from '../../src/world/prompts.ts';
import { readEverything } from '../../src/world/read-everything.ts';
import type { World } from '../../src/world/start-world.ts';

/** People bring keys and models of their own. */
export function ownKeyJourneys(world: () => World): void {
  it("shows the vendor the person's own key, and keeps it in clear nowhere", async () => {
    const { ada, cyn, places, settles, promptsAbout } = world();
    const { general } = places.channels;
    const key = `local-${crypto.randomUUID()}`;

    const stored = await storesKey(ada, general, key);
    const mine = await ada.says(general, '@Lilith whose key is this?');
    await ada.hears({ by: 'Lilith', after: mine });
    const others = await cyn.says(general, '@Lilith and whose is mine?');
    await cyn.hears({ by: 'Lilith', after: others });
    const wallet = await ada.uses('/wallet list', {}, general);
    await settles();

    expect(stored.text).toContain(`accepts your Local key \`…${key.slice(-4)}\``);
    expect(promptsAbout('whose key is this?').map(({ keySha256 }) => keySha256)).toEqual([sha256(key)]);
    expect(promptsAbout('and whose is mine?').map(({ keySha256 }) => keySha256)).toEqual([sha256('local-operator')]);
    expect(wallet.text).toMatch(/Local.*in use.*last used/s);
    const everything = Object.entries(await readEverything(world()));
    expect(everything.some(([, text]) => text.includes('whose key is this?'))).toBe(true);
    expect(everything.filter(([, text]) => text.includes(key.slice('local-'.length))).map(([where]) => where)).toEqual(
      [],
    );
  });

  it('forgets a key that its vendor refuses, and a removed one', async () => {
    const { cyn, places, promptsAbout } = world();
    const { general } = places.channels;

    const refused = await storesKey(cyn, general, 'sk-or-somebody-elses');
    const better = await refused.opens('Enter another key');
    const accepted = await (await better.submits({ Key: 'local-of-cyn' })).becomes(/accepts your/);
    const tested = await (await cyn.uses('/wallet test', { vendor: 'local' }, general)).becomes(/accepts your/);
    const removed = await cyn.uses('/wallet remove', { vendor: 'local' }, general);
    const hello = await cyn.says(general, '@Lilith who pays for this?');
    await cyn.hears({ by: 'Lilith', after: hello });

    expect(refused.text).toContain('rejected your Local key');
    expect(accepted.text).toContain('accepts your Local key');
    expect(tested.text).toContain('accepts your Local key');
    expect(removed.text).toContain('Your Local key is deleted');
    expect(promptsAbout('who pays for this?').map(({ keySha256 }) => keySha256)).toEqual([sha256('local-operator')]);
  });

  it('sends a long answer in pieces that fit, in order, and none twice', async () => {
    const { ben, places, settles } = world();
    const { general } = places.channels;
    await storesKey(ben, general, 'local-of-ben');
    await talksTo(ben, general, 'local/long-9000', { maxTokens: 4_000 });

    const asked = await ben.says(general, '@Pip tell me everything');
    await ben.hears({ by: 'Pip', after: asked, saying: /part 251 / });
    await settles();

    const pieces = ben.heard({ by: 'Pip', after: asked });
    expect(pieces.length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...pieces.map(({ content }) => content.length))).toBeLessThanOrEqual(2_000);
    const told = pieces.map(({ content }) => content).join(' ');
    const numbers = [...told.matchAll(/tells part (\d+)/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });
}
