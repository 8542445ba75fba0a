import type { LocalDiscord, WorldIds } from '@tzurot/local-discord';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type AutocompleteInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  ComponentType,
  Events,
  GatewayIntentBits as Intent,
  type Interaction,
  type Message,
  MessageFlags,
  Partials,
  TextInputStyle,
} from 'discord.js';

const intents = [Intent.Guilds, Intent.GuildMessages, Intent.DirectMessages, Intent.MessageContent];

/** Answers a name that is mentioned by word through a webhook, under that name, as persona bots do. */
const answerMention = async (bot: Client<true>, message: Message): Promise<void> => {
  if (message.author.bot || message.webhookId !== null) return;
  if (message.channel.isDMBased()) {
    await message.reply('**Lilith:** In private, then.');
    return;
  }
  if (!message.content.includes('@Lilith') || !message.inGuild()) return;
  const place = message.channel.isThread() ? message.channel.parent : message.channel;
  if (place === null || !('fetchWebhooks' in place)) return;
  await message.channel.sendTyping();
  const hooks = await place.fetchWebhooks();
  const hook =
    hooks.find((each) => each.applicationId === bot.application.id) ?? (await place.createWebhook({ name: 'Tzurot' }));
  await hook.send({
    username: 'Lilith',
    content: `You said “${message.content}”. How *very* like you.`,
    ...(message.channel.isThread() ? { threadId: message.channel.id } : {}),
  });
};

const characters = ['Lilith', 'Pip', 'Orin'];

const suggest = (interaction: AutocompleteInteraction): Promise<unknown> => {
  const typed = interaction.options.getFocused().toLowerCase();
  const fitting = characters.filter((name) => name.toLowerCase().includes(typed));
  return interaction.respond(fitting.map((name) => ({ name, value: name })));
};

const runCommand = async (interaction: ChatInputCommandInteraction): Promise<void> => {
  switch (interaction.commandName) {
    case 'view':
      await interaction.reply({
        embeds: [
          { title: interaction.options.getString('character', true), description: 'A character', color: 0x8b5cf6 },
        ],
        components: [
          {
            type: ComponentType.ActionRow,
            components: [
              { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'Greet', customId: 'greet' },
              { type: ComponentType.Button, style: ButtonStyle.Secondary, label: 'Ignored', customId: 'ignored' },
            ],
          },
          {
            type: ComponentType.ActionRow,
            components: [
              {
                type: ComponentType.StringSelect,
                customId: 'mood',
                placeholder: 'Mood',
                options: ['sly', 'kind'].map((mood) => ({ label: mood, value: mood })),
              },
            ],
          },
        ],
      });
      return;
    case 'edit':
      await interaction.showModal({
        custom_id: 'edit',
        title: `Edit ${interaction.options.getString('character', true)}`,
        components: [
          {
            type: ComponentType.Label,
            label: 'New name',
            component: {
              type: ComponentType.TextInput,
              custom_id: 'name',
              style: TextInputStyle.Short,
              max_length: 40,
            },
          },
        ],
      });
      return;
    case 'upload':
      await interaction.showModal({
        custom_id: 'upload',
        title: 'A picture for Lilith',
        components: [
          {
            type: ComponentType.Label,
            label: 'Picture',
            description: 'PNG or JPEG',
            component: { type: ComponentType.FileUpload, custom_id: 'picture', min_values: 1, max_values: 2 },
          },
          {
            type: ComponentType.Label,
            label: 'Where it hangs',
            component: {
              type: ComponentType.StringSelect,
              custom_id: 'place',
              options: ['hall', 'tower'].map((place) => ({ label: place, value: place })),
            },
          },
        ],
      });
      return;
    case 'oath':
      await interaction.showModal({
        custom_id: 'unanswered',
        title: 'An oath',
        components: [
          {
            type: ComponentType.Label,
            label: 'Your words',
            component: { type: ComponentType.TextInput, custom_id: 'words', style: TextInputStyle.Paragraph },
          },
        ],
      });
      return;
    case 'secret':
      await interaction.reply({ content: 'Between us.', flags: MessageFlags.Ephemeral });
      return;
    case 'ponder':
      await interaction.deferReply();
      await interaction.editReply('Pondered.');
      return;
    default:
      // "silent" is never answered.
      return;
  }
};

const answerInteraction = async (interaction: Interaction): Promise<void> => {
  if (interaction.isAutocomplete()) await suggest(interaction);
  else if (interaction.isChatInputCommand()) await runCommand(interaction);
  else if (interaction.isModalSubmit() && interaction.customId === 'upload') {
    const files = interaction.fields.getUploadedFiles('picture', true);
    const [place] = interaction.fields.getStringSelectValues('place');
    await interaction.reply(`Hung ${files.map(({ name }) => name).join(' and ')} in the ${place}.`);
  } else if (interaction.isModalSubmit() && interaction.customId === 'edit')
    await interaction.reply(`Now called ${interaction.fields.getTextInputValue('name')}.`);
  else if (interaction.isMessageContextMenuCommand()) {
    await interaction.reply({
      content: `It says: ${interaction.targetMessage.content}`,
      flags: MessageFlags.Ephemeral,
    });
  } else if (interaction.isUserContextMenuCommand()) {
    await interaction.reply({ content: `Hello, ${interaction.targetUser.username}.` });
  } else if (interaction.isButton() && interaction.customId === 'greet') {
    await interaction.update({ content: `${interaction.user.username} was greeted.` });
  } else if (interaction.isStringSelectMenu()) {
    await interaction.reply({ content: `Feeling ${interaction.values.join(' and ')}.`, flags: MessageFlags.Ephemeral });
  }
};

const character = {
  type: ApplicationCommandOptionType.String as const,
  name: 'character',
  description: 'Which one',
  required: true,
  autocomplete: true as const,
};

const keep = (work: Promise<unknown>): void => {
  // What fails because a test ended in the middle is not the page's fault.
  work.catch(() => undefined);
};

/** A bot that does a little of everything, to see the page answer to it. Stop it with `destroy()`. */
export const startDemoBot = async (discord: LocalDiscord, world: WorldIds): Promise<Client<true>> => {
  const connecting = new Client({
    intents,
    partials: [Partials.Channel],
    rest: { api: `${discord.url}/api`, cdn: discord.url, retries: 0 },
  });
  const ready = new Promise<Client<true>>((resolve) => void connecting.once(Events.ClientReady, resolve));
  await connecting.login(world.bot.token);
  const bot = await ready;
  bot.on(Events.MessageCreate, (message) => keep(answerMention(bot, message)));
  bot.on(Events.InteractionCreate, (interaction) => keep(answerInteraction(interaction)));
  await bot.application.commands.set([
    { name: 'view', description: 'Show a character', options: [character] },
    { name: 'edit', description: 'Edit a character', options: [character] },
    { name: 'secret', description: 'Only for you' },
    { name: 'ponder', description: 'Takes its time' },
    { name: 'silent', description: 'Never answers' },
    { name: 'upload', description: 'Hand over a picture' },
    { name: 'oath', description: 'A form that is never answered' },
    { name: 'Quote', type: ApplicationCommandType.Message },
    { name: 'Wave', type: ApplicationCommandType.User },
  ]);
  return bot;
};
