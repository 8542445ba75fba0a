import type { HistoryLine, OpenTurn, RecalledMemory, SceneFacts, Speaker, Trigger } from '@tzurot/contracts';

/** Everything that a prompt is made of. */
export interface PromptScene {
  now: Date;
  speaker: Speaker;
  persona: OpenTurn['persona'];
  trigger: Trigger;
  /** Null when it could not be gathered. */
  facts: SceneFacts | null;
  history: readonly HistoryLine[];
  historyCutAt: string | null;
  earlierReplies: OpenTurn['earlierReplies'];
  epoch: string | null;
  memories: readonly RecalledMemory[];
  us: OurNames;
}

/** How messages of ours are known among those that Discord shows. */
interface OurNames {
  /** Of the webhooks and the bot; null when it could not be asked. */
  applicationId: string | null;
  /** The name that the speaker has on Discord, where some names are not allowed. */
  speakerName: string;
}
