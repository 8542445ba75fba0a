import type { CallerInput, Person } from '@tzurot/contracts';
import type { Message, TextBasedChannel } from 'discord.js';
import type { View } from '../ui/view.ts';

/** Where an interaction happened. */
export interface CallPlace {
  channelId: string;
  guildId: string | null;
  /** Null where the bot has no access to the channel. */
  channel: TextBasedChannel | null;
  botUserId: string;
}

/** Who did what where; known the moment the interaction arrives. */
export interface CallFacts {
  /** The snowflake of the interaction. */
  id: string;
  /** The person, as the gateway wants to know them. */
  caller: CallerInput;
  /** The person, as a scene names them. */
  person: Person;
  /** Of the person in the server; empty outside of one. */
  roleIds: readonly string[];
  place: CallPlace;
}

/** What every handler gets once its interaction is acknowledged. */
export interface Call extends CallFacts {
  /** Shows a view where the acknowledgement promised one; a second time replaces it. */
  readonly respond: (view: View) => Promise<Message>;
  /** Says something to the person alone, beside the answer. */
  readonly notify: (view: View) => Promise<void>;
}
