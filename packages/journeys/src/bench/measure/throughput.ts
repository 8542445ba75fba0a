import { createChatter } from '../people/chatter.ts';
import { newMark } from '../people/marks.ts';
import { type Line, PEOPLE, planBurst, planPast } from '../people/past.ts';
import { createPerson } from '../people/person.ts';
import { createWitness } from '../people/witness.ts';
import { canWatchProcesses, cpuMsByProgram } from '../stage/processes.ts';
import type { Contestant } from '../stage/stage.ts';

export interface Throughput {
  turnsPerSecond: number;
  /** Over all processes of the contestant, local Discord, model and stores included for ours; null where nobody tells. */
  cpuMsPerTurn: number | null;
  /** The same by the program that the processes run. */
  cpuMsByProgram: ReadonlyMap<string, number>;
}

const POSTS_AT_ONCE = 16;

/** People who talk to a bot in many channels at once. */
export interface Crowd {
  channelIds: readonly string[];
  /** One message to each character in each channel, as fast as the local Discord takes them; until all are answered and nothing is left to do. */
  burst: () => Promise<Throughput>;
  leave: () => void;
}

/** Opens the channels and lets the people talk there until each has so many memories; at least once in each channel. */
export async function gatherCrowd(
  { discordUrl, operator, world, processIds }: Contestant,
  { name, channels, memoriesPerPerson }: { name: string; channels: number; memoriesPerPerson: number },
): Promise<Crowd> {
  const people = Object.fromEntries(
    PEOPLE.map((person) => [person, createPerson({ discordUrl, token: world.people[person]?.token ?? '' })]),
  );
  const channelIds: string[] = [];
  for (let index = 0; index < channels; index += 1) {
    channelIds.push((await people['ada']?.createChannel(world.guild.id, `${name}-${index + 1}`)) ?? '');
  }
  const witness = await createWitness({ discordUrl, token: world.people['ada']?.token ?? '' });
  const chatter = createChatter(3);

  const say = async (lines: readonly Line[]): Promise<void> => {
    const replies: Promise<void>[] = [];
    let next = 0;
    const poster = async () => {
      for (let line = lines[next++]; line !== undefined; line = lines[next++]) {
        const mark = newMark();
        replies.push(witness.waitForReply(mark));
        await people[line.person]?.post(line.channelId, `@${line.character} ${mark} ${chatter.sentence()}`);
      }
    };
    await Promise.all(Array.from({ length: POSTS_AT_ONCE }, poster));
    await Promise.all(replies);
  };

  const readCpu = () => (canWatchProcesses ? cpuMsByProgram(processIds()) : new Map<string, number>());

  const past = planPast(channelIds, memoriesPerPerson);
  // One round of the channels after the other, so that nobody waits for a reply behind all that was ever said.
  const lines = past.length < channels ? planBurst(channelIds).slice(0, channels) : past;
  for (let from = 0; from < lines.length; from += channels) await say(lines.slice(from, from + channels));
  await operator.settle();
  return {
    channelIds,
    async burst() {
      const burst = planBurst(channelIds);
      const cpuBefore = readCpu();
      const startedAt = performance.now();
      await say(burst);
      const seconds = (performance.now() - startedAt) / 1_000;
      await operator.settle();
      const cpuAfter = readCpu();
      const spent = [...cpuAfter].map(
        ([program, ms]) => [program, (ms - (cpuBefore.get(program) ?? 0)) / burst.length] as const,
      );
      return {
        turnsPerSecond: burst.length / seconds,
        cpuMsPerTurn: canWatchProcesses ? spent.reduce((sum, [, ms]) => sum + ms, 0) : null,
        cpuMsByProgram: new Map(spent),
      };
    },
    leave: () => witness.close(),
  };
}
