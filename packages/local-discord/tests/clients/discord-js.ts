import { once } from 'node:events';
import {
  type ButtonInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  Client,
  ComponentType,
  Events,
  type ForumChannel,
  GatewayIntentBits as Intent,
  type Message,
  type MessageReaction,
  type ModalSubmitInteraction,
  Partials,
  type StringSelectMenuInteraction,
  type TextChannel,
  type ThreadChannel,
  type Webhook,
} from 'discord.js';
import { type ClientRun, isGone, type Place } from './actions.ts';

const intents = [
  Intent.Guilds,
  Intent.GuildMembers,
  Intent.GuildMessages,
  Intent.GuildMessageReactions,
  Intent.DirectMessages,
  Intent.MessageContent,
];

export async function startDiscordJs(place: Place): Promise<ClientRun> {
  const client = new Client({
    intents,
    partials: [Partials.Channel],
    rest: { api: `${place.url}/api`, cdn: place.url },
  });
  const ready = once(client, Events.ClientReady);
  await client.login(place.token);
  await ready;
  const guild = client.guilds.cache.get(place.guild);
  const general = client.channels.cache.get(place.general) as TextChannel;
  if (!guild) throw new Error('the guild is missing');

  let message: Message;
  let thread: ThreadChannel;
  let webhook: Webhook;
  let attic: TextChannel;
  let guest: string;

  /** The interaction that follows from what ben is asked. */
  async function asked<Kind>(content: string, components: object[] = []): Promise<Kind> {
    const coming = once(client, Events.InteractionCreate);
    await general.send({ content, components } as never);
    const [interaction] = (await coming) as [Kind];
    return interaction;
  }
  const latest = async () => (await general.messages.fetch({ limit: 1 })).first()?.content ?? '';

  return {
    stop: () => client.destroy(),
    act: {
      'knows who it is': async () => client.user?.username ?? '',
      'knows the channels of its guild': async () =>
        [...guild.channels.cache.values()]
          .filter((each) => !each.isThread())
          .map(({ name }) => name)
          .toSorted()
          .join(' '),
      'fetches a member': async () => (await guild.members.fetch(place.ben)).user.username,
      'asks the gateway for a member': async () =>
        (await guild.members.fetch({ query: 'ada', limit: 1 })).first()?.user.username ?? '',
      'sends text': async () => (message = await general.send('text')).content,
      'replies to a message': async () => (await (await message.reply('reply')).fetchReference()).content,
      'sends an embed': async () => (await general.send({ embeds: [{ title: 'A title' }] })).embeds[0]?.title ?? '',
      'sends a file': async () =>
        (await general.send({ files: [{ attachment: Buffer.from('note'), name: 'note.txt' }] })).attachments.first()
          ?.name ?? '',
      'mentions two people and lets one be pinged': async () =>
        (
          await general.send({ content: `<@${place.ada}> <@${place.ben}>`, allowedMentions: { users: [place.ben] } })
        ).mentions.users
          .map(({ username }) => username)
          .join(' '),
      'edits a message': async () => (message = await message.edit('edited')).content,
      'reads one message': async () => (await general.messages.fetch({ message: message.id, force: true })).content,
      'reads the history': async () => (await general.messages.fetch({ limit: 100 })).last()?.content ?? '',
      async reacts() {
        await message.react('🍵');
        const { reactions } = await general.messages.fetch({ message: message.id, force: true });
        return reactions.cache.map(({ emoji, count }) => `${emoji.name} ${count}`).join();
      },
      'reads who reacted': async () =>
        (await message.reactions.resolve('🍵')?.users.fetch())?.map(({ username }) => username).join(' ') ?? '',
      async 'takes a reaction back'() {
        const reaction = message.reactions.resolve('🍵');
        await reaction?.users.remove();
        return (await reaction?.users.fetch())?.size === 0 ? 'none' : 'some';
      },
      async pins() {
        await message.pin();
        return (await general.messages.fetchPins()).items.map((each) => each.message.content).join();
      },
      async unpins() {
        await message.unpin();
        return (await general.messages.fetchPins()).items.length === 0 ? 'none' : 'some';
      },
      async types() {
        await general.sendTyping();
        return 'done';
      },
      async 'deletes a message'() {
        const sent = await general.send('short-lived');
        await sent.delete();
        return await isGone(general.messages.fetch({ message: sent.id, force: true }));
      },
      async 'deletes several messages'() {
        const sent = [await general.send('one'), await general.send('two')];
        await general.bulkDelete(sent);
        return await isGone(general.messages.fetch({ message: sent[1]?.id ?? '', force: true }));
      },
      async 'hears what a person says'() {
        const heard = new Promise<string>((resolve) => {
          client.on(Events.MessageCreate, ({ author, content }) => author.id === place.ben && resolve(content));
        });
        await general.send('ben: say hello');
        return await heard;
      },
      async 'hears how a person reacts'() {
        const heard = once(client, Events.MessageReactionAdd) as Promise<[MessageReaction]>;
        await general.send('ben: react');
        return (await heard)[0].emoji.name ?? '';
      },
      'starts a thread from a message': async () => (thread = await message.startThread({ name: 'corner table' })).name,
      'writes in a thread': async () => (await thread.send('in here')).content,
      'archives a thread': async () => ((await thread.setArchived(true)).archived ? 'archived' : 'open'),
      'posts in a forum': async () =>
        (
          await (client.channels.cache.get(place.stories) as ForumChannel).threads.create({
            name: 'A tale',
            message: { content: 'once' },
          })
        ).name,
      'makes a webhook': async () => (webhook = await general.createWebhook({ name: 'Porter' })).name,
      'speaks through a webhook': async () =>
        (message = (await webhook.send({ content: 'by hook', username: 'Lilith' })) as Message).author.username,
      'edits what a webhook said': async () => (await webhook.editMessage(message.id, 'edited')).content,
      async 'deletes a webhook'() {
        await webhook.delete();
        return (await general.fetchWebhooks()).size === 0 ? 'none' : 'some';
      },
      'makes a channel': async () =>
        (attic = await guild.channels.create({ name: 'attic', type: ChannelType.GuildText })).name,
      async 'hides a channel from a person'() {
        await attic.permissionOverwrites.create(place.ben, { ViewChannel: false });
        return attic.permissionOverwrites.resolve(place.ben)?.deny.has('ViewChannel') ? 'hidden' : 'open';
      },
      async 'deletes a channel'() {
        await attic.delete();
        return 'done';
      },
      async 'makes a role'() {
        const role = await guild.roles.create({ name: 'Guest' });
        guest = role.id;
        return role.name;
      },
      async 'gives a role to a person'() {
        const member = await guild.members.fetch(place.ben);
        const { roles } = await member.roles.add(guest);
        return roles.cache.has(guest) ? 'given' : 'not given';
      },
      async 'deletes a role'() {
        await guild.roles.delete(guest);
        return 'done';
      },
      'renames itself in a guild': async () => (await guild.members.editMe({ nick: 'Keeper' })).nickname ?? '',
      'writes to a person in private': async () => (await (await client.users.fetch(place.ben)).send('psst')).content,
      'makes an invite': async () => (await general.createInvite({ maxAge: 60 })).channel?.name ?? '',
      async 'registers commands'() {
        const made = await client.application?.commands.set([
          { name: 'greet', description: 'Greets' },
          { name: 'later', description: 'Greets later' },
        ]);
        return (
          made
            ?.map(({ name }) => name)
            .toSorted()
            .join(' ') ?? ''
        );
      },
      async 'answers a command'() {
        const interaction = await asked<ChatInputCommandInteraction>('ben: use greet');
        await interaction.reply(`Hello, ${interaction.user.username}.`);
        return await latest();
      },
      async 'defers its answer to a command'() {
        const interaction = await asked<ChatInputCommandInteraction>('ben: use later');
        await interaction.deferReply();
        await interaction.editReply(`Later, ${interaction.user.username}.`);
        return await latest();
      },
      async 'answers a button by changing its message'() {
        const button = { type: ComponentType.Button, style: 1, label: 'Press', custom_id: 'press' };
        const interaction = await asked<ButtonInteraction>('ben: press', [{ type: 1, components: [button] }]);
        await interaction.update({ content: 'pressed', components: [] });
        return await latest();
      },
      async 'answers a select menu'() {
        const options = ['a', 'b'].map((value) => ({ label: value, value }));
        const menu = { type: ComponentType.StringSelect, custom_id: 'choose', options };
        const interaction = await asked<StringSelectMenuInteraction>('ben: choose b', [
          { type: 1, components: [menu] },
        ]);
        await interaction.update({ content: interaction.values.join(), components: [] });
        return await latest();
      },
      async 'opens a form and reads what was filled in'() {
        const button = { type: ComponentType.Button, style: 1, label: 'Open', custom_id: 'open' };
        const interaction = await asked<ButtonInteraction>('ben: fill in', [{ type: 1, components: [button] }]);
        const submitted = once(client, Events.InteractionCreate) as Promise<[ModalSubmitInteraction]>;
        const input = { type: ComponentType.TextInput, custom_id: 'drink', label: 'Drink', style: 1 } as const;
        await interaction.showModal({
          customId: 'form',
          title: 'Form',
          components: [{ type: 1, components: [input] }],
        } as never);
        const [form] = await submitted;
        await form.reply(form.fields.getTextInputValue('drink'));
        return await latest();
      },
      async 'waits when it is limited, and tries again'() {
        const hurried = new Promise<void>((resolve) => {
          client.on(Events.MessageCreate, ({ content }) => content === 'hurried' && resolve());
        });
        await general.send('ben: hurry');
        await hurried;
        return (await general.send('patient')).content;
      },
    },
  };
}
