import { expect, it } from 'vitest';
import { mediaUrl } from './media-url.ts';

const page = new URL('http://localhost:3900/');

it('shows files of this server, by whichever of its names', () => {
  expect(mediaUrl('http://127.0.0.1:3900/attachments/1/a.png?ex=1', page)).toBe('/attachments/1/a.png?ex=1');
  expect(mediaUrl('/avatars/1/x.png', page)).toBe('/avatars/1/x.png');
});

it('shows nothing from elsewhere, nor what only looks like here', () => {
  expect(mediaUrl('https://example.com/a.png', page)).toBeNull();
  expect(mediaUrl('http://127.0.0.1:4000/a.png', page)).toBeNull();
  expect(mediaUrl('http://localhost:3900@example.com/a.png', page)).toBeNull();
  expect(mediaUrl('javascript:alert(1)', page)).toBeNull();
  expect(mediaUrl('data:text/html,x', page)).toBeNull();
  expect(mediaUrl(undefined, page)).toBeNull();
});
