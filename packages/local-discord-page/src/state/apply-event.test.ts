import { describe, expect, it } from 'vitest';
import { MessageFlag } from '../discord/constants.ts';
import { applyEvent, expireTyping, TYPING_LASTS_MS } from './apply-event.ts';
import { findMessage, startList } from './loaded-messages.ts';
import {
  ada,
  ben,
  bot,
  corner,
  dm,
  general,
  guild,
  idAt,
  message,
  moderatorRoleId,
  sampleWorld,
} from './sample-world.ts';
import { isUnread, mentionCount } from './unread.ts';
import { type World, withEntry } from './world.ts';

const apply = (world: World, name: string, data: unknown, atMs = 0): World => applyEvent(world, { name, data, atMs });

const withList = (world: World, ...ids: string[]): World => ({
  ...world,
  messages: withEntry(
    world.messages,
    general.id,
    startList(
      undefined,
      ids.map((id) => message(id)),
    ),
  ),
});

const idsIn = (world: World): readonly string[] | undefined =>
  world.messages.get(general.id)?.items.map((item) => item.id);

describe('a session', () => {
  it('knows servers, channels, threads, people and direct messages after READY', () => {
    const world = sampleWorld();

    expect(world.me?.id).toBe(ada.id);
    expect([...world.guilds.values()].map(({ name }) => name)).toEqual(['Tavern']);
    expect(world.channels.get(corner.id)?.guild_id).toBe(guild.id);
    expect(world.channels.get(dm.id)?.recipients?.[0]?.username).toBe('Tzurot');
    expect(world.members.get(guild.id)?.get(ben.id)?.nick).toBe('Benny');
    expect(world.users.size).toBe(3);
  });

  it('forgets loaded messages when it begins anew, and knows what was read', () => {
    const before = withList(sampleWorld(), idAt(1));

    const entries = [{ id: general.id, last_message_id: idAt(3), mention_count: 2 }];
    const after = apply(before, 'READY', { user: ada, read_state: { entries } });

    expect(after.messages.size).toBe(0);
    expect(after.reads.get(general.id)).toEqual({ lastReadId: idAt(3), mentionCount: 2 });
  });

  it('learns on every screen of a person what was read on one', () => {
    const before = apply(sampleWorld(), 'MESSAGE_CREATE', message(idAt(1), { mentions: [ada] }));

    const after = apply(before, 'MESSAGE_ACK', { channel_id: general.id, message_id: idAt(1) });

    expect(mentionCount(before, general.id)).toBe(1);
    expect(mentionCount(after, general.id)).toBe(0);
    expect(isUnread(after, after.channels.get(general.id) ?? general)).toBe(false);
  });
});

const ack = (world: World, id: string, manual = false): World =>
  apply(world, 'MESSAGE_ACK', { channel_id: general.id, message_id: id, manual });

it('does not go back for word of reading that comes late, only for marking as unread', () => {
  const read = ack(sampleWorld(), idAt(5));

  expect(ack(read, idAt(3)).reads.get(general.id)?.lastReadId).toBe(idAt(5));
  expect(ack(read, idAt(3), true).reads.get(general.id)?.lastReadId).toBe(idAt(3));
});

describe('a new message', () => {
  it('is added once, however often it comes', () => {
    const world = withList(sampleWorld(), idAt(1));

    const once = apply(world, 'MESSAGE_CREATE', message(idAt(2)));
    const twice = apply(once, 'MESSAGE_CREATE', message(idAt(2)));

    expect(idsIn(twice)).toEqual([idAt(1), idAt(2)]);
  });

  it('takes the place of the outgoing one with its nonce', () => {
    const outgoing = {
      nonce: '77',
      channelId: general.id,
      content: 'hi',
      fileNames: [],
      failure: null,
    };
    const world = { ...withList(sampleWorld()), outgoing: [outgoing] };

    const after = apply(world, 'MESSAGE_CREATE', message(idAt(1), { author: ada, nonce: '77' }));

    expect(after.outgoing).toEqual([]);
    expect(idsIn(after)).toEqual([idAt(1)]);
  });

  it('makes a channel unread for others, and never for who wrote it', () => {
    const world = sampleWorld();

    const fromBen = apply(world, 'MESSAGE_CREATE', message(idAt(1)));
    const fromMe = apply(world, 'MESSAGE_CREATE', message(idAt(1), { author: ada }));

    expect(isUnread(fromBen, fromBen.channels.get(general.id) ?? general)).toBe(true);
    expect(isUnread(fromMe, fromMe.channels.get(general.id) ?? general)).toBe(false);
  });

  it('counts mentions by name, role, everyone and direct message', () => {
    const world = sampleWorld([moderatorRoleId]);

    const events = [
      message(idAt(1), { mentions: [ada] }),
      message(idAt(2), { mention_roles: [moderatorRoleId] }),
      message(idAt(3), { mention_everyone: true }),
      message(idAt(4)),
      message(idAt(5), { channel_id: dm.id, author: bot }),
    ];
    const after = events.reduce((next, data) => apply(next, 'MESSAGE_CREATE', data), world);

    expect(mentionCount(after, general.id)).toBe(3);
    expect(mentionCount(after, dm.id)).toBe(1);
  });

  it('does not count twice when it comes twice', () => {
    const data = message(idAt(1), { mentions: [ada] });

    const after = apply(apply(sampleWorld(), 'MESSAGE_CREATE', data), 'MESSAGE_CREATE', data);

    expect(mentionCount(after, general.id)).toBe(1);
  });

  it('that only this person sees moves neither the end of the channel nor the marks', () => {
    const world = withList(sampleWorld());

    const after = apply(world, 'MESSAGE_CREATE', message(idAt(1), { flags: MessageFlag.ephemeral, mentions: [ada] }));

    expect(idsIn(after)).toEqual([idAt(1)]);
    expect(after.channels.get(general.id)?.last_message_id).toBeNull();
    expect(mentionCount(after, general.id)).toBe(0);
  });

  it('ends the typing of who wrote it', () => {
    const typing = apply(sampleWorld(), 'TYPING_START', { channel_id: general.id, user_id: ben.id }, 1_000);

    const after = apply(typing, 'MESSAGE_CREATE', message(idAt(1)));

    expect(typing.typing.get(general.id)?.get(ben.id)).toBe(1_000 + TYPING_LASTS_MS);
    expect(after.typing.get(general.id)?.size).toBe(0);
  });

  it('of a webhook names no member and no user', () => {
    const author = { id: '4242', username: 'Lilith', bot: true, discriminator: '0000' };

    const after = apply(
      sampleWorld(),
      'MESSAGE_CREATE',
      message(idAt(1), { author, webhook_id: '4242', guild_id: guild.id }),
    );

    expect(after.users.has('4242')).toBe(false);
    expect(after.members.get(guild.id)?.has('4242')).toBe(false);
  });
});

const reactionsIn = (world: World): unknown => findMessage(world.messages.get(general.id), idAt(1))?.reactions;

const countsIn = (world: World): unknown =>
  findMessage(world.messages.get(general.id), idAt(1))?.poll?.results?.answer_counts;

describe('a changed message', () => {
  it('keeps the own reactions, which an update does not know', () => {
    const heart = { id: null, name: '❤️' };
    const world = apply(withList(sampleWorld(), idAt(1)), 'MESSAGE_REACTION_ADD', {
      channel_id: general.id,
      message_id: idAt(1),
      user_id: ada.id,
      emoji: heart,
    });

    const after = apply(world, 'MESSAGE_UPDATE', {
      id: idAt(1),
      channel_id: general.id,
      content: 'changed',
      reactions: [{ emoji: heart, count: 3, me: false }],
    });

    const changed = findMessage(after.messages.get(general.id), idAt(1));
    expect(changed?.content).toBe('changed');
    expect(changed?.reactions).toEqual([{ emoji: heart, count: 3, me: true }]);
  });

  it('loses its reactions one by one, and the kind with the last', () => {
    const event = { channel_id: general.id, message_id: idAt(1), emoji: { id: null, name: '👍' } };
    const two = [ada, ben].reduce(
      (world, user) => apply(world, 'MESSAGE_REACTION_ADD', { ...event, user_id: user.id }),
      withList(sampleWorld(), idAt(1)),
    );

    const one = apply(two, 'MESSAGE_REACTION_REMOVE', { ...event, user_id: ada.id });
    const none = apply(one, 'MESSAGE_REACTION_REMOVE', { ...event, user_id: ben.id });

    expect(reactionsIn(two)).toEqual([{ emoji: event.emoji, count: 2, me: true }]);
    expect(reactionsIn(one)).toEqual([{ emoji: event.emoji, count: 1, me: false }]);
    expect(reactionsIn(none)).toEqual([]);
  });

  it('that was deleted is gone, and replies to it say so', () => {
    const reply = message(idAt(2), { type: 19, referenced_message: message(idAt(1)) });
    const world = apply(withList(sampleWorld(), idAt(1)), 'MESSAGE_CREATE', reply);

    const after = apply(world, 'MESSAGE_DELETE', { id: idAt(1), channel_id: general.id });

    expect(idsIn(after)).toEqual([idAt(2)]);
    expect(findMessage(after.messages.get(general.id), idAt(2))?.referenced_message).toBeNull();
  });

  it('counts the votes of its poll', () => {
    const poll = {
      question: { text: 'Who?' },
      answers: [{ answer_id: 1, poll_media: { text: 'Lilith' } }],
      expiry: null,
      allow_multiselect: false,
    };
    const world = apply(withList(sampleWorld()), 'MESSAGE_CREATE', message(idAt(1), { poll }));
    const vote = { channel_id: general.id, message_id: idAt(1), answer_id: 1, user_id: ada.id };

    const voted = apply(world, 'MESSAGE_POLL_VOTE_ADD', vote);
    const taken = apply(voted, 'MESSAGE_POLL_VOTE_REMOVE', vote);

    expect(countsIn(voted)).toEqual([{ id: 1, count: 1, me_voted: true }]);
    expect(countsIn(taken)).toEqual([{ id: 1, count: 0, me_voted: false }]);
  });
});

describe('places', () => {
  it('takes the threads of a channel along when it goes', () => {
    const after = apply(sampleWorld(), 'CHANNEL_DELETE', { id: general.id });

    expect(after.channels.has(general.id)).toBe(false);
    expect(after.channels.has(corner.id)).toBe(false);
  });

  it('keeps a server through an outage and drops one that was left', () => {
    const outage = apply(sampleWorld(), 'GUILD_DELETE', { id: guild.id, unavailable: true });
    const left = apply(sampleWorld(), 'GUILD_DELETE', { id: guild.id });

    expect(outage.guilds.get(guild.id)?.unavailable).toBe(true);
    expect(left.guilds.has(guild.id)).toBe(false);
    expect(left.channels.has(general.id)).toBe(false);
    expect(left.channels.has(dm.id)).toBe(true);
  });

  it('stays the very same world for what it knew already and for events that it does not know', () => {
    const world = sampleWorld();

    expect(
      apply(world, 'GUILD_MEMBER_UPDATE', { guild_id: guild.id, user: ben, nick: 'Benny', roles: [moderatorRoleId] }),
    ).toBe(world);
    expect(apply(world, 'SOMETHING_NEW', {})).toBe(world);
    expect(apply(world, 'toString', {})).toBe(world);
  });
});

describe('interactions', () => {
  const pending = {
    nonce: '9',
    kind: 'component' as const,
    channelId: general.id,
    label: 'go',
    messageId: idAt(1),
    failure: null,
  };

  it('are no longer waited for once they succeeded', () => {
    const world = { ...sampleWorld(), interactions: [pending] };

    expect(apply(world, 'INTERACTION_SUCCESS', { id: '1', nonce: '9' }).interactions).toEqual([]);
  });

  it('that failed say so in the words of Discord, by what was done', () => {
    const world: World = {
      ...sampleWorld(),
      interactions: [pending, { ...pending, nonce: '10', kind: 'command' }],
    };

    const after = ['9', '10'].reduce((next, nonce) => apply(next, 'INTERACTION_FAILURE', { id: '1', nonce }), world);

    expect(after.interactions.map(({ failure }) => failure)).toEqual([
      'This interaction failed',
      'The application did not respond',
    ]);
  });

  it('open the modal that an app answers with', () => {
    const world = { ...sampleWorld(), interactions: [{ ...pending, kind: 'command' as const }] };
    const modal = { id: '1', nonce: '9', custom_id: 'm', title: 'T', channel_id: general.id, components: [] };

    const after = apply(world, 'INTERACTION_MODAL_CREATE', modal);

    expect(after.modal?.custom_id).toBe('m');
    expect(after.interactions).toEqual([]);
  });
});

it('forgets typing that ran out and nothing else', () => {
  const typing = [ben, bot].reduce(
    (world, user, index) => apply(world, 'TYPING_START', { channel_id: general.id, user_id: user.id }, index * 5_000),
    sampleWorld(),
  );

  const later = expireTyping(typing, TYPING_LASTS_MS + 1);

  expect([...(later.typing.get(general.id)?.keys() ?? [])]).toEqual([bot.id]);
  expect(expireTyping(later, TYPING_LASTS_MS + 1)).toBe(later);
});
