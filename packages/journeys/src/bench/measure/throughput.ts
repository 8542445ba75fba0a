import { createChatter } from '../people/chatter.ts';
import { newMark } from '../people/marks.ts';
import { createPerson } from '../people/person.ts';
import { createWitness } from '../people/witness.ts';
import { canWatchProcesses, cpuMsOf } from '../stage/processes.ts';
import type { Contestant, Stage } from '../stage/stage.ts';

export interface Throughput {
  turnsPerSecond: number;
  /** Over all processes of the contestant, local Discord, model and stores included for ours; null where nobody tells. */
  cpuMsPerTurn: number | null;
}

const PEOPLE = ['ada', 'ben', 'cyn'] as const;
const CHARACTERS = ['Lilith', 'Pip', 'Orin'] as const;
const POSTS_AT_ONCE = 16;

/** A crowd that talks to a bot in many channels at once. */
export interface Crowd {
  /** One message to each character in each channel, as fast as the local Discord takes them; until all are answered. */
  burst: () => Promise<Throughput>;
  leave: () => void;
}

/** Opens the channels, and lets the bot get to know each of them. */
export async function gatherCrowd(
  { discordUrl }: Stage,
  { world, processIds }: Contestant,
  channels: number,
): Promise<Crowd> {
  const people = PEOPLE.map((name) => createPerson({ discordUrl, token: world.people[name]?.token ?? '' }));
  const [ada] = people;
  if (ada === undefined) throw new Error('a crowd has somebody in it');
  const channelIds: string[] = [];
  for (let index = 0; index < channels; index += 1) {
    channelIds.push(await ada.createChannel(world.guild.id, `crowd-${index + 1}`));
  }
  const witness = await createWitness({ discordUrl, token: world.people['ada']?.token ?? '' });

  const chatter = createChatter(3);

  const say = async (posts: readonly { channelId: string; character: string }[]): Promise<Throughput> => {
    const cpuBefore = canWatchProcesses ? cpuMsOf(processIds()) : null;
    const startedAt = performance.now();
    const replies: Promise<void>[] = [];
    let next = 0;
    const poster = async () => {
      for (let index = next++; index < posts.length; index = next++) {
        const { channelId, character } = posts[index] ?? { channelId: '', character: '' };
        const mark = newMark();
        replies.push(witness.waitForReply(mark));
        await people[index % people.length]?.post(channelId, `@${character} ${mark} ${chatter.sentence()}`);
      }
    };
    await Promise.all(Array.from({ length: POSTS_AT_ONCE }, poster));
    await Promise.all(replies);
    const seconds = (performance.now() - startedAt) / 1_000;
    return {
      turnsPerSecond: posts.length / seconds,
      cpuMsPerTurn: cpuBefore === null ? null : (cpuMsOf(processIds()) - cpuBefore) / posts.length,
    };
  };

  await say(channelIds.map((channelId) => ({ channelId, character: CHARACTERS[0] })));
  return {
    burst: () => say(CHARACTERS.flatMap((character) => channelIds.map((channelId) => ({ channelId, character })))),
    leave: () => witness.close(),
  };
}
