import { customId, getCharacter, part, updateCharacter } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { answer, fakeGateway } from '@tzurot/platform/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import { type Command, defineCommand } from '../src/define/command.ts';
import { onButton, onForm, opensModal } from '../src/define/component.ts';
import { defineModal, input, renderModal } from '../src/define/modal.ts';
import { option } from '../src/define/option.ts';
import { defineSubcommand } from '../src/define/subcommand.ts';
import { registerCommands } from '../src/discord/register-commands.ts';
import { createRouter } from '../src/dispatch/router.ts';
import { button, card, note, row } from '../src/ui/elements.ts';
import { type BotUnderTest, startBot } from './support/bot.ts';
import { readText } from './support/fits-discord.ts';
import { type Person, shownIn } from './support/person.ts';
import { IDS, sampleCharacter } from './support/samples.ts';
import { hasOpenApi, judgeCalls } from './support/spec.ts';

const MINUTE_MS = 60_000;

let bot: BotUnderTest;
let ada: Person;
let ben: Person;

/** What the test's own command does, and how often it did it. */
let work: () => Promise<void> = async () => undefined;
let runs = 0;
async function run(): Promise<void> {
  runs += 1;
  await work();
}

const pressId = customId('probe:press', { text: part.text(20) });
const openId = customId('probe:open', {});
const modal = defineModal({
  id: customId('probe:form', {}),
  title: 'A form',
  inputs: { first: input.short('First'), second: input.long('Second') },
});
const older = { ...modal, inputs: { first: modal.inputs.first } };
let shownForm: Pick<typeof modal, 'id' | 'title'> & { inputs: Partial<typeof modal.inputs> } = modal;

const probe = defineCommand({
  name: 'probe',
  description: 'For this test',
  subcommands: {
    show: defineSubcommand({
      description: 'Shows buttons to everybody',
      options: { id: option.optionalString('A custom id') },
      reply: 'public',
      async run({ options, respond }) {
        const id = options.id ?? pressId.encode({ text: 'x' });
        await respond(card([row(button({ id, label: 'Press' }), button({ id: openId.encode({}), label: 'Open' }))]));
      },
    }),
    quiet: defineSubcommand({
      description: 'Answers one person',
      options: { words: option.optionalString('Some words') },
      reply: 'private',
      async run({ respond }) {
        await run();
        await respond(note('Quietly done.'));
      },
    }),
    loud: defineSubcommand({
      description: 'Answers everybody',
      options: {},
      reply: 'public',
      async run({ respond }) {
        await run();
        await respond({ content: 'Loudly done.' });
      },
    }),
  },
  components: [
    onButton(pressId, {
      reply: 'update',
      async run({ respond, caller }) {
        await run();
        await respond(note(`Pressed by ${caller.name}.`));
      },
    }),
    opensModal(openId, { prepare: async () => renderModal(shownForm, {}), run: async () => undefined }),
    onForm(modal, async ({ respond, values }) => {
      await run();
      await respond(note(`Got ${values.first}.`));
    }),
  ],
});

beforeAll(async () => {
  bot = await startBot({ commands: [...commands, probe] });
  ada = await bot.connect('ada');
  ben = await bot.connect('ben');
  bot.give({ gateway: fakeGateway(answer(getCharacter, () => sampleCharacter())) });
});
afterAll(() => bot.stop());

describe('buttons and forms', () => {
  it('work after a restart and after the fifteen minutes of their command are over', async () => {
    await ada.use('character edit', { character: IDS.character });
    const dashboard = await ada.see('Identity');

    await bot.restart();
    bot.discord.advanceClock(20 * MINUTE_MS);
    await ada.pressId(dashboard, `character:edit-identity:${IDS.character}`);

    expect(shownIn(await ada.seeModal(), 'name')).toBe('Lilith');
  });

  it('a form that was opened before a restart is taken after it', async () => {
    const gateway = fakeGateway(
      answer(getCharacter, () => sampleCharacter()),
      answer(updateCharacter, ({ body }) => sampleCharacter({ personality: body.personality ?? '' })),
    );
    bot.give({ gateway });
    await ada.use('character edit', { character: IDS.character });
    await ada.pressId(await ada.see('Identity'), `character:edit-nature:${IDS.character}`);
    const form = await ada.seeModal();

    await bot.restart();
    await ada.submit(form, { personality: 'Patient.' });

    await ada.see('Patient.');
  });

  it('of somebody else are refused politely, and do nothing', async () => {
    await ada.use('probe show');
    const message = await ada.see('Press');
    const before = runs;

    await ben.press(message, 'Press');

    expect((await ben.see('Only the person who opened this can use it')).flags).toBeDefined();
    expect(runs).toBe(before);
    await ada.press(message, 'Press');
    await ada.see('Pressed by ada.');
  });

  it.each(['gone:action:1', 'probe:gone', 'probe:press', 'character:view:not-an-id:1', 'x'])(
    'of an older version say so: %s',
    async (id) => {
      await ada.use('probe show', { id });

      await ada.press(await ada.see('Press'), 'Press');

      await ada.see('an older version of me');
    },
  );

  it('leave what was pressed as it was when something fails, so that it can be pressed again', async () => {
    await ada.use('probe show');
    const message = await ada.see('Press');
    work = () => Promise.reject(new AppError('unavailable', 'away'));

    await ada.press(message, 'Press');
    const complaint = await ada.see("I can't reach my database");
    expect(complaint.id).not.toBe(message.id);
    work = async () => undefined;
    await ada.press(message, 'Press');

    expect((await ada.see('Pressed by ada.')).id).toBe(message.id);
  });

  it('a form from before an update of its inputs says so, and what was typed comes back', async () => {
    await ada.use('probe show');
    shownForm = older;
    await ada.press(await ada.see('Open'), 'Open');
    await ada.submit(await ada.seeModal(), { first: 'typed' });
    shownForm = modal;

    await ada.press(await ada.see('from before an update'), 'Try again');

    const form = await ada.seeModal();
    expect([shownIn(form, 'first'), shownIn(form, 'second')]).toEqual(['typed', undefined]);
  });

  it('a draft that is too old says so', async () => {
    work = () => Promise.reject(new AppError('unavailable', 'away'));
    await ada.use('probe show');
    await ada.press(await ada.see('Open'), 'Open');
    await ada.submit(await ada.seeModal(), { first: 'typed' });
    const complaint = await ada.see('Try again');
    const { state } = bot.ctx;
    bot.ctx.state = { ...state, get: async () => null };

    await ada.press(complaint, 'Try again');

    await ada.see('that time is over');
    bot.ctx.state = state;
    work = async () => undefined;
  });
});

describe('an answer', () => {
  it('that comes after fifteen minutes reaches the person by direct message', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    work = () => promise;
    await ada.use('probe quiet');

    bot.discord.advanceClock(16 * MINUTE_MS);
    resolve();

    const message = await ada.see('Quietly done.');
    expect(message.channel_id).not.toBe(bot.discord.world.channels.general);
    work = async () => undefined;
  });

  it('that was meant for everybody reaches the channel then', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    work = () => promise;
    await ada.use('probe loud');

    bot.discord.advanceClock(16 * MINUTE_MS);
    resolve();

    const message = await ben.see('Loudly done.');
    expect(message.channel_id).toBe(bot.discord.world.channels.general);
    work = async () => undefined;
  });

  it('is not worked for when Discord had given up: it is logged, and nothing is done twice', async () => {
    const before = runs;
    bot.discord.addFault({ kind: 'delay-before', match: '/callback', delayMs: 1_000 });
    const countHeard = () =>
      bot.discord.readLog().filter((entry) => 'name' in entry && entry.name === 'INTERACTION_CREATE').length;
    const heard = countHeard();

    const using = ada.use('probe quiet');
    await expect.poll(countHeard).toBeGreaterThan(heard);
    bot.discord.advanceClock(4_000);

    expect(await using).toBe('failed');

    await expect.poll(() => findWarning()).toMatchObject({ failure: { code: 10_062 } });
    expect(runs).toBe(before);
  });

  it('is left to whoever acknowledged the interaction first', async () => {
    bot.log.lines.length = 0;
    const before = runs;
    bot.discord.addFault({ kind: 'error-after', match: '/callback', status: 500 });

    await ada.use('probe quiet');

    await expect.poll(() => findWarning()).toMatchObject({ failure: { code: 40_060 } });
    expect(runs).toBe(before);
  });

  it('an unexpected error is answered with the number under which it is logged, without its internal message', async () => {
    bot.log.lines.length = 0;
    work = () => Promise.reject(new TypeError('secret is not a function'));

    await ada.use('probe quiet', { words: 'Words that somebody would not like to type again, surely.' });

    const text = readText(await ada.see('Something went wrong'));
    expect(text).toContain('Words that somebody would not like to type again, surely.');
    expect(text).not.toContain('secret is not');
    const failed = bot.log.lines.find(({ msg }) => msg === 'interaction failed');
    expect(String(failed?.['traceId']).startsWith(/`([0-9a-f]{12})`/.exec(text)?.[1] ?? 'nothing')).toBe(true);
    work = async () => undefined;
  });

  it('that is refused is private, even where the answer would have been for everybody', async () => {
    work = () => Promise.reject(new AppError('forbidden', 'no'));

    await ada.use('probe loud');

    expect((await ada.see("You can't do that")).flags).toBe(64 | 32_768);
    expect(ben.seen().map(readText).join()).not.toContain("You can't do that");
    work = async () => undefined;
  });
});

describe('commands', () => {
  it('that Discord still shows and the bot has no more say so', async () => {
    const extra: Command = { ...probe, name: 'retired', components: [] };
    await bot.withClient((client) =>
      registerCommands(client, { commands: [...commands, probe, extra], actions: [] }, { log: bot.log.log }),
    );

    await ada.use('retired quiet');

    await ada.see("I don't have this command any more");
  });

  it('cannot be two of a name, nor take a foreign custom id', () => {
    const foreign = defineCommand({
      name: 'other',
      description: 'x',
      subcommands: {},
      components: probe.components,
    });

    expect(() => createRouter({ commands: [probe, probe], actions: [] })).toThrow('two handlers for probe:press');
    expect(() => createRouter({ commands: [foreign], actions: [] })).toThrow('not named after other');
  });
});

const readMetrics = () => bot.ctx.metrics.metrics();

it('how long each took is counted by what it was for, and not by what people write', async () => {
  await ada.use('probe show', { id: 'nobody:knows:this' });
  await ada.press(await ada.see('Press'), 'Press');
  await ada.use('probe show');
  await ada.press(await ada.see('Press'), 'Press');
  await ada.suggestions('character view', 'character', 'lil');

  await expect.poll(readMetrics).toContain('interaction="/character view …"');
  const names = [...(await readMetrics()).matchAll(/interaction_seconds_count\{.*interaction="([^"]*)"/g)].map(
    ([, name]) => name,
  );
  expect(names).toEqual(expect.arrayContaining(['/probe show', 'probe:press', 'unknown']));
  expect(names.join()).not.toContain('nobody');
});

it('nothing that the commands sent was refused by Discord as malformed', () => {
  const malformed = bot.discord.readLog().filter(({ by, status }) => by !== 'ada' && by !== 'ben' && status === 400);

  expect(malformed.map(({ path, answer: said }) => ({ path, said }))).toEqual([
    expect.objectContaining({ said: expect.objectContaining({ code: 40_060 }) }),
  ]);
});

function findWarning() {
  return bot.log.lines.find(({ msg }) => msg === 'interaction was too late, or somebody else answered it');
}

it.skipIf(!hasOpenApi)("sends only what Discord's own description allows", () => {
  const { looked, problems } = judgeCalls(bot.discord);

  expect(problems).toEqual([]);
  expect(looked).toBeGreaterThan(20);
});
