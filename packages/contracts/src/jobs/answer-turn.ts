import { z } from 'zod';
import { defineJob } from '../define-job.ts';
import { SceneFacts, Trigger } from '../discord/scene.ts';
import { TurnStage } from '../entities/turn.ts';
import { Id } from '../ids.ts';

/**
 * One character answers one trigger.
 * Carries what Discord said, and ids; never rows or settings: the worker asks for current ones, so a
 * job queued before an edit never speaks from stale settings. `scene` is null when it could not be
 * gathered; the turn is then answered from the trigger and the stored history.
 */
export const answerTurn = defineJob({
  name: 'turn.answer',
  queue: 'turns',
  input: z.object({ turnId: Id, trigger: Trigger, scene: SceneFacts.nullable() }),
  output: z.object({ stage: z.union([TurnStage, z.literal('leased')]) }),
  timeoutMs: 10 * 60_000,
});

/** The queue forgets a second job of the same id, so every wake-up has a number of its own. */
export const answerTurnJobId = (turnId: string, wakeUp: number): string => `${turnId}-${wakeUp}`;
