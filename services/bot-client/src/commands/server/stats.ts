import { getServerStats, type RouteOutput } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';

export const stats = defineSubcommand({
  description: 'How much characters were used in this server in the last 30 days',
  options: {},
  reply: 'private',
  run: async ({ caller, respond }, { gateway }) =>
    void (await respond(statsView(await gateway.call(getServerStats, { caller })))),
});

export function statsView({
  calls,
  people,
  tokens,
  characters,
  activeChannels,
}: RouteOutput<typeof getServerStats>): CardView {
  const channels = say('server-stats.active', { channels: say('count.channels', { count: activeChannels }) });
  if (calls === 0) return note(`## ${say('server-stats.title')}\n${say('server-stats.none')}\n${channels}`);
  const facts = {
    calls: say('count.calls', { count: calls }),
    people: say('count.people', { count: people }),
    tokens: say('count.tokens', { count: tokens }),
  };
  const lines = characters.map(
    ({ name, calls: count }, index) =>
      `${index + 1}. ${name === null ? say('server-stats.unnamed') : plain(name)} · ${say('count.calls', { count })}`,
  );
  return note([`## ${say('server-stats.title')}`, say('server-stats.line', facts), channels, ...lines].join('\n'));
}
