import type { OpenTurn, RecalledMemory, SceneFacts, Speaker, Trigger } from '@tzurot/contracts';
import type { ToldLore } from './lore/told-lore.ts';

/** Of an opened turn, how it is worked on and who pays; every other part can be shown. */
type Workings =
  | 'stage'
  | 'turnId'
  | 'fence'
  | 'leaseMs'
  | 'refusal'
  | 'preset'
  | 'payer'
  | 'memoryTokens'
  | 'vectorSpace'
  | 'lore'
  | 'textSwitches'
  | 'webhook'
  | 'currentContent'
  | 'isStreamed'
  | 'namesModel'
  | 'isWithdrawn'
  | 'isStopped'
  | 'reply'
  | 'posts';

type ShownParts = Omit<OpenTurn, Workings | 'draft' | 'speaker' | 'memories' | 'now'>;

/** Everything that a prompt is made of. */
export interface PromptScene extends ShownParts {
  speaker: Speaker;
  /** Of the reply that is made, what is wanted of it. */
  draft: Pick<OpenTurn['draft'], 'hint' | 'continues'>;
  now: Date;
  /** Luck of this reply: the same for a prompt that is written again, another for another reply. */
  seed: string;
  trigger: Trigger;
  /** Null when it could not be gathered. */
  facts: SceneFacts | null;
  memories: readonly RecalledMemory[];
  /** What its lorebooks tell in this turn. */
  lore: readonly ToldLore[];
  us: OurNames;
}

/** How our messages are known among those that Discord shows. */
interface OurNames {
  /** Of the webhooks and the bot; null when it could not be asked. */
  applicationId: string | null;
  /** The name that the speaker has on Discord, where some names are not allowed. */
  speakerName: string;
}
