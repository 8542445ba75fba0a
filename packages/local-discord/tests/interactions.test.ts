import {
  ActionRowBuilder,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  ComponentType,
  ContextMenuCommandBuilder,
  Events,
  type Interaction,
  InteractionContextType,
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
import { callApi, connectPerson, type Person } from '../src/testing/index.ts';
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
  new SlashCommandBuilder()
    .setName('import')
    .setDescription('Read a file')
    .addAttachmentOption((option) => option.setName('file').setDescription('Which').setRequired(true))
    .addUserOption((option) => option.setName('who').setDescription('For whom'))
    .addRoleOption((option) => option.setName('role').setDescription('For which role'))
    .addChannelOption((option) => option.setName('where').setDescription('Where'))
    .addIntegerOption((option) => option.setName('times').setDescription('How often').setMinValue(1).setMaxValue(3))
    .addStringOption((option) =>
      option.setName('mood').setDescription('How').addChoices({ name: 'Calm', value: 'calm' }),
    ),
  new SlashCommandBuilder()
    .setName('anywhere')
    .setDescription('Works without the bot')
    .setContexts(InteractionContextType.PrivateChannel, InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.UserInstall, ApplicationIntegrationType.GuildInstall),
  new ContextMenuCommandBuilder().setName('Greet').setType(ApplicationCommandType.User),
  new ContextMenuCommandBuilder().setName('Inspect').setType(ApplicationCommandType.Message),
].map((command) => command.toJSON());

/** A modal with one input. */
function askForName(customId: string): ModalBuilder {
  return new ModalBuilder()
    .setCustomId(customId)
    .setTitle('One')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Name')
        .setTextInputComponent(new TextInputBuilder().setCustomId('name').setStyle(TextInputStyle.Short)),
    );
}

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

  it('lets a form be sent again when the application did not answer, and only then', async () => {
    let submissions = 0;
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.showModal({
          custom_id: 'again',
          title: 'Again',
          components: [
            {
              type: ComponentType.Label,
              label: 'Words',
              component: { type: ComponentType.TextInput, custom_id: 'words', style: TextInputStyle.Short },
            },
          ],
        });
      } else if (interaction.isModalSubmit()) {
        submissions += 1;
        if (submissions === 2) await interaction.reply('taken');
      }
    });
    const modal = await ada.modal(await ada.slash(general, 'character create'));

    const first = await ada.submit(modal, { words: 'once' });
    await expect(ada.submit(modal, { words: 'at once' })).rejects.toThrow('No such modal');
    discord.advanceClock(3_000);
    await ada.socket.waitFor('INTERACTION_FAILURE', (data) => data['id'] === first);
    await ada.submit(modal, { words: 'twice' });

    await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'taken');
    expect(submissions).toBe(2);
    await expect(ada.submit(modal, { words: 'thrice' })).rejects.toThrow('No such modal');
  });

  it('asks for no suggestions where the command was registered without them', async () => {
    const asked = ada.autocomplete(general, 'import', 'mood', { mood: 'Ca' });

    await expect(asked).rejects.toThrow('suggests nothing');
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

  it('lets no modal open from a modal', async () => {
    const codes: unknown[] = [];
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) return await interaction.showModal(askForName('first'));
      if (!interaction.isModalSubmit()) return undefined;
      const body = { type: 9, data: askForName('second').toJSON() };
      const path = `/interactions/${interaction.id}/${interaction.token}/callback`;
      const { status } = await callApi(discord.url, null, 'POST', path, body);
      codes.push(status);
      return await interaction.reply('enough');
    });

    const opened = await ada.modal(await ada.slash(general, 'character create'));
    await ada.submit(opened, { name: 'x' });
    await ada.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'enough');

    expect(codes).toEqual([400]);
  });

  it('refuses a modal input the modal does not have', async () => {
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.showModal(askForName('strict'));
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
    expect(body.application_commands.map(({ name }) => name).toSorted()).toEqual([
      'Greet',
      'Inspect',
      'anywhere',
      'character',
      'import',
      'purge',
    ]);
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

  it('resolves files, users, roles and channels in options', async () => {
    const { cyn } = discord.world.people;
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const { options } = interaction;
      const file = options.getAttachment('file', true);
      const text = await (await fetch(file.url)).text();
      const names = [
        options.getUser('who', true).username,
        options.getRole('role', true).name,
        options.getChannel('where', true).name,
      ];
      await interaction.reply(`${file.name}: ${text}; ${names.join()}`);
    });

    const options = { file: '0', who: cyn.id, role: discord.world.roles.moderator, where: general };
    await ada.slash(general, 'import', options, [{ name: 'card.txt', content: 'a character' }]);
    const seen = await ada.socket.waitFor('MESSAGE_CREATE', (data) => String(data['content']).startsWith('card.txt'));

    expect(seen['content']).toBe('card.txt: a character; cyn,Moderator,general');
  });

  it.each([
    ['a required option', {}, 'is required'],
    ['a number out of range', { file: '0', times: 4 }, 'NUMBER_TYPE_MAX'],
    ['a choice that is not offered', { file: '0', mood: 'wild' }, 'BASE_TYPE_CHOICES'],
    ['somebody who is not there', { file: '0', who: '1' }, 'INTERACTION_UNKNOWN_ENTITY'],
    ['a file that was not sent', { file: '7' }, 'INTERACTION_UNKNOWN_ENTITY'],
  ])('refuses %s', async (_what, options, problem) => {
    const refused = ada.slash(general, 'import', options, [{ name: 'x.txt', content: 'x' }]);

    await expect(refused).rejects.toThrow(problem);
  });

  it('hands the target of a user command to the application', async () => {
    onInteraction(async (interaction) => {
      if (interaction.isUserContextMenuCommand()) await interaction.reply(`Hello, ${interaction.targetUser.username}`);
    });

    await ada.contextMenu(general, 'Greet', discord.world.people.ben.id);

    const seen = await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'Hello, ben');
    expect(seen).toMatchObject({ interaction_metadata: { target_user: { username: 'ben' } } });
  });

  it('takes menus, uploads and boxes in modals', async () => {
    const modalJson = {
      custom_id: 'all',
      title: 'All of it',
      components: [
        { type: 10, content: 'Fill this in' },
        {
          type: 18,
          label: 'Mood',
          component: {
            type: 3,
            custom_id: 'mood',
            options: [
              { label: 'A', value: 'a' },
              { label: 'B', value: 'b' },
            ],
          },
        },
        { type: 18, label: 'Card', component: { type: 19, custom_id: 'card', required: true } },
        {
          type: 18,
          label: 'Kind',
          component: {
            type: 21,
            custom_id: 'kind',
            options: [
              { label: 'X', value: 'x' },
              { label: 'Y', value: 'y' },
            ],
          },
        },
        { type: 18, label: 'Sure', component: { type: 23, custom_id: 'sure' } },
      ],
    };
    const received: unknown[] = [];
    bot.on(Events.Raw, ({ t, d }: { t: string; d: { type: number; data: unknown } }) => {
      if (t === 'INTERACTION_CREATE' && d.type === 5) received.push(d.data);
    });
    onInteraction(async (interaction) => {
      if (interaction.isModalSubmit()) await interaction.reply('taken');
      else if (interaction.isChatInputCommand()) {
        const path = `${discord.url}/api/v10/interactions/${interaction.id}/${interaction.token}/callback`;
        const headers = { 'content-type': 'application/json' };
        await fetch(path, { method: 'POST', headers, body: JSON.stringify({ type: 9, data: modalJson }) });
      }
    });

    const modal = await ada.modal(await ada.slash(general, 'character create'));
    const wrong = ada.submit(modal, { mood: ['c'], card: ['0'], kind: 'x', sure: true }, [
      { name: 'a.txt', content: 'a' },
    ]);
    await expect(wrong).rejects.toThrow('BASE_TYPE_CHOICES');
    await ada.submit(modal, { mood: ['b'], card: ['0'], kind: 'x', sure: true }, [{ name: 'a.txt', content: 'a' }]);
    await ada.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'taken');
    bot.removeAllListeners(Events.Raw);

    expect(received).toMatchObject([
      {
        custom_id: 'all',
        components: [
          { type: 10 },
          { component: { custom_id: 'mood', values: ['b'] } },
          { component: { custom_id: 'card', values: [expect.any(String)] } },
          { component: { custom_id: 'kind', value: 'x' } },
          { component: { custom_id: 'sure', value: true } },
        ],
        resolved: { attachments: expect.any(Object) },
      },
    ]);
  });

  it('reaches two people alone by an application that one of them installed, five follow-ups far', async () => {
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.reply(`context ${interaction.context}`);
      const results = [];
      for (let n = 1; n <= 6; n += 1)
        results.push(
          await interaction.followUp(`more ${n}`).then(
            () => 0,
            ({ code }) => code,
          ),
        );
      expect(results).toEqual([0, 0, 0, 0, 0, 40094]);
    });
    const direct = await ada.openDirect(discord.world.people.ben.id);

    await ada.slash(direct.id, 'anywhere');
    const seen = await ben.socket.waitFor('MESSAGE_CREATE', (data) => data['content'] === 'context 2');
    await discord.settle();

    expect(seen).toMatchObject({
      interaction_metadata: { authorizing_integration_owners: { 1: discord.world.people.ada.id } },
    });
  });

  it('made calls and heard events that fit the documentation', () => {
    expect(judgeLog(discord)).toEqual([]);
    expect(judgeEvents(discord).findings).toEqual([]);
  });
});
