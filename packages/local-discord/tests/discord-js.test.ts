import {
  ActionRowBuilder,
  ApplicationCommandType,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelType,
  type Client,
  ContainerBuilder,
  EmbedBuilder,
  Events,
  FileBuilder,
  type ForumChannel,
  type Guild,
  type GuildTextBasedChannel,
  MediaGalleryBuilder,
  MessageFlags,
  MessageType,
  OverwriteType,
  PermissionFlagsBits,
  SectionBuilder,
  SeparatorBuilder,
  SlashCommandBuilder,
  type TextChannel,
  TextDisplayBuilder,
  ThreadAutoArchiveDuration,
  ThumbnailBuilder,
  WebhookClient,
} from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { connectPerson, type Person } from '../src/testing/index.ts';
import { nextEvent, startBot } from './support/bot.ts';
import { calledByBot, judgeEvents, judgeLog } from './support/judged.ts';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

describe('real discord.js', () => {
  let discord: LocalDiscord;
  let bot: Client<true>;
  let ada: Person;
  let ben: Person;
  let guild: Guild;
  let general: TextChannel;
  let stories: ForumChannel;

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    ada = await connectPerson(discord.url, 'user.ada');
    ben = await connectPerson(discord.url, 'user.ben');
    const { guild: place, roles } = discord.world;
    await ada.call('PATCH', `/guilds/${place.id}/roles/${roles.tzurot}`, { permissions: '8' });
    await ada.call('PATCH', `/guilds/${place.id}/roles`, [{ id: roles.tzurot, position: 5 }]);
    bot = await startBot(discord);
    guild = await bot.guilds.fetch(place.id);
    general = (await guild.channels.fetch(discord.world.channels.general)) as TextChannel;
    stories = (await guild.channels.fetch(discord.world.channels.stories)) as ForumChannel;
  });

  afterAll(async () => {
    ada.close();
    ben.close();
    await bot.destroy();
    await discord.close();
  });

  it('sends, replies, edits, reads and deletes messages', async () => {
    const first = await general.send({
      content: 'Hello <@1457705441034240000>',
      embeds: [
        new EmbedBuilder()
          .setTitle('Title')
          .setDescription('Text')
          .setColor(0x112233)
          .setImage('attachment://pixel.png')
          .setFooter({ text: 'foot' })
          .setAuthor({ name: 'who' })
          .setTimestamp()
          .addFields({ name: 'a', value: 'b', inline: true }),
      ],
      files: [new AttachmentBuilder(pixel, { name: 'pixel.png', description: 'one pixel' })],
      components: [
        new ActionRowBuilder<ButtonBuilder>().addComponents(
          new ButtonBuilder().setCustomId('x').setLabel('X').setStyle(ButtonStyle.Secondary),
          new ButtonBuilder().setURL('https://example.com').setLabel('L').setStyle(ButtonStyle.Link),
        ),
      ],
      allowedMentions: { users: ['1457705441034240000'] },
    });
    const reply = await first.reply({ content: 'and a reply', allowedMentions: { repliedUser: false } });
    const edited = await reply.edit('an edited reply');
    const read = await general.messages.fetch(first.id);
    const page = await general.messages.fetch({ limit: 10, after: first.id });
    await reply.delete();

    expect(first.mentions.users.map(({ username }) => username)).toEqual(['ben']);
    expect(read.embeds[0]?.image?.url).toContain('/attachments/');
    expect(edited.editedTimestamp).not.toBeNull();
    expect(page.map(({ content }) => content)).toEqual(['an edited reply']);
    expect((await reply.fetchReference()).id).toBe(first.id);
  });

  it('uploads files, keeps and adds some in an edit, and downloads them', async () => {
    const sent = await general.send({
      files: [
        { attachment: Buffer.from('one'), name: 'one.txt' },
        { attachment: pixel, name: 'SPOILER_pixel.png' },
      ],
    });
    const [one, picture] = [...sent.attachments.values()];
    if (!one || !picture) throw new Error('both files are there');

    const edited = await sent.edit({
      attachments: [picture],
      files: [{ attachment: Buffer.from('two'), name: 'two.txt' }],
    });
    const names = edited.attachments.map(({ name }) => name);
    const added = edited.attachments.find(({ name }) => name === 'two.txt');
    const content = await (await fetch(added?.url ?? '')).text();

    expect(picture).toMatchObject({ width: 1, height: 1, contentType: 'image/png' });
    expect(picture.spoiler).toBe(true);
    expect(names).toEqual(['SPOILER_pixel.png', 'two.txt']);
    expect(content).toBe('two');
  });

  it('sends components V2 with every kind of part', async () => {
    const sent = await general.send({
      flags: MessageFlags.IsComponentsV2,
      files: [{ attachment: pixel, name: 'pixel.png' }],
      components: [
        new TextDisplayBuilder().setContent('# Hello'),
        new ContainerBuilder()
          .setAccentColor(0xabcdef)
          .addTextDisplayComponents(new TextDisplayBuilder().setContent('inside'))
          .addSectionComponents(
            new SectionBuilder()
              .addTextDisplayComponents(new TextDisplayBuilder().setContent('beside'))
              .setThumbnailAccessory(new ThumbnailBuilder().setURL('attachment://pixel.png')),
          )
          .addSeparatorComponents(new SeparatorBuilder())
          .addActionRowComponents(
            new ActionRowBuilder<ButtonBuilder>().addComponents(
              new ButtonBuilder().setCustomId('v2').setLabel('Press').setStyle(ButtonStyle.Success),
            ),
          ),
        new MediaGalleryBuilder().addItems({ media: { url: 'attachment://pixel.png' } }),
        new FileBuilder().setURL('attachment://pixel.png'),
      ],
    });

    expect(sent.flags.has(MessageFlags.IsComponentsV2)).toBe(true);
    expect(sent.components.map(({ type }) => type)).toEqual([10, 17, 12, 13]);
    await expect(sent.edit({ content: 'no way back' })).rejects.toMatchObject({ code: 50035 });
  });

  it('forwards a message as a snapshot that later edits do not change', async () => {
    const source = await general.send('the original');
    const quiet = (await guild.channels.fetch(discord.world.channels.quiet)) as TextChannel;

    const forwarded = await source.forward(quiet);
    await source.edit('changed since');
    const [read] = await ada.history(quiet.id);

    expect(read?.message_snapshots?.[0]?.message.content).toBe('the original');
    expect(forwarded.reference).toMatchObject({ type: 1, messageId: source.id, channelId: general.id });
  });

  it('reacts, lists who did, and removes reactions', async () => {
    const message = await general.send('react to this');
    const added = nextEvent(bot, Events.MessageReactionAdd, (reaction) => reaction.message.id === message.id);

    const reaction = await message.react('🔥');
    await added;
    await ben.call('PUT', `/channels/${general.id}/messages/${message.id}/reactions/${encodeURIComponent('🔥')}/@me`);
    const users = await reaction.users.fetch();
    await reaction.users.remove(discord.world.people.ben.id);
    await reaction.users.remove();
    await message.react('❤️');
    await message.reactions.cache.get('❤️')?.remove();
    await message.react('👍');
    await message.reactions.removeAll();

    expect(users.map(({ username }) => username).toSorted()).toEqual(['Tzurot', 'ben']);
    expect((await general.messages.fetch({ message: message.id, force: true })).reactions.cache.size).toBe(0);
  });

  it('pins, lists and unpins', async () => {
    const message = await general.send('pin me');

    await message.pin();
    const { items } = await general.messages.fetchPins();
    await message.unpin();

    expect(items.map((pin) => pin.message.id)).toContain(message.id);
    expect((await general.messages.fetch({ limit: 1 })).first()?.type).toBe(MessageType.ChannelPinnedMessage);
  });

  it('deletes in bulk and shows that it types', async () => {
    const messages = await Promise.all(['a', 'b', 'c'].map((content) => general.send(content)));
    const gone = nextEvent(bot, Events.MessageBulkDelete);

    await general.sendTyping();
    const deleted = await general.bulkDelete(messages);

    expect(deleted.size).toBe(3);
    expect((await gone)[0].size).toBe(3);
  });

  it('runs polls to their end', async () => {
    const sent = await general.send({
      poll: {
        question: { text: 'Tea?' },
        answers: [{ text: 'Yes' }, { text: 'No' }],
        duration: 1,
        allowMultiselect: false,
      },
    });
    await ben.call('PUT', `/channels/${general.id}/polls/${sent.id}/answers/@me`, { answer_ids: ['1'] });

    const voters = await sent.poll?.answers.get(1)?.voters.fetch();
    const ended = await sent.poll?.end();

    expect(voters?.map(({ username }) => username)).toEqual(['ben']);
    expect(ended?.poll?.resultsFinalized).toBe(true);
    expect((await general.messages.fetch({ limit: 1 })).first()?.type).toBe(MessageType.PollResult);
  });

  it('speaks through webhooks, in channels and threads', async () => {
    const hook = await general.createWebhook({ name: 'Personas', avatar: pixel });
    const client = new WebhookClient(
      { id: hook.id, token: hook.token ?? '' },
      { rest: { api: `${discord.url}/api`, cdn: discord.url } },
    );
    const thread = await general.threads.create({ name: 'side', type: ChannelType.PublicThread });

    const said = await hook.send({
      content: 'I am Lilith',
      username: 'Lilith',
      avatarURL: `${discord.url}/embed/avatars/2.png`,
      allowedMentions: { parse: [] },
      files: [{ attachment: Buffer.from('x'), name: 'x.txt' }],
      components: [
        new ActionRowBuilder<ButtonBuilder>().addComponents(
          new ButtonBuilder().setCustomId('again').setLabel('Again').setStyle(ButtonStyle.Primary),
        ),
      ],
    });
    const inThread = await client.send({ content: 'in the thread', username: 'Lilith', threadId: thread.id });
    await hook.editMessage(said, 'I am still Lilith');
    await client.editMessage(inThread.id, { content: 'still in the thread', threadId: thread.id });
    const read = await client.fetchMessage(inThread.id, { threadId: thread.id });
    await client.deleteMessage(inThread.id, thread.id);
    await hook.deleteMessage(said);
    await client.edit({ name: 'Renamed' });
    await hook.edit({ name: 'Personas', channel: discord.world.channels.adults });
    const inChannel = await (bot.channels.cache.get(discord.world.channels.adults) as TextChannel).fetchWebhooks();
    const inGuild = await guild.fetchWebhooks();
    const fetched = await bot.fetchWebhook(hook.id);
    const byToken = await bot.fetchWebhook(hook.id, hook.token ?? '');
    await hook.delete();

    expect(said).toMatchObject({ applicationId: bot.application.id, webhookId: hook.id });
    expect(said.author).toMatchObject({ username: 'Lilith', bot: true, discriminator: '0000' });
    expect(read.content).toBe('still in the thread');
    expect(inChannel.map(({ name }) => name)).toEqual(['Personas']);
    expect(inGuild.size).toBeGreaterThan(0);
    expect(fetched.id).toBe(byToken.id);
    await expect(client.send('gone')).rejects.toMatchObject({ code: 10015 });
  });

  it('deletes a webhook by its token', async () => {
    const hook = await general.createWebhook({ name: 'Short' });
    const client = new WebhookClient({ id: hook.id, token: hook.token ?? '' }, { rest: { api: `${discord.url}/api` } });

    await client.delete();

    await expect(bot.fetchWebhook(hook.id)).rejects.toMatchObject({ code: 10015 });
  });

  it('makes and keeps threads', async () => {
    const message = await general.send('start here');
    const thread = await message.startThread({
      name: 'from a message',
      autoArchiveDuration: ThreadAutoArchiveDuration.OneDay,
    });
    const hidden = await general.threads.create({ name: 'hidden', type: ChannelType.PrivateThread });

    await thread.send('first');
    await thread.members.add(discord.world.people.ben.id);
    const members = await thread.members.fetch();
    const one = await thread.members.fetch(discord.world.people.ben.id);
    await thread.members.remove(discord.world.people.ben.id);
    await thread.setName('renamed');
    await thread.leave();
    await thread.join();
    await thread.setArchived(true);
    const archived = await general.threads.fetchArchived();
    await thread.setArchived(false);
    await hidden.setLocked(true);
    await hidden.setArchived(true);
    const archivedPrivate = await general.threads.fetchArchived({ type: 'private' });
    const active = await guild.channels.fetchActiveThreads();
    const starter = await thread.fetchStarterMessage();
    await hidden.delete();

    expect(thread.id).toBe(message.id);
    expect(starter?.id).toBe(message.id);
    expect(members.map(({ user }) => user?.username)).toContain('ben');
    expect(one.id).toBe(discord.world.people.ben.id);
    expect(archived.threads.map(({ name }) => name)).toContain('renamed');
    expect(archivedPrivate.threads.map(({ name }) => name)).toContain('hidden');
    expect(active.threads.map(({ name }) => name)).toEqual(expect.arrayContaining(['renamed', 'corner', 'Prologue']));
  });

  it('posts in forums, with tags, files and webhooks', async () => {
    await stories.setAvailableTags([{ name: 'sea', moderated: false, emoji: { id: null, name: '🌊' } }]);
    const [tag] = stories.availableTags;
    if (!tag) throw new Error('the tag is there');

    const post = await stories.threads.create({
      name: 'A tale',
      message: { content: 'Once', files: [{ attachment: Buffer.from('map'), name: 'map.txt' }] },
      appliedTags: [tag.id],
    });
    const opening = await post.fetchStarterMessage();
    const hook = await stories.createWebhook({ name: 'Tellers' });
    const told = await hook.send({ content: 'Told by a hook', threadName: 'Hooked', appliedTags: [tag.id] });

    expect(opening).toMatchObject({ id: post.id, content: 'Once' });
    expect(post.appliedTags).toEqual([tag.id]);
    expect(told.channelId).toBe(told.id);
    await expect(hook.send('where?')).rejects.toMatchObject({ code: 220001 });
  });

  it('manages channels and overwrites', async () => {
    const category = await guild.channels.create({ name: 'Rooms', type: ChannelType.GuildCategory });
    const room = await guild.channels.create({
      name: 'New Room',
      type: ChannelType.GuildText,
      parent: category.id,
      topic: 'talk',
      nsfw: true,
      rateLimitPerUser: 5,
      permissionOverwrites: [{ id: guild.id, deny: [PermissionFlagsBits.SendMessages] }],
    });

    await room.edit({ name: 'newer-room', topic: 'more talk' });
    await room.permissionOverwrites.edit(discord.world.people.ben.id, { ViewChannel: false });
    await expect.poll(async () => (await ben.call('GET', `/channels/${room.id}`)).status).toBe(403);
    await room.permissionOverwrites.delete(discord.world.people.ben.id);
    await guild.channels.setPositions([{ channel: room.id, position: 9 }]);
    const invite = await room.createInvite({ maxAge: 60 });
    const invites = await room.fetchInvites();
    const ofGuild = await guild.invites.fetch();
    const looked = await bot.fetchInvite(invite.code);
    await invite.delete();
    const all = await guild.channels.fetch();
    await room.delete();
    await category.delete();

    expect(room.name).toBe('newer-room');
    expect(room.permissionOverwrites.cache.get(guild.id)?.type).toBe(OverwriteType.Role);
    expect([invites.size, ofGuild.size]).toEqual([1, 1]);
    expect(looked.code).toBe(invite.code);
    expect(all.has(room.id)).toBe(true);
  });

  it('knows members and roles', async () => {
    const members = await guild.members.fetch();
    const listed = await guild.members.list({ limit: 10 });
    const found = await guild.members.search({ query: 'be' });
    const benny = await guild.members.fetch({ user: discord.world.people.ben.id, force: true });
    const role = await guild.roles.create({ name: 'Guest', colors: { primaryColor: 0xff0000 }, mentionable: true });
    await role.edit({ name: 'Regular' });
    await role.setPosition(1);
    await benny.roles.add(role);
    await benny.roles.remove(role);
    await benny.edit({ roles: [role.id], nick: 'Benny' });
    await benny.timeout(60_000);
    await benny.timeout(null);
    const me = await guild.members.editMe({ nick: 'The Keeper' });
    const roles = await guild.roles.fetch();
    const one = await guild.roles.fetch(role.id, { force: true });
    await role.delete();

    expect(members.size).toBe(4);
    expect(listed.size).toBe(4);
    expect(found.map(({ user }) => user.username)).toEqual(['ben']);
    expect(me.nickname).toBe('The Keeper');
    expect(roles.map(({ name }) => name)).toContain('Regular');
    expect(one?.name).toBe('Regular');
  });

  it('moderates: bans, unbans, kicks', async () => {
    const { cyn } = discord.world.people;
    await guild.members.ban(cyn.id);
    const bans = await guild.bans.fetch();
    const ban = await guild.bans.fetch(cyn.id);
    await guild.members.unban(cyn.id);

    expect(bans.size).toBe(1);
    expect(ban.user.username).toBe('cyn');
    await expect(guild.members.kick(cyn.id)).rejects.toMatchObject({ code: 10007 });
  });

  it('reads and changes the guild, itself and its application', async () => {
    const fetched = await guild.fetch();
    await guild.edit({ name: 'Tavern' });
    await guild.fetchPreview();
    const guilds = await bot.guilds.fetch();
    const person = await bot.users.fetch(discord.world.people.ada.id, { force: true });
    await bot.user.setUsername('Tzurot');
    await bot.user.setAvatar(pixel);
    const application = await bot.application.fetch();
    await bot.application.edit({ description: 'Characters' });
    await bot.application.entitlements.fetch();

    expect(fetched.ownerId).toBe(discord.world.people.ada.id);
    expect(guilds.size).toBe(1);
    expect(person.username).toBe('ada');
    expect(application.owner?.id).toBe(discord.world.people.ada.id);
    expect((await fetch(bot.user.displayAvatarURL())).headers.get('content-type')).toBe('image/png');
  });

  it('keeps emojis and stickers', async () => {
    const emoji = await guild.emojis.create({ attachment: pixel, name: 'dot' });
    await emoji.edit({ name: 'dots' });
    await guild.emojis.fetch();
    await guild.emojis.fetch(emoji.id, { force: true });
    const message = await general.send(`look ${emoji.toString()}`);
    await message.react(emoji);
    await emoji.delete();
    const own = await bot.application.emojis.create({ attachment: pixel, name: 'own' });
    await bot.application.emojis.fetch();
    await bot.application.emojis.edit(own.id, { name: 'owned' });
    await bot.application.emojis.delete(own.id);
    const sticker = await guild.stickers.create({
      file: { attachment: pixel, name: 's.png' },
      name: 'wave',
      tags: 'wave',
    });
    const withSticker = await general.send({ stickers: [sticker.id] });
    await guild.stickers.fetch();
    await sticker.delete();

    expect(message.content).toContain(emoji.id);
    expect(withSticker.stickers.first()?.name).toBe('wave');
  });

  it('registers commands globally and in a guild', async () => {
    const view = new SlashCommandBuilder().setName('view').setDescription('Look').toJSON();
    const more = { name: 'Info', type: ApplicationCommandType.Message } as const;
    const [one] = [...(await bot.application.commands.set([view])).values()];
    const [same] = [...(await bot.application.commands.set([view, more])).values()];
    const created = await bot.application.commands.create({ name: 'extra', description: 'More' });
    await created.edit({ description: 'Even more', defaultMemberPermissions: PermissionFlagsBits.ManageMessages });
    await bot.application.commands.fetch(created.id, { force: true });
    await created.delete();
    const all = await bot.application.commands.fetch();
    const inGuild = await guild.commands.set([view]);
    await guild.commands.create({ name: 'here', description: 'Only here' });
    await guild.commands.fetch();
    await guild.commands.delete(inGuild.first()?.id ?? '');
    await guild.commands.permissions.fetch({});
    await guild.commands.set([]);

    expect(same?.id).toBe(one?.id);
    expect(all.map(({ name }) => name).toSorted()).toEqual(['Info', 'view']);
  });

  it('finds nothing of what nobody can make here', async () => {
    const counts = [
      (await guild.scheduledEvents.fetch()).size,
      (await guild.soundboardSounds.fetch()).size,
      ((await bot.rest.get('/soundboard-default-sounds')) as unknown[]).length,
      (await guild.autoModerationRules.fetch()).size,
      (await guild.fetchTemplates()).size,
      (await guild.fetchAuditLogs()).entries.size,
    ];

    expect(counts).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('writes direct messages, and hears them without having seen the channel', async () => {
    const heard = nextEvent(bot, Events.MessageCreate, (message) => message.channel.isDMBased() && !message.author.bot);
    const direct = await ben.openDirect(bot.user.id);
    await ben.send(direct.id, 'psst');
    const [message] = await heard;

    const answer = await message.reply('yes?');
    const opened = await bot.users.createDM(discord.world.people.ben.id);

    expect(message.content).toBe('psst');
    expect(message.guildId).toBeNull();
    expect(opened.id).toBe(direct.id);
    expect((await ben.history(direct.id))[0]?.id).toBe(answer.id);
  });

  it('does not send twice for one nonce', async () => {
    const nonce = 'turn-1';
    const [first, second] = [
      await general.send({ content: 'once', nonce, enforceNonce: true }),
      await general.send({ content: 'once', nonce, enforceNonce: true }),
    ];

    expect(second.id).toBe(first.id);
  });

  it('crossposts in announcement channels', async () => {
    const news = await guild.channels.create({ name: 'news', type: ChannelType.GuildAnnouncement });
    const message = await news.send('read all about it');

    await message.crosspost();

    await expect(message.crosspost()).rejects.toMatchObject({ code: 40033 });
    const typed: GuildTextBasedChannel = news;
    await typed.delete();
  });

  it("made at least 100 distinct calls, and every call and answer fits Discord's description", () => {
    expect(calledByBot(discord).size).toBeGreaterThanOrEqual(100);
    expect(judgeLog(discord)).toEqual([]);
  });

  it('was told of at least 30 kinds of event, each as documented', () => {
    const { findings, kinds } = judgeEvents(discord);

    expect(kinds.size).toBeGreaterThanOrEqual(30);
    expect(findings).toEqual([]);
  });
});
