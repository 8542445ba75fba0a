import { once } from 'node:events';
import {
  Client,
  type CommandInteraction,
  type ComponentInteraction,
  type Message,
  type ModalSubmitInteraction,
  type TextChannel,
} from 'oceanic.js';
import { type ClientRun, isGone, type Place } from './actions.ts';

export async function startOceanic(place: Place): Promise<ClientRun> {
  const client = new Client({
    auth: `Bot ${place.token}`,
    gateway: {
      intents: [
        'GUILDS',
        'GUILD_MEMBERS',
        'GUILD_MESSAGES',
        'GUILD_MESSAGE_REACTIONS',
        'DIRECT_MESSAGES',
        'MESSAGE_CONTENT',
      ],
    },
    rest: { baseURL: `${place.url}/api/v10` },
  });
  client.on('error', () => undefined);
  const ready = once(client, 'ready');
  await client.connect();
  await ready;
  const { channels, guilds, webhooks, applications } = client.rest;
  const guild = client.guilds.get(place.guild);
  if (!guild) throw new Error('the guild is missing');

  const say = (content: string) => channels.createMessage(place.general, { content });
  const read = (id: string) => channels.getMessage(place.general, id);
  const latest = async () => (await channels.getMessages(place.general, { limit: 1 }))[0]?.content ?? '';
  async function asked<Kind>(content: string, components: object[] = []): Promise<Kind> {
    const coming = once(client, 'interactionCreate');
    await channels.createMessage(place.general, { content, components: components as never });
    return ((await coming) as [Kind])[0];
  }
  function hear(fits: (message: Message) => boolean): Promise<string> {
    return new Promise((resolve) => {
      client.on('messageCreate', (message) => fits(message) && resolve(message.content));
    });
  }

  let message: Message;
  let threadId = '';
  let webhook: { id: string; token: string };
  let attic: TextChannel;
  let guest = '';

  return {
    stop: () => client.disconnect(false),
    act: {
      'knows who it is': async () => client.user.username,
      'knows the channels of its guild': async () =>
        guild.channels
          .map(({ name }) => name)
          .toSorted()
          .join(' '),
      'fetches a member': async () => (await guilds.getMember(place.guild, place.ben)).username,
      'asks the gateway for a member': async () =>
        (await guild.fetchMembers({ query: 'ada', limit: 1 }))[0]?.username ?? '',
      'sends text': async () => (message = await say('text')).content,
      async 'replies to a message'() {
        const reply = await channels.createMessage(place.general, {
          content: 'reply',
          messageReference: { messageID: message.id },
        });
        return reply.referencedMessage?.content ?? '';
      },
      'sends an embed': async () =>
        (await channels.createMessage(place.general, { embeds: [{ title: 'A title' }] })).embeds[0]?.title ?? '',
      'sends a file': async () =>
        (
          await channels.createMessage(place.general, { files: [{ name: 'note.txt', contents: Buffer.from('note') }] })
        ).attachments.toArray()[0]?.filename ?? '',
      async 'mentions two people and lets one be pinged'() {
        const content = `<@${place.ada}> <@${place.ben}>`;
        const sent = await channels.createMessage(place.general, { content, allowedMentions: { users: [place.ben] } });
        return sent.mentions.users.map(({ username }) => username).join(' ');
      },
      'edits a message': async () =>
        (await channels.editMessage(place.general, message.id, { content: 'edited' })).content,
      'reads one message': async () => (await read(message.id)).content,
      'reads the history': async () =>
        (await channels.getMessages(place.general, { limit: 100 })).at(-1)?.content ?? '',
      async reacts() {
        await channels.createReaction(place.general, message.id, '🍵');
        return (await read(message.id)).reactions.map(({ emoji, count }) => `${emoji.name} ${count}`).join();
      },
      'reads who reacted': async () =>
        (await channels.getReactions(place.general, message.id, '🍵')).map(({ username }) => username).join(' '),
      async 'takes a reaction back'() {
        await channels.deleteReaction(place.general, message.id, '🍵');
        return (await read(message.id)).reactions.length === 0 ? 'none' : 'some';
      },
      async pins() {
        await channels.pinMessage(place.general, message.id);
        return (await channels.getPinnedMessages(place.general)).map(({ content }) => content).join();
      },
      async unpins() {
        await channels.unpinMessage(place.general, message.id);
        return (await channels.getPinnedMessages(place.general)).length === 0 ? 'none' : 'some';
      },
      async types() {
        await channels.sendTyping(place.general);
        return 'done';
      },
      async 'deletes a message'() {
        const { id } = await say('short-lived');
        await channels.deleteMessage(place.general, id);
        return await isGone(read(id));
      },
      async 'deletes several messages'() {
        const ids = [(await say('one')).id, (await say('two')).id];
        await channels.deleteMessages(place.general, ids);
        return await isGone(read(ids[1] ?? ''));
      },
      async 'hears what a person says'() {
        const heard = hear(({ author }) => author.id === place.ben);
        await say('ben: say hello');
        return await heard;
      },
      async 'hears how a person reacts'() {
        const heard = new Promise<string>((resolve) => {
          client.on('messageReactionAdd', (_message, _reactor, { emoji }) => resolve(emoji.name));
        });
        await say('ben: react');
        return await heard;
      },
      async 'starts a thread from a message'() {
        const thread = await channels.startThreadFromMessage(place.general, message.id, { name: 'corner table' });
        threadId = thread.id;
        return thread.name;
      },
      'writes in a thread': async () => (await channels.createMessage(threadId, { content: 'in here' })).content,
      async 'archives a thread'() {
        const thread = await channels.edit(threadId, { archived: true });
        return (thread as unknown as { threadMetadata: { archived: boolean } }).threadMetadata.archived
          ? 'archived'
          : 'open';
      },
      async 'posts in a forum'() {
        const post = { name: 'A tale', message: { content: 'once' } };
        return (await channels.startThreadInThreadOnlyChannel(place.stories, post)).name;
      },
      async 'makes a webhook'() {
        const made = await webhooks.create(place.general, { name: 'Porter' });
        webhook = { id: made.id, token: made.token ?? '' };
        return made.name ?? '';
      },
      async 'speaks through a webhook'() {
        message = await webhooks.execute(webhook.id, webhook.token, {
          content: 'by hook',
          username: 'Lilith',
          wait: true,
        });
        return message.author.username;
      },
      'edits what a webhook said': async () =>
        (await webhooks.editMessage(webhook.id, webhook.token, message.id, { content: 'edited' })).content,
      async 'deletes a webhook'() {
        await webhooks.delete(webhook.id);
        return (await webhooks.getForChannel(place.general)).length === 0 ? 'none' : 'some';
      },
      async 'makes a channel'() {
        attic = await guilds.createChannel(place.guild, 0, { name: 'attic' });
        return attic.name;
      },
      async 'hides a channel from a person'() {
        await channels.editPermission(attic.id, place.ben, { type: 1, allow: 0n, deny: 1024n });
        const { permissionOverwrites } = await channels.get<TextChannel>(attic.id);
        return permissionOverwrites.get(place.ben)?.deny === 1024n ? 'hidden' : 'open';
      },
      async 'deletes a channel'() {
        await channels.delete(attic.id);
        return 'done';
      },
      async 'makes a role'() {
        const role = await guilds.createRole(place.guild, { name: 'Guest' });
        guest = role.id;
        return role.name;
      },
      async 'gives a role to a person'() {
        await guilds.addMemberRole(place.guild, place.ben, guest);
        return (await guilds.getMember(place.guild, place.ben)).roles.includes(guest) ? 'given' : 'not given';
      },
      async 'deletes a role'() {
        await guilds.deleteRole(place.guild, guest);
        return 'done';
      },
      'renames itself in a guild': async () =>
        (await guilds.editCurrentMember(place.guild, { nick: 'Keeper' })).nick ?? '',
      async 'writes to a person in private'() {
        const { id } = await channels.createDM(place.ben);
        return (await channels.createMessage(id, { content: 'psst' })).content;
      },
      'makes an invite': async () => (await channels.createInvite(place.general, { maxAge: 60 })).channel?.name ?? '',
      async 'registers commands'() {
        const commands = [
          { type: 1 as const, name: 'greet', description: 'Greets' },
          { type: 1 as const, name: 'later', description: 'Greets later' },
        ];
        const made = await applications.bulkEditGlobalCommands(place.applicationId, commands);
        return made
          .map(({ name }) => name)
          .toSorted()
          .join(' ');
      },
      async 'answers a command'() {
        const interaction = await asked<CommandInteraction>('ben: use greet');
        await interaction.createMessage({ content: `Hello, ${interaction.user.username}.` });
        return await latest();
      },
      async 'defers its answer to a command'() {
        const interaction = await asked<CommandInteraction>('ben: use later');
        await interaction.defer();
        await interaction.editOriginal({ content: `Later, ${interaction.user.username}.` });
        return await latest();
      },
      async 'answers a button by changing its message'() {
        const button = { type: 2, style: 1, label: 'Press', customID: 'press' };
        const interaction = await asked<ComponentInteraction>('ben: press', [{ type: 1, components: [button] }]);
        await interaction.editParent({ content: 'pressed', components: [] });
        return await latest();
      },
      async 'answers a select menu'() {
        const options = ['a', 'b'].map((value) => ({ label: value, value }));
        const menu = { type: 3, customID: 'choose', options };
        const interaction = await asked<ComponentInteraction>('ben: choose b', [{ type: 1, components: [menu] }]);
        const { values } = interaction.data as unknown as { values: { raw: string[] } };
        await interaction.editParent({ content: values.raw.join(), components: [] });
        return await latest();
      },
      async 'opens a form and reads what was filled in'() {
        const button = { type: 2, style: 1, label: 'Open', customID: 'open' };
        const interaction = await asked<ComponentInteraction>('ben: fill in', [{ type: 1, components: [button] }]);
        const submitted = once(client, 'interactionCreate') as Promise<[ModalSubmitInteraction]>;
        const input = { type: 4 as const, customID: 'drink', label: 'Drink', style: 1 as const };
        await interaction.createModal({
          customID: 'form',
          title: 'Form',
          components: [{ type: 1, components: [input] }],
        });
        const [form] = await submitted;
        await form.createMessage({ content: form.data.components.getTextInput('drink') ?? '' });
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
