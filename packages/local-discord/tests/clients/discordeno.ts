import {
  type Bot,
  ChannelTypes,
  type CompleteDesiredProperties,
  createBot,
  createDesiredPropertiesObject,
  Intents,
} from '@discordeno/bot';
import { type ClientRun, isGone, type Place } from './actions.ts';

// It keeps only the properties that a bot names, which makes its types too deep to name here: this list names all of them.
const everything = createDesiredPropertiesObject({}, true);
type WholeBot = Bot<CompleteDesiredProperties<typeof everything, true>>;
type Said = Awaited<ReturnType<WholeBot['helpers']['sendMessage']>>;
type Asked = Parameters<NonNullable<WholeBot['events']['interactionCreate']>>[0];

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, fatal: () => {} };

export async function startDiscordeno(place: Place): Promise<ClientRun> {
  const guildReady = Promise.withResolvers<void>();
  const channelNames: string[] = [];
  const heardMessages = new Set<(message: Said) => void>();
  const heardReactions = new Set<(emoji: string) => void>();
  const heardInteractions: ((interaction: Asked) => void)[] = [];

  const bot = createBot({
    token: place.shapedToken,
    intents:
      Intents.Guilds |
      Intents.GuildMembers |
      Intents.GuildMessages |
      Intents.GuildMessageReactions |
      Intents.DirectMessages |
      Intents.MessageContent,
    desiredProperties: everything,
    gateway: { cache: { requestMembers: { enabled: true } } },
    loggerFactory: () => silent,
    events: {
      guildCreate(guild) {
        // It lists the guild's threads among its channels.
        const channels = guild.channels.filter(({ type }) => type !== ChannelTypes.PublicThread);
        channelNames.push(...channels.map(({ name }) => name ?? ''));
        guildReady.resolve();
      },
      messageCreate: (message) => heardMessages.forEach((listener) => listener(message)),
      reactionAdd: ({ emoji }) => heardReactions.forEach((listener) => listener(emoji.name ?? '')),
      interactionCreate: (interaction) => heardInteractions.shift()?.(interaction),
    },
  }) as WholeBot;
  // Another address at creation would be taken for a proxy, which limits for it.
  bot.rest.baseUrl = `${place.url}/api`;
  await bot.start();
  await guildReady.promise;

  const { helpers } = bot;
  const say = (content: string) => helpers.sendMessage(place.general, { content });
  const read = (id: bigint) => helpers.getMessage(place.general, id);
  const latest = async () => (await helpers.getMessages(place.general, { limit: 1 }))[0]?.content ?? '';
  const nextInteraction = () => new Promise<Asked>((resolve) => heardInteractions.push(resolve));
  async function asked(content: string, components: object[] = []): Promise<Asked> {
    const coming = nextInteraction();
    await helpers.sendMessage(place.general, { content, components: components as never });
    return await coming;
  }
  function hear(fits: (message: Said) => boolean): Promise<string> {
    return new Promise((resolve) => heardMessages.add((message) => fits(message) && resolve(message.content)));
  }

  let message: Said;
  let threadId = 0n;
  let webhook = { id: 0n, token: '' };
  let attic = 0n;
  let guest = 0n;

  return {
    stop: () => bot.shutdown(),
    act: {
      'knows who it is': async () => (await helpers.getUser(bot.id)).username,
      'knows the channels of its guild': async () => channelNames.toSorted().join(' '),
      'fetches a member': async () => (await helpers.getMember(place.guild, place.ben)).user?.username ?? '',
      async 'asks the gateway for a member'() {
        const members = await bot.gateway.requestMembers(place.guild, { query: 'ada', limit: 1 });
        return members[0]?.user.username ?? '';
      },
      'sends text': async () => (message = await say('text')).content,
      async 'replies to a message'() {
        const messageReference = { messageId: message.id, failIfNotExists: true };
        const reply = await helpers.sendMessage(place.general, { content: 'reply', messageReference });
        return reply.referencedMessage?.content ?? '';
      },
      async 'sends an embed'() {
        return (await helpers.sendMessage(place.general, { embeds: [{ title: 'A title' }] })).embeds?.[0]?.title ?? '';
      },
      async 'sends a file'() {
        const files = [{ name: 'note.txt', blob: new Blob(['note']) }];
        return (await helpers.sendMessage(place.general, { files })).attachments?.[0]?.filename ?? '';
      },
      async 'mentions two people and lets one be pinged'() {
        const content = `<@${place.ada}> <@${place.ben}>`;
        const sent = await helpers.sendMessage(place.general, {
          content,
          allowedMentions: { users: [BigInt(place.ben)] },
        });
        return (sent.mentions ?? []).map(({ username }) => username).join(' ');
      },
      'edits a message': async () =>
        (message = await helpers.editMessage(place.general, message.id, { content: 'edited' })).content,
      'reads one message': async () => (await read(message.id)).content,
      'reads the history': async () => (await helpers.getMessages(place.general, { limit: 100 })).at(-1)?.content ?? '',
      async reacts() {
        await helpers.addReaction(place.general, message.id, '🍵');
        const { reactions = [] } = await read(message.id);
        return reactions.map(({ emoji, count }) => `${emoji.name} ${count}`).join();
      },
      'reads who reacted': async () =>
        (await helpers.getReactions(place.general, message.id, '🍵')).map(({ username }) => username).join(' '),
      async 'takes a reaction back'() {
        await helpers.deleteOwnReaction(place.general, message.id, '🍵');
        return ((await read(message.id)).reactions ?? []).length === 0 ? 'none' : 'some';
      },
      async pins() {
        await helpers.pinMessage(place.general, message.id);
        return (await helpers.getPinnedMessages(place.general)).map(({ content }) => content).join();
      },
      async unpins() {
        await helpers.unpinMessage(place.general, message.id);
        return (await helpers.getPinnedMessages(place.general)).length === 0 ? 'none' : 'some';
      },
      async types() {
        await helpers.triggerTypingIndicator(place.general);
        return 'done';
      },
      async 'deletes a message'() {
        const { id } = await say('short-lived');
        await helpers.deleteMessage(place.general, id);
        return await isGone(read(id));
      },
      async 'deletes several messages'() {
        const ids = [(await say('one')).id, (await say('two')).id];
        await helpers.deleteMessages(place.general, ids);
        return await isGone(read(ids[1] ?? 0n));
      },
      async 'hears what a person says'() {
        const heard = hear(({ author }) => author.id === BigInt(place.ben));
        await say('ben: say hello');
        return await heard;
      },
      async 'hears how a person reacts'() {
        const heard = new Promise<string>((resolve) => heardReactions.add(resolve));
        await say('ben: react');
        return await heard;
      },
      async 'starts a thread from a message'() {
        const options = { name: 'corner table', autoArchiveDuration: 60 } as const;
        const thread = await helpers.startThreadWithMessage(place.general, message.id, options);
        threadId = thread.id;
        return thread.name ?? '';
      },
      'writes in a thread': async () => (await helpers.sendMessage(threadId, { content: 'in here' })).content,
      async 'archives a thread'() {
        const thread = await helpers.editChannel(threadId, { archived: true });
        return thread.archived ? 'archived' : 'open';
      },
      async 'posts in a forum'() {
        const post = { name: 'A tale', autoArchiveDuration: 60, message: { content: 'once' } } as const;
        return (await helpers.createForumThread(place.stories, post)).name ?? '';
      },
      async 'makes a webhook'() {
        const made = await helpers.createWebhook(place.general, { name: 'Porter' });
        webhook = { id: made.id, token: made.token ?? '' };
        return made.name ?? '';
      },
      async 'speaks through a webhook'() {
        const options = { content: 'by hook', username: 'Lilith', wait: true };
        const said = await helpers.executeWebhook(webhook.id, webhook.token, options);
        if (said === undefined) throw new Error('the webhook gave no message');
        message = said;
        return said.author.username;
      },
      'edits what a webhook said': async () =>
        (await helpers.editWebhookMessage(webhook.id, webhook.token, message.id, { content: 'edited' })).content,
      async 'deletes a webhook'() {
        await helpers.deleteWebhook(webhook.id);
        return (await helpers.getChannelWebhooks(place.general)).length === 0 ? 'none' : 'some';
      },
      async 'makes a channel'() {
        const made = await helpers.createChannel(place.guild, { name: 'attic' });
        attic = made.id;
        return made.name ?? '';
      },
      async 'hides a channel from a person'() {
        await helpers.editChannelPermissionOverrides(attic, { id: BigInt(place.ben), type: 1, deny: ['VIEW_CHANNEL'] });
        const overwrites = (await helpers.getChannel(attic)).permissionOverwrites ?? [];
        const { deny } = overwrites.find(({ id }) => id === BigInt(place.ben)) ?? {};
        return deny?.includes('VIEW_CHANNEL') ? 'hidden' : 'open';
      },
      async 'deletes a channel'() {
        await helpers.deleteChannel(attic);
        return 'done';
      },
      async 'makes a role'() {
        const role = await helpers.createRole(place.guild, { name: 'Guest' });
        guest = role.id;
        return role.name;
      },
      async 'gives a role to a person'() {
        await helpers.addRole(place.guild, place.ben, guest);
        return (await helpers.getMember(place.guild, place.ben)).roles.includes(guest) ? 'given' : 'not given';
      },
      async 'deletes a role'() {
        await helpers.deleteRole(place.guild, guest);
        return 'done';
      },
      'renames itself in a guild': async () =>
        (await helpers.editBotMember(place.guild, { nick: 'Keeper' })).nick ?? '',
      async 'writes to a person in private'() {
        const { id } = await helpers.getDmChannel(place.ben);
        return (await helpers.sendMessage(id, { content: 'psst' })).content;
      },
      'makes an invite': async () => (await helpers.createInvite(place.general, { maxAge: 60 })).channel?.name ?? '',
      async 'registers commands'() {
        const made = await helpers.upsertGlobalApplicationCommands([
          { type: 1, name: 'greet', description: 'Greets' },
          { type: 1, name: 'later', description: 'Greets later' },
        ]);
        return made
          .map(({ name }) => name)
          .toSorted()
          .join(' ');
      },
      async 'answers a command'() {
        const interaction = await asked('ben: use greet');
        await interaction.respond(`Hello, ${interaction.user.username}.`);
        return await latest();
      },
      async 'defers its answer to a command'() {
        const interaction = await asked('ben: use later');
        await interaction.defer();
        await interaction.edit(`Later, ${interaction.user.username}.`);
        return await latest();
      },
      async 'answers a button by changing its message'() {
        const button = { type: 2, style: 1, label: 'Press', customId: 'press' };
        const interaction = await asked('ben: press', [{ type: 1, components: [button] }]);
        await interaction.edit({ content: 'pressed', components: [] });
        return await latest();
      },
      async 'answers a select menu'() {
        const options = ['a', 'b'].map((value) => ({ label: value, value }));
        const menu = { type: 3, customId: 'choose', options };
        const interaction = await asked('ben: choose b', [{ type: 1, components: [menu] }]);
        await interaction.edit({ content: interaction.data?.values?.join() ?? '', components: [] });
        return await latest();
      },
      async 'opens a form and reads what was filled in'() {
        const button = { type: 2, style: 1, label: 'Open', customId: 'open' };
        const interaction = await asked('ben: fill in', [{ type: 1, components: [button] }]);
        const submitted = nextInteraction();
        const input = { type: 4, customId: 'drink', label: 'Drink', style: 1 };
        await interaction.respond({
          customId: 'form',
          title: 'Form',
          components: [{ type: 1, components: [input] }] as never,
        });
        const form = await submitted;
        await form.respond(form.data?.components?.[0]?.components?.[0]?.value ?? '');
        return await latest();
      },
      async 'waits when it is limited, and tries again'() {
        const hurried = hear(({ content }) => content === 'hurried');
        await say('ben: hurry');
        await hurried;
        return (await say('patient')).content;
      },
    },
  };
}
