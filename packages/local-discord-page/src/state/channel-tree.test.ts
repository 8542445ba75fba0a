import { expect, it } from 'vitest';
import { Permission } from '../discord/constants.ts';
import { applyEvent } from './apply-event.ts';
import { channelOrder, channelTree, directMessages, firstChannel, forumPosts } from './channel-tree.ts';
import { can, canSend } from './permissions.ts';
import {
  ada,
  corner,
  dm,
  forum,
  general,
  guild,
  idAt,
  message,
  moderatorRoleId,
  sampleWorld,
  staff,
} from './sample-world.ts';
import type { World } from './world.ts';

const names = (world: World): unknown =>
  channelTree(world, guild.id).map((group) => [
    group.category?.name ?? null,
    group.nodes.map(({ channel, threads }) => [channel.name, ...threads.map((thread) => thread.name)]),
  ]);

it('lists channels by category and position with their open threads, and only those one may see', () => {
  expect(names(sampleWorld())).toEqual([
    [null, [['general', 'corner'], ['stories']]],
    ['Library', [['shelf']]],
  ]);
});

it('shows a channel to those whose role opens it', () => {
  const world = sampleWorld([moderatorRoleId]);

  expect(can(world, staff, Permission.viewChannel)).toBe(true);
  expect(channelOrder(world, guild.id).map(({ name }) => name)).toEqual([
    'general',
    'corner',
    'staff',
    'stories',
    'shelf',
  ]);
});

it('shows everything to the owner of a server', () => {
  const world = applyEvent(sampleWorld(), { name: 'GUILD_UPDATE', data: { ...guild, owner_id: ada.id }, atMs: 0 });

  expect(can(world, staff, Permission.manageMessages)).toBe(true);
});

it('leaves people who are timed out only reading', () => {
  const world = applyEvent(sampleWorld(), {
    name: 'GUILD_MEMBER_UPDATE',
    data: { guild_id: guild.id, user: ada, roles: [], communication_disabled_until: '2999-01-01T00:00:00Z' },
    atMs: 0,
  });

  expect(can(world, general, Permission.viewChannel)).toBe(true);
  expect(canSend(world, general)).toBe(false);
});

it('asks for a permission of its own in threads, and for more in a locked one', () => {
  const world = sampleWorld();

  expect(canSend(world, general)).toBe(true);
  expect(canSend(world, corner)).toBe(false);
  expect(canSend(world, { ...corner, thread_metadata: { archived: false, locked: true } })).toBe(false);
});

it('hides archived threads from the list and keeps them in the forum', () => {
  const post = { ...corner, id: '700', name: 'Prologue', parent_id: forum.id, thread_metadata: { archived: true } };
  const world = applyEvent(sampleWorld(), { name: 'THREAD_CREATE', data: post, atMs: 0 });

  expect(channelOrder(world, guild.id).map(({ id }) => id)).not.toContain('700');
  expect(forumPosts(world, forum.id).map(({ id }) => id)).toEqual(['700']);
});

it('starts in the first channel to write in, and puts the last used direct message first', () => {
  const other = { id: '608', type: 1, recipients: [{ id: '1', username: 'x' }], last_message_id: idAt(1) };
  const world = [
    { name: 'CHANNEL_CREATE', data: other },
    { name: 'MESSAGE_CREATE', data: message(idAt(2), { channel_id: dm.id }) },
  ].reduce((next, event) => applyEvent(next, { ...event, atMs: 0 }), sampleWorld());

  expect(firstChannel(world, guild.id)?.name).toBe('general');
  expect(directMessages(world).map(({ id }) => id)).toEqual([dm.id, '608']);
});
