import type { ApplicationCommandType, InteractionContextType, InteractionType } from 'discord-api-types/v10';
import type { Snowflake } from '../world/snowflake.ts';
import type { InteractionSource, Message } from '../world/types.ts';

/** One thing a person did to an application: from the press to 15 minutes later. */
export interface Interaction {
  readonly id: Snowflake;
  readonly token: string;
  readonly applicationId: Snowflake;
  readonly type: InteractionType;
  readonly userId: Snowflake;
  readonly channelId: Snowflake;
  readonly guildId: Snowflake | null;
  readonly context: InteractionContextType;
  readonly sessionId: string;
  readonly nonce: string | undefined;
  readonly createdAtMs: number;
  readonly source: InteractionSource | undefined;
  readonly commandType: ApplicationCommandType | undefined;
  /** The message whose component was used, or the one a modal was opened from. */
  readonly message: Message | undefined;
  /** Who installed the application: "0" a guild (or "0" in its direct messages), "1" a person. */
  readonly owners: Readonly<Record<string, string>>;
  /**
   * `open` until acknowledged; `deferred` while a loading message waits for its text;
   * `answered` afterwards; `failed` when three seconds passed.
   */
  state: 'open' | 'deferred' | 'answered' | 'failed';
  /** What `@original` means: the first answer, or the message a component updated. */
  originalMessageId: Snowflake | undefined;
  /** The modal that was opened, waiting to be submitted. */
  modal: OpenModal | undefined;
  followUps: number;
  cancelDeadline: () => void;
}

/** Whether only a person brought the application here, which has no access to the place beyond its answers. */
export function isOnlyUserInstall({ owners }: Pick<Interaction, 'owners'>): boolean {
  return !('0' in owners);
}

export interface OpenModal {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly object[];
}

/** Interaction tokens work this long. Source: Discord documentation, "Receiving and Responding". */
export const TOKEN_LIFETIME_MS = 15 * 60_000;

/** An interaction must be acknowledged within this. */
export const ACKNOWLEDGE_WITHIN_MS = 3_000;
