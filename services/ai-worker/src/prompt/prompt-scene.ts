import type { OpenTurn, RecalledMemory, SceneFacts, Speaker, Trigger } from '@tzurot/contracts';

/** What the prompt shows of an opened turn. */
type ShownParts = Pick<OpenTurn, 'persona' | 'history' | 'historyCutAt' | 'earlierReplies' | 'epoch' | 'notes'>;

/** Everything that a prompt is made of. */
export interface PromptScene extends ShownParts {
  speaker: Speaker;
  now: Date;
  trigger: Trigger;
  /** Null when it could not be gathered. */
  facts: SceneFacts | null;
  memories: readonly RecalledMemory[];
  us: OurNames;
}

/** How our messages are known among those that Discord shows. */
interface OurNames {
  /** Of the webhooks and the bot; null when it could not be asked. */
  applicationId: string | null;
  /** The name that the speaker has on Discord, where some names are not allowed. */
  speakerName: string;
}
