import { customId, PAGE_SIZE, part } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { dismissId } from '../../actions/dismiss.ts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import type { Server } from '../../discord/servers.ts';
import { confirm } from '../../ui/confirm.ts';
import { card, note, plain, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';

const serversPageId = customId('admin:servers', { page: part.number });
const leaveId = customId('admin:leave', { id: part.snowflake });

export const servers = defineSubcommand({
  description: 'See which servers the bot is in',
  options: {},
  reply: 'private',
  run: (call, ctx) => showPage(1, call, ctx),
});

export const turnServersPage = onButton(serversPageId, {
  reply: 'update',
  run: (call, ctx) => showPage(call.state.page, call, ctx),
});

async function showPage(wanted: number, { respond }: Call, ctx: BotContext): Promise<void> {
  const all = await ctx.servers.list();
  if (all.length === 0) return void (await respond(note(say('servers.none'))));
  const pages = Math.ceil(all.length / PAGE_SIZE);
  const page = Math.min(Math.max(1, wanted), pages);
  const members = all.reduce((sum, server) => sum + server.members, 0);
  await respond(
    card([
      text(
        [
          `## ${say('servers.title')}`,
          ...all
            .slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
            .map(({ id, name, members: count }) =>
              say('servers.line', { name: plain(name), id, members: say('count.members', { count }) }),
            ),
        ].join('\n'),
      ),
      text(
        pageLine(
          say('servers.total', {
            servers: say('count.servers', { count: all.length }),
            members: say('count.members', { count: members }),
          }),
          page,
          pages,
        ),
      ),
      ...pager(page, pages, (to) => serversPageId.encode({ page: to })),
    ]),
  );
}

export const leave = defineSubcommand({
  description: 'Make the bot leave a server',
  options: {
    server: option.suggested('Which server: its name or its id', async (typed, _call, ctx) =>
      (await ctx.servers.list())
        .filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(typed.toLowerCase()))
        .map(({ id, name }) => ({ name: `${name.slice(0, 70)} (${id})`, value: id })),
    ),
  },
  reply: 'private',
  async run({ options, respond }, ctx) {
    const { id, name, members } = findServer(await ctx.servers.list(), options.server);
    await respond(
      confirm({
        question: say('servers.leave-question', { name: plain(name) }),
        consequences: [
          say('servers.leave-silent', { members: say('count.members', { count: members }) }),
          say('servers.leave-keeps'),
        ],
        label: say('servers.leave-button'),
        confirmId: leaveId.encode({ id }),
        cancelId: dismissId.encode({}),
      }),
    );
  },
});

export const confirmLeave = onButton(leaveId, {
  reply: 'update',
  async run({ state, respond }, ctx) {
    const hasLeft = await ctx.servers.leave(state.id);
    await respond(note(say(hasLeft ? 'servers.left' : 'servers.was-not-there'), hasLeft ? 'good' : 'warn'));
  },
});

/** @throws AppError for a name that no server, or more than one, has */
function findServer(all: readonly Server[], typed: string): Server {
  const wanted = typed.trim().toLowerCase();
  const found = all.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const facts = { noun: say('noun.server'), name: plain(typed) };
  if (found.length > 1) {
    const candidates = found.map(({ id }) => `\`${id}\``).join(', ');
    throw new AppError('conflict', 'more than one server is called so', {
      reason: 'option-ambiguous',
      facts: { ...facts, candidates },
    });
  }
  throw new AppError('not-found', 'no such server', { reason: 'option-unknown', facts });
}
