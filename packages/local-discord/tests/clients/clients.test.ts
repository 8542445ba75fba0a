import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionName, actions, type ClientRun, type Place } from './actions.ts';
import { startDiscordJs } from './discord-js.ts';
import { startDiscordeno } from './discordeno.ts';
import { startEris } from './eris.ts';
import { startOceanic } from './oceanic.ts';
import { hasDiscordPy, startDiscordPy } from './python.ts';
import { canTrustCertificates, type Surroundings, startSurroundings } from './surroundings.ts';

const names = Object.keys(actions) as ActionName[];

/** The same list for every client: what one of them takes for granted, another may not. */
function runsTheList(start: (place: Place) => Promise<ClientRun>, options: { tls: boolean } = { tls: false }): void {
  let surroundings: Surroundings;
  let client: ClientRun;

  beforeAll(async () => {
    surroundings = await startSurroundings(options);
    client = await start(surroundings.place);
  });

  afterAll(async () => {
    await client.stop();
    await surroundings.close();
  });

  it.each(names)('%s', async (name) => {
    expect(await client.act[name]()).toBe(actions[name]);
  });
}

describe('discord.js does the list of actions: it', () => {
  runsTheList(startDiscordJs);
});

describe('discordeno does the list of actions: it', () => {
  runsTheList(startDiscordeno);
});

describe('oceanic.js does the list of actions: it', () => {
  runsTheList(startOceanic);
});

describe.skipIf(!canTrustCertificates)(
  'eris, which insists on https (needs Node 22.19 or 24.5), does the list of actions: it',
  () => {
    runsTheList(startEris, { tls: true });
  },
);

describe.skipIf(!hasDiscordPy)("discord.py (needs Debian's python3-discord) does the list of actions: it", () => {
  runsTheList(startDiscordPy);
});
