import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id, Snowflake } from './ids.ts';
import { MAX_ACTIVE_CHARACTERS, MAX_CHARACTERS_PER_TRIGGER, MAX_TURNS_PER_TRIGGER } from './limits.ts';
import { Count } from './numbers.ts';
import { SceneFacts, Trigger } from './scene.ts';
import { WHO_ANSWERS } from './settings/table.ts';
import { TurnStage } from './turns.ts';

/** The shared-state channel on which the gateway tells that a trigger is gone, so that a running turn stops early. */
export const TRIGGER_GONE_CHANNEL = 'trigger-gone';
export const TriggerGone = z.object({ triggerId: Snowflake });

/** The shared-state channel on which the gateway tells that a trigger has another text, so that a running turn answers that. */
export const TRIGGER_REVISED_CHANNEL = 'trigger-revised';
export const TriggerRevised = z.object({ triggerId: Snowflake });

/** A character that the author may talk to, and not here. */
export const TriggerRefusal = z.object({
  reason: z.enum(['age-restricted', 'no-role', 'role-character', 'role-limit']),
  name: z.string(),
});
export type TriggerRefusal = z.infer<typeof TriggerRefusal>;

/** So many may be asked for at once. */
export const MAX_TRIGGERS_FOUND = 500;

/** Characters that are active where a message was said, in their order, and the rule by which they answer. */
const ActiveCharacters = z.object({
  characterIds: z.array(Id).max(MAX_ACTIVE_CHARACTERS),
  /** Of these, those whose names stand in the text, in its order. */
  named: z.array(Id).max(MAX_ACTIVE_CHARACTERS),
  whoAnswers: z.enum(WHO_ANSWERS),
  cooldownSeconds: Count,
  repliesPerMessage: z.int().min(1).max(MAX_TURNS_PER_TRIGGER),
});
export type ActiveCharacters = z.infer<typeof ActiveCharacters>;

/**
 * Takes a trigger into the ledger, once: the second time it only tells what became of the
 * first. Acceptance is order, so bot-client sends these one after another per channel.
 */
export const acceptTrigger = defineRoute({
  name: 'trigger.accept',
  method: 'POST',
  path: '/internal/triggers',
  services: ['bot-client'],
  idempotent: true,
  body: z.object({
    trigger: Trigger,
    /** Characters in the order in which they are to answer. A reply adds the one who spoke the message replied to. */
    characterIds: z.array(Id).max(MAX_CHARACTERS_PER_TRIGGER),
    /** The message replied to is one of ours. While its delivery is still being recorded, the call is to be repeated. */
    repliesToOurs: z.boolean().optional(),
    /** Where it calls nobody and answers nothing: who may answer it in this channel, and by which rule. */
    active: ActiveCharacters.optional(),
    /** A proxy said it in the place of this message, which is gone or will be: of the two, one is answered. */
    replacesId: Snowflake.optional(),
  }),
  output: z.object({
    /** `ignored`: nobody answers this, because no addressed character exists for this person. */
    status: z.enum(['accepted', 'duplicate', 'ignored']),
    /** False when the scene is already there. */
    needsScene: z.boolean(),
    turns: z.array(z.object({ turnId: Id, characterId: Id, stage: TurnStage })),
    /**
     * Ignored only because its author wrote more than one person may: how long after this message another one
     * would be accepted. Told of the same message again and again, whenever it is asked.
     */
    limitedForMs: Count.optional(),
    /** Why nobody answers, where that is for the author to know. */
    refusal: TriggerRefusal.optional(),
  }),
});

/** Which of these messages the ledger has as triggers. */
export const findTriggers = defineRoute({
  name: 'trigger.find',
  method: 'POST',
  path: '/internal/known-triggers',
  services: ['bot-client'],
  idempotent: true,
  body: z.object({ triggerIds: z.array(Snowflake).max(MAX_TRIGGERS_FOUND) }),
  output: z.object({ triggerIds: z.array(Snowflake) }),
});

/** Keeps the scene beside its trigger, so that the gateway can wake the turns again without Discord; and how the trigger can be withdrawn. */
export const recordScene = defineRoute({
  name: 'trigger.record-scene',
  method: 'PUT',
  path: '/internal/triggers/:triggerId/scene',
  services: ['bot-client'],
  params: z.object({ triggerId: Snowflake }),
  body: SceneFacts.extend({
    /** Our message that shows a command's words in the channel: without it they are withdrawn. */
    shownAsId: Snowflake.optional(),
  }),
  output: z.object({}),
});
