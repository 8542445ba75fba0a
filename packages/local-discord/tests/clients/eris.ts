import { once } from 'node:events';
import { Agent } from 'node:https';
import {
  Client,
  type CommandInteraction,
  type ComponentInteraction,
  Constants,
  type Message,
  type ModalSubmitInteraction,
  type TextChannel,
} from 'eris';
import { type ClientRun, isGone, type Place } from './actions.ts';

export async function startEris(place: Place): Promise<ClientRun> {
  const { port, hostname } = new URL(place.url);
  const client = new Client(`Bot ${place.token}`, {
    intents: ['guilds', 'guildMembers', 'guildMessages', 'guildMessageReactions', 'directMessages', 'messageContent'],
    // It knows a domain and no port; its agent may.
    rest: { domain: hostname, agent: new Agent({ port: Number(port), ca: place.ca, keepAlive: true }) },
    ws: { ca: place.ca },
    restMode: true,
  });
  client.on('error', () => undefined);
  const ready = once(client, 'ready');
  await client.connect();
  await ready;
  const guild = client.guilds.get(place.guild);
  if (!guild) throw new Error('the guild is missing');

  const say = (content: string) => client.createMessage(place.general, content);
  const read = (id: string) => client.getMessage(place.general, id);
  const latest = async () => (await client.getMessages(place.general, { limit: 1 }))[0]?.content ?? '';
  async function asked<Kind>(content: string, components: object[] = []): Promise<Kind> {
    const coming = once(client, 'interactionCreate');
    await client.createMessage(place.general, { content, components: components as never });
    return ((await coming) as [Kind])[0];
  }
  function hear(fits: (message: Pick<Message, 'author' | 'content'>) => boolean): Promise<string> {
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
    stop: () => client.disconnect({ reconnect: false }),
    act: {
      'knows who it is': async () => client.user.username,
      'knows the channels of its guild': async () =>
        guild.channels
          .map(({ name }) => name)
          .toSorted()
          .join(' '),
      'fetches a member': async () => (await client.getRESTGuildMember(place.guild, place.ben)).username,
      'asks the gateway for a member': async () =>
        (await guild.fetchMembers({ query: 'ada', limit: 1 }))[0]?.username ?? '',
      'sends text': async () => (message = await say('text')).content,
      async 'replies to a message'() {
        const reply = await client.createMessage(place.general, {
          content: 'reply',
          messageReference: { messageID: message.id },
        });
        return reply.referencedMessage?.content ?? '';
      },
      'sends an embed': async () =>
        (await client.createMessage(place.general, { embeds: [{ title: 'A title' }] })).embeds[0]?.title ?? '',
      'sends a file': async () =>
        (await client.createMessage(place.general, '', { name: 'note.txt', file: Buffer.from('note') })).attachments[0]
          ?.filename ?? '',
      async 'mentions two people and lets one be pinged'() {
        const content = `<@${place.ada}> <@${place.ben}>`;
        const sent = await client.createMessage(place.general, { content, allowedMentions: { users: [place.ben] } });
        return sent.mentions.map(({ username }) => username).join(' ');
      },
      'edits a message': async () => (await client.editMessage(place.general, message.id, 'edited')).content,
      'reads one message': async () => (await read(message.id)).content,
      'reads the history': async () => (await client.getMessages(place.general, { limit: 100 })).at(-1)?.content ?? '',
      async reacts() {
        await client.addMessageReaction(place.general, message.id, '🍵');
        const { reactions } = await read(message.id);
        return Object.entries(reactions)
          .map(([name, { count }]) => `${name} ${count}`)
          .join();
      },
      'reads who reacted': async () =>
        (await client.getMessageReaction(place.general, message.id, '🍵')).map(({ username }) => username).join(' '),
      async 'takes a reaction back'() {
        await client.removeMessageReaction(place.general, message.id, '🍵');
        return Object.keys((await read(message.id)).reactions).length === 0 ? 'none' : 'some';
      },
      async pins() {
        await client.pinMessage(place.general, message.id);
        return (await client.getPins(place.general)).map(({ content }) => content).join();
      },
      async unpins() {
        await client.unpinMessage(place.general, message.id);
        return (await client.getPins(place.general)).length === 0 ? 'none' : 'some';
      },
      async types() {
        await client.sendChannelTyping(place.general);
        return 'done';
      },
      async 'deletes a message'() {
        const { id } = await say('short-lived');
        await client.deleteMessage(place.general, id);
        return await isGone(read(id));
      },
      async 'deletes several messages'() {
        const ids = [(await say('one')).id, (await say('two')).id];
        await client.deleteMessages(place.general, ids);
        return await isGone(read(ids[1] ?? ''));
      },
      async 'hears what a person says'() {
        const heard = hear(({ author }) => author.id === place.ben);
        await say('ben: say hello');
        return await heard;
      },
      async 'hears how a person reacts'() {
        const heard = new Promise<string>((resolve) => {
          client.on('messageReactionAdd', (_message, emoji) => resolve(emoji.name));
        });
        await say('ben: react');
        return await heard;
      },
      async 'starts a thread from a message'() {
        const thread = await client.createThreadWithMessage(place.general, message.id, { name: 'corner table' });
        threadId = thread.id;
        return thread.name;
      },
      'writes in a thread': async () => (await client.createMessage(threadId, 'in here')).content,
      async 'archives a thread'() {
        const thread = await client.editChannel(threadId, { archived: true });
        return (thread as unknown as { threadMetadata: { archived: boolean } }).threadMetadata.archived
          ? 'archived'
          : 'open';
      },
      async 'posts in a forum'() {
        const post = { name: 'A tale', message: { content: 'once' } as never };
        return (await client.createThread(place.stories, post)).name;
      },
      async 'makes a webhook'() {
        const made = await client.createChannelWebhook(place.general, { name: 'Porter' });
        webhook = { id: made.id, token: made.token ?? '' };
        return made.name;
      },
      async 'speaks through a webhook'() {
        message = await client.executeWebhook(webhook.id, webhook.token, {
          content: 'by hook',
          username: 'Lilith',
          wait: true,
        });
        return message.author.username;
      },
      'edits what a webhook said': async () =>
        (await client.editWebhookMessage(webhook.id, webhook.token, message.id, { content: 'edited' })).content,
      async 'deletes a webhook'() {
        await client.deleteWebhook(webhook.id);
        return (await client.getChannelWebhooks(place.general)).length === 0 ? 'none' : 'some';
      },
      'makes a channel': async () => (attic = await client.createChannel(place.guild, 'attic')).name,
      async 'hides a channel from a person'() {
        await client.editChannelPermission(attic.id, place.ben, 0, 1024, Constants.PermissionOverwriteTypes.USER);
        const { permissionOverwrites } = (await client.getRESTChannel(attic.id)) as TextChannel;
        return permissionOverwrites.get(place.ben)?.deny === 1024n ? 'hidden' : 'open';
      },
      async 'deletes a channel'() {
        await client.deleteChannel(attic.id);
        return 'done';
      },
      async 'makes a role'() {
        const role = await client.createRole(place.guild, { name: 'Guest' });
        guest = role.id;
        return role.name;
      },
      async 'gives a role to a person'() {
        await client.addGuildMemberRole(place.guild, place.ben, guest);
        return (await client.getRESTGuildMember(place.guild, place.ben)).roles.includes(guest) ? 'given' : 'not given';
      },
      async 'deletes a role'() {
        await client.deleteRole(place.guild, guest);
        return 'done';
      },
      'renames itself in a guild': async () =>
        (await client.editGuildMember(place.guild, '@me', { nick: 'Keeper' })).nick ?? '',
      async 'writes to a person in private'() {
        const { id } = await client.getDMChannel(place.ben);
        return (await client.createMessage(id, 'psst')).content;
      },
      'makes an invite': async () =>
        (await client.createChannelInvite(place.general, { maxAge: 60 })).channel?.name ?? '',
      async 'registers commands'() {
        const commands = [
          { type: 1 as const, name: 'greet', description: 'Greets' },
          { type: 1 as const, name: 'later', description: 'Greets later' },
        ];
        const made = await client.bulkEditCommands(commands);
        return made
          .map(({ name }) => name)
          .toSorted()
          .join(' ');
      },
      async 'answers a command'() {
        const interaction = await asked<CommandInteraction>('ben: use greet');
        await interaction.createMessage(`Hello, ${interaction.member?.username}.`);
        return await latest();
      },
      async 'defers its answer to a command'() {
        const interaction = await asked<CommandInteraction>('ben: use later');
        await interaction.defer();
        await interaction.editOriginalMessage(`Later, ${interaction.member?.username}.`);
        return await latest();
      },
      async 'answers a button by changing its message'() {
        const button = { type: 2, style: 1, label: 'Press', custom_id: 'press' };
        const interaction = await asked<ComponentInteraction>('ben: press', [{ type: 1, components: [button] }]);
        await interaction.editParent({ content: 'pressed', components: [] });
        return await latest();
      },
      async 'answers a select menu'() {
        const options = ['a', 'b'].map((value) => ({ label: value, value }));
        const menu = { type: 3, custom_id: 'choose', options };
        const interaction = await asked<ComponentInteraction>('ben: choose b', [{ type: 1, components: [menu] }]);
        const { values } = interaction.data as { values: string[] };
        await interaction.editParent({ content: values.join(), components: [] });
        return await latest();
      },
      async 'opens a form and reads what was filled in'() {
        const button = { type: 2, style: 1, label: 'Open', custom_id: 'open' };
        const interaction = await asked<ComponentInteraction>('ben: fill in', [{ type: 1, components: [button] }]);
        const submitted = once(client, 'interactionCreate') as Promise<[ModalSubmitInteraction]>;
        const input = { type: 4, custom_id: 'drink', label: 'Drink', style: 1 };
        await interaction.createModal({
          custom_id: 'form',
          title: 'Form',
          components: [{ type: 1, components: [input] }],
        } as never);
        const [form] = await submitted;
        const [row] = form.data.components as unknown as { components: { value: string }[] }[];
        await form.createMessage(row?.components[0]?.value ?? '');
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
