import { expect, it } from 'vitest';
import { z } from 'zod';
import type { DiscordMessage } from '../src/world/discord-messages.ts';
import type { Person } from '../src/world/person.ts';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();
const VIEW_CHANNEL = String(1 << 10);

async function tells(person: Person, channelId: string, content: string): Promise<void> {
  const message = await person.says(channelId, content);
  await person.hears({ by: 'Lilith', after: message });
}

/** A new text channel that everybody reads but those named. */
async function opensChannel(owner: Person, name: string, shutOut: readonly Person[]): Promise<string> {
  const body = {
    name,
    type: 0,
    permission_overwrites: shutOut.map(({ id }) => ({ id, type: 1, allow: '0', deny: VIEW_CHANNEL })),
  };
  const made = await owner.rest('POST', `/guilds/${world().places.guild.id}/channels`, { body });
  return z.object({ id: z.string() }).parse(made).id;
}

const linkTo = ({ channel_id: channelId, id }: DiscordMessage) =>
  `https://discord.com/channels/${world().places.guild.id}/${channelId}/${id}`;

it('shows a linked message to nobody while one of those who read along is shut out of its channel', async () => {
  const { ada, ben, places, promptsAbout } = world();
  const inner = await opensChannel(ada, 'inner', [ben]);
  const secret = await ada.says(inner, 'the vault opens at midnight');
  const open = await ada.says(places.channels.general, 'the shop opens at nine');

  await tells(ada, places.channels.general, `@Lilith what of ${linkTo(secret)} and this?`);
  const linking = await ada.says(places.channels.general, `so: ${linkTo(secret)}`);
  const asking = await ben.says(places.channels.general, '@Lilith what does that link say?', { replyTo: linking });
  await ben.hears({ by: 'Lilith', after: asking });
  await tells(ada, places.channels.general, `@Lilith what of ${linkTo(open)} instead?`);

  expect(promptsAbout('and this?')[0]?.text).not.toContain('midnight');
  expect(promptsAbout('what does that link say?')[0]?.text).not.toContain('midnight');
  expect(promptsAbout('instead?')[0]?.question).toContain('opens at nine');
});

it('keeps words of an age-restricted channel out of channels for everybody, linked or remembered', async () => {
  const { ada, places, promptsAbout } = world();
  const { adults, general } = places.channels;
  await tells(ada, adults, '@Lilith my favourite absinthe is called Verte');
  const linked = await ada.says(adults, 'absinthe is best at dawn');

  await tells(ada, general, `@Lilith which absinthe do I like, see ${linkTo(linked)}`);
  await tells(ada, adults, '@Lilith so which absinthe was my favourite?');

  expect(promptsAbout('which absinthe do I like')[0]?.text).not.toMatch(/Verte|at dawn/);
  expect(promptsAbout('was my favourite?')[0]?.text).toContain('Verte');
});

it('recalls nothing of a channel from the moment in which somebody is shut out of it', async () => {
  const { ada, ben, places, promptsAbout } = world();
  const porch = await opensChannel(ada, 'porch', []);
  await tells(ada, porch, '@Lilith my violin is named Esmeralda');

  await tells(ada, places.channels.general, '@Lilith how is my violin named, before?');
  const body = { type: 1, allow: '0', deny: VIEW_CHANNEL };
  await ada.rest('PUT', `/channels/${porch}/permissions/${ben.id}`, { body });
  await tells(ada, places.channels.general, '@Lilith how is my violin named, afterwards?');
  await tells(ada, porch, '@Lilith how is my violin named, at home?');

  expect(promptsAbout('before?')[0]?.question).toContain('Esmeralda');
  expect(promptsAbout('afterwards?')[0]?.question).not.toContain('Esmeralda');
  expect(promptsAbout('at home?')[0]?.text).toContain('Esmeralda');
});
