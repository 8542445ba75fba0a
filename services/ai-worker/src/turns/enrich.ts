import type { Speaker } from '@tzurot/contracts';
import type { WorkerContext } from '../context.ts';
import { speakerName } from '../outlets/index.ts';
import type { PromptScene } from '../prompt/index.ts';
import type { Turn } from './turn.ts';

/** Everything that the prompt shows, but for what is remembered. */
export type Scene = Omit<PromptScene, 'memories' | 'lore'>;

/** Adds to the turn what only asking tells: how our own messages are known among the fetched ones. */
export async function enrich(turn: Turn, speaker: Speaker, { discord, clock }: WorkerContext): Promise<Scene> {
  // Without it our notices may enter the prompt; that is no reason to give no answer.
  const ownId = await discord.readOwnId().catch((error: unknown) => {
    turn.log.warn({ err: error }, 'the bot does not know its own id');
    return null;
  });
  return {
    ...turn,
    speaker,
    now: clock.now(),
    seed: seedOf(turn),
    us: { applicationId: ownId, speakerName: speakerName(speaker.name) },
  };
}

/** Another reply of the turn rolls anew; the same one, begun again, does not. */
export const seedOf = ({ turnId, draft }: Pick<Turn, 'turnId' | 'draft'>): string => `${turnId}/${draft.number}`;
