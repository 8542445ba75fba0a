import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  ContextMenuCommandBuilder,
  Events,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  PermissionFlagsBits,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalDiscord, startLocalDiscord } from '../src/index.ts';
import { connectPerson, type Person } from '../src/testing/index.ts';
import { startBot } from './support/bot.ts';
import { judgeEvents, judgeLog } from './support/judged.ts';

const commands = [
  new SlashCommandBuilder()
    .setName('character')
    .setDescription('Characters')
    .addSubcommand((sub) =>
      sub
        .setName('view')
        .setDescription('Look at one')
        .addStringOption((option) =>
          option.setName('name').setDescription('Which').setRequired(true).setAutocomplete(true),
        ),
    )
    .addSubcommand((sub) => sub.setName('create').setDescription('Make one')),
  new SlashCommandBuilder()
    .setName('purge')
    .setDescription('For moderators')
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageMessages),
  new ContextMenuCommandBuilder().setName('Inspect').setType(ApplicationCommandType.Message),
].map((command) => command.toJSON());

describe('interactions', () => {
  let discord: LocalDiscord;
  let bot: Client<true>;
  let ada: Person;
  let ben: Person;
  let general: string;

  beforeAll(async () => {
    discord = await startLocalDiscord({ port: 0, limits: { mode: 'off' } });
    bot = await startBot(discord);
    await bot.application.commands.set(commands);
    ada = await connectPerson(discord.url, 'user.ada');
    ben = await connectPerson(discord.url, 'user.ben');
    general = discord.world.channels.general;
  });

  afterAll(async () => {
    ada.close();
    ben.close();
    await bot.destroy();
    await discord.close();
  });

  let failures: unknown[];
  beforeEach(() => {
    failures = [];
  });
  afterEach(() => {
    bot.removeAllListeners(Events.InteractionCreate);
    if (failures.length > 0) throw new AggregateError(failures, 'the bot failed');
  });

  function onInteraction(handle: (interaction: Interaction) => Promise<unknown>): void {
    bot.on(Events.InteractionCreate, (interaction) => {
      handle(interaction).catch((error: unknown) => failures.push(error));
    });
  }

  it("shows a command's answer to everyone, with who asked", async () => {
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply(`It is ${interaction.options.getString('name')}`);
    });

    const id = await ada.slash(general, 'character view', { name: 'Lilith' });
    const seen = await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'It is Lilith');
    await ada.socket.waitFor('INTERACTION_SUCCESS', (data) => data['id'] === id);

    expect(seen).toMatchObject({
      type: 20,
      application_id: bot.application.id,
      interaction_metadata: { id, name: 'character view', user: { username: 'ada' } },
    });
  });

  it('shows an ephemeral answer to the invoker only, and not in history', async () => {
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply({ content: 'psst', flags: MessageFlags.Ephemeral });
    });

    await ada.slash(general, 'character view', { name: 'x' });
    const seen = await ada.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'psst');

    expect(seen['flags']).toBe(MessageFlags.Ephemeral);
    expect(seen).not.toHaveProperty('guild_id');
    expect((await ben.history(general)).map(({ content }) => content)).not.toContain('psst');
    expect((await ada.history(general)).map(({ content }) => content)).not.toContain('psst');
    expect(ben.socket.events.filter(({ data }) => data['content'] === 'psst')).toEqual([]);
  });

  it('completes what is being typed', async () => {
    onInteraction(async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const focused = interaction.options.getFocused();
      await interaction.respond([{ name: `${focused}lith`, value: 'lilith' }]);
    });

    const choices = await ada.autocomplete(general, 'character view', 'name', { name: 'Li' });

    expect(choices).toEqual([{ name: 'Lilith', value: 'lilith' }]);
  });

  it('opens a modal, takes what was entered, and keeps secrets out of the log', async () => {
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.showModal(
          new ModalBuilder()
            .setCustomId('create:1')
            .setTitle('New character')
            .addLabelComponents(
              new LabelBuilder()
                .setLabel('Name')
                .setTextInputComponent(new TextInputBuilder().setCustomId('name').setStyle(TextInputStyle.Short)),
              new LabelBuilder()
                .setLabel('Key')
                .setTextInputComponent(new TextInputBuilder().setCustomId('key:secret').setStyle(TextInputStyle.Short)),
            ),
        );
      } else if (interaction.isModalSubmit()) {
        const name = interaction.fields.getTextInputValue('name');
        const length = interaction.fields.getTextInputValue('key:secret').length;
        await interaction.reply(`${name} with a key of ${length}`);
      }
    });

    const modal = await ada.modal(await ada.slash(general, 'character create'));
    await ada.submit(modal, { name: 'Nova', 'key:secret': 'sk-very-secret' });
    await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'Nova with a key of 14');

    expect(JSON.stringify(discord.readLog())).not.toContain('sk-very-secret');
    expect(JSON.stringify(discord.readLog())).toContain('[redacted]');
  });

  it('refuses a modal input the modal does not have', async () => {
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.showModal(
        new ModalBuilder()
          .setCustomId('strict')
          .setTitle('Strict')
          .addLabelComponents(
            new LabelBuilder()
              .setLabel('Name')
              .setTextInputComponent(new TextInputBuilder().setCustomId('name').setStyle(TextInputStyle.Short)),
          ),
      );
    });
    const id = await ada.slash(general, 'character create');
    await ada.socket.waitFor('INTERACTION_MODAL_CREATE', (data) => data['id'] === id);

    const answer = await ada.call('POST', '/interactions', {
      type: 5,
      application_id: bot.application.id,
      channel_id: general,
      session_id: ada.sessionId,
      data: {
        id,
        custom_id: 'strict',
        components: [{ type: 18, component: { type: 4, custom_id: 'other', value: 'x' } }],
      },
    });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 50035 });
  });

  it('presses buttons, picks from menus and updates the message in place', async () => {
    const channel = await bot.channels.fetch(general);
    if (!channel?.isSendable()) throw new Error('general takes messages');
    const message = await channel.send({
      content: 'Choose',
      components: [
        new ActionRowBuilder<ButtonBuilder>().addComponents(
          new ButtonBuilder().setCustomId('go').setLabel('Go').setStyle(ButtonStyle.Primary),
        ),
        new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(
          new StringSelectMenuBuilder()
            .setCustomId('pick')
            .addOptions({ label: 'A', value: 'a' }, { label: 'B', value: 'b' }),
        ),
      ],
    });
    onInteraction(async (interaction) => {
      if (interaction.isButton()) await interaction.update({ content: 'Gone', components: [] });
      if (interaction.isStringSelectMenu()) await interaction.reply(`picked ${interaction.values.join()}`);
    });
    const [shown] = await ben.history(general);
    if (!shown) throw new Error('the message is there');

    await ben.press(shown, 'pick', ['b']);
    await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'picked b');
    const bad = await ben.press(shown, 'pick', ['c']).catch((error: Error) => error.message);
    await ben.press(shown, 'go');
    await ben.socket.waitFor('MESSAGE_UPDATE', (data) => data['id'] === message.id && data['content'] === 'Gone');

    expect(bad).toContain('50035');
  });

  it('fills a deferred answer, follows up, and knows @original', async () => {
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply('thought about it');
      const more = await interaction.followUp('and more');
      await more.edit('and more, edited');
      expect((await interaction.fetchReply()).content).toBe('thought about it');
      await interaction.deleteReply();
    });

    await ada.slash(general, 'character view', { name: 'x' });
    await ada.socket.waitFor('MESSAGE_CREATE', (data) => (Number(data['flags']) & MessageFlags.Loading) !== 0);
    const filled = await ada.socket.waitFor('MESSAGE_UPDATE', (data) => data['content'] === 'thought about it');
    await ada.socket.waitFor('MESSAGE_UPDATE', (data) => data['content'] === 'and more, edited');
    await ada.socket.waitFor('MESSAGE_DELETE', (data) => data['id'] === filled['id']);

    expect(filled['edited_timestamp']).toBeNull();
    expect(Number(filled['flags']) & MessageFlags.Loading).toBe(0);
  });

  it('lets the first follow-up after a deferral fill the loading message', async () => {
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.followUp('filled by follow-up');
    });

    await ada.slash(general, 'character view', { name: 'x' });
    await ada.socket.waitFor('MESSAGE_UPDATE', (data) => data['content'] === 'filled by follow-up');

    expect(
      ada.socket.events.filter(
        ({ name, data }) => name === 'MESSAGE_CREATE' && data['content'] === 'filled by follow-up',
      ),
    ).toEqual([]);
  });

  it('fails after three seconds without an answer, and takes none later', async () => {
    let late: Interaction | undefined;
    onInteraction(async (interaction) => {
      late = interaction;
    });

    const id = await ada.slash(general, 'character view', { name: 'x' });
    await ada.socket.waitFor('INTERACTION_CREATE', (data) => data['id'] === id);
    await expect.poll(() => late?.id).toBe(id);
    discord.advanceClock(3_000);
    await ada.socket.waitFor('INTERACTION_FAILURE', (data) => data['id'] === id);

    if (!late?.isRepliable()) throw new Error('it is repliable');
    await expect(late.reply('too late')).rejects.toMatchObject({ code: 10062 });
  });

  it('takes one answer only, and none through the token after 15 minutes', async () => {
    let done: Interaction | undefined;
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply('once');
      const again = await fetch(`${discord.url}/api/v10/interactions/${interaction.id}/${interaction.token}/callback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 4, data: { content: 'twice' } }),
      });
      expect(await again.json()).toMatchObject({ code: 40060 });
      done = interaction;
    });

    await ada.slash(general, 'character view', { name: 'x' });
    await expect.poll(() => done).toBeDefined();
    discord.advanceClock(15 * 60_000);

    if (!done?.isRepliable()) throw new Error('it is repliable');
    await expect(done.followUp('much too late')).rejects.toMatchObject({ code: 50027 });
  });

  it('offers commands only to those who may use them', async () => {
    const forBen = await ben.slash(general, 'purge').catch((error: Error) => error.message);
    const { body } = await ada.call<{ application_commands: { name: string }[] }>(
      'GET',
      `/guilds/${discord.world.guild.id}/application-command-index`,
    );

    expect(forBen).toContain('sees no command purge');
    expect(body.application_commands.map(({ name }) => name).toSorted()).toEqual(['Inspect', 'character', 'purge']);
  });

  it('refuses commands that are not registered', async () => {
    const answer = await ada.call('POST', '/interactions', {
      type: 2,
      application_id: bot.application.id,
      channel_id: general,
      session_id: ada.sessionId,
      data: { id: '1457708712591360000', name: 'nothing', type: 1 },
    });

    expect(answer).toMatchObject({ status: 404, body: { code: 10063 } });
  });

  it('hands the target of a message command to the application', async () => {
    const target = await ben.send(general, 'look at me');
    onInteraction(async (interaction) => {
      if (interaction.isMessageContextMenuCommand())
        await interaction.reply(`saw: ${interaction.targetMessage.content}`);
    });

    await ada.contextMenu(general, 'Inspect', target.id);
    const seen = await ada.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'saw: look at me');

    expect(seen).toMatchObject({ type: 23, interaction_metadata: { target_message_id: target.id } });
  });

  it('works in direct messages, where the person stands as user', async () => {
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.reply(`context ${interaction.context}, ${interaction.user.username}`);
    });

    const direct = await ben.openDirect(discord.world.bot.id);
    await ben.slash(direct.id, 'character view', { name: 'x' });

    const seen = await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'context 1, ben');

    expect(seen).not.toHaveProperty('guild_id');
  });

  it('made calls and heard events that fit the documentation', () => {
    expect(judgeLog(discord)).toEqual([]);
    expect(judgeEvents(discord).findings).toEqual([]);
  });
});
