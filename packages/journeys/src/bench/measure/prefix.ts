import { prefixShare } from '../arithmetic.ts';
import { createChatter } from '../people/chatter.ts';
import { lastMark, newMark } from '../people/marks.ts';
import { createPerson } from '../people/person.ts';
import { createWitness } from '../people/witness.ts';
import type { Stage } from '../stage/stage.ts';
import { readPositions, readPrompts } from '../stage/turn-times.ts';

/**
 * A scene of so many turns in one place, by two people with one character.
 * @returns the share of the prompts' bytes that equals the beginning of the prompt before, 0 to 1
 */
export async function measurePrefix(stage: Stage, turns: number): Promise<number> {
  const { discordUrl, modelUrl, world } = stage.tzurot;
  const tokens = ['ada', 'ben'].map((name) => world.people[name]?.token ?? '');
  const people = tokens.map((token) => createPerson({ discordUrl, token }));
  const witness = await createWitness({ discordUrl, token: tokens[0] ?? '' });
  const chatter = createChatter(7);
  const { model: since } = await readPositions(stage);
  const marks = new Set<string>();
  try {
    for (let turn = 0; turn < turns; turn += 1) {
      const mark = newMark();
      marks.add(mark);
      await people[turn % people.length]?.post(world.channels.adults, `@Orin ${mark} ${chatter.sentence()}`);
      await witness.waitForReply(mark);
    }
  } finally {
    witness.close();
  }
  const prompts = (await readPrompts(modelUrl, since)).flatMap(({ messages }) => {
    const mark = lastMark(messages.at(-1)?.content ?? '');
    return mark !== undefined && marks.has(mark) ? [JSON.stringify(messages)] : [];
  });
  if (prompts.length !== turns) throw new Error(`of ${turns} prompts the model's log shows ${prompts.length}`);
  return prefixShare(prompts);
}
