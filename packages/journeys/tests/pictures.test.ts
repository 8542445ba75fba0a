import { expect, it } from 'vitest';
import { useWorld } from '../src/world/use-world.ts';

const world = useWorld();

it.each(['Lilith', 'Pip', 'Orin'])('%s answers under a picture that Discord has fetched', async (name) => {
  const { ada, discord, places } = world();

  const hello = await ada.says(places.channels.general, `@${name} hello`);
  const { author } = await ada.hears({ by: name, after: hello });
  const picture = await fetch(`${discord.url}/avatars/${author.id}/${author.avatar}.png`);

  expect(picture.status).toBe(200);
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(discord.readLog().filter(({ kind }) => kind === 'notice')).toEqual([]);
});

it('three characters have three faces, and the operator is told how they reach Discord', async () => {
  const { ada, places } = world();

  const toast = await ada.says(places.channels.general, '@Lilith @Pip @Orin cheers');
  await ada.hears({ by: 'Orin', after: toast });
  const faces = ada.heard({ after: toast }).map(({ author }) => author.avatar);
  const ping = await ada.uses('/admin health', {}, places.channels.general);

  expect(new Set(faces).size).toBe(3);
  expect(ping.text).toContain('Character pictures: served from `PUBLIC_URL`');
});
