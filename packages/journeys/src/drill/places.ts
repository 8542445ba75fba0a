import { defaultWorld } from '@tzurot/local-discord';

export const CHARACTERS = ['Lilith', 'Pip', 'Orin'] as const;
export type CharacterName = (typeof CHARACTERS)[number];

export const PEOPLE = ['ada', 'ben', 'cyn'] as const;
export type PersonName = (typeof PEOPLE)[number];

/** Gets replies of several messages, so that a kill may come between two of them. */
export const LONG_WINDED: PersonName = 'cyn';

/** Talk to models that take their time, so that their replies can be read while they are being made. */
export const STREAMED: ReadonlySet<PersonName> = new Set(['ben', 'cyn']);

/** Somewhere people write to characters. */
export interface Place {
  name: string;
  /** Null for direct messages, whose channel is opened at the start. */
  channelId: string | null;
  /** Who may write there. */
  people: readonly PersonName[];
  /** Answers every message there that names nobody. */
  active: CharacterName | null;
  /** How much of the talk happens there, beside the others. */
  share: number;
}

const { channels, threads } = defaultWorld;

/** Channels with and without an active character, without webhooks, threads, a forum's post, and direct messages. */
export const PLACES: readonly Place[] = [
  { name: 'general', channelId: channels.general, people: PEOPLE, active: null, share: 4 },
  { name: 'quiet', channelId: channels.quiet, people: PEOPLE, active: null, share: 2 },
  { name: 'adults', channelId: channels.adults, people: PEOPLE, active: 'Pip', share: 2 },
  { name: 'staff', channelId: channels.staff, people: ['ada', 'cyn'], active: 'Orin', share: 2 },
  { name: 'corner', channelId: threads.corner, people: PEOPLE, active: null, share: 2 },
  { name: 'Prologue', channelId: threads.prologue, people: PEOPLE, active: null, share: 2 },
  ...PEOPLE.map((person) => ({ name: `dm of ${person}`, channelId: null, people: [person], active: null, share: 1 })),
];

/** Somebody who can read everything there. */
export function readerOf({ people: [person], name }: Place): PersonName {
  if (person === undefined) throw new Error(`nobody can read ${name}`);
  return person;
}
