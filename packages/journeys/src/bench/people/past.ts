/** Who talks, and with whom, in every world of the local Discord. */
export const PEOPLE = ['ada', 'ben', 'cyn'] as const;
export const CHARACTERS = ['Lilith', 'Pip', 'Orin'] as const;

export interface Line {
  channelId: string;
  person: (typeof PEOPLE)[number];
  character: (typeof CHARACTERS)[number];
}

/** What the person said, and what the character answered. */
export const MEMORIES_PER_EXCHANGE = 2;

/**
 * Who says something to whom where, in this order, until each person has so many memories: in every channel everybody
 * talks to every character, in turns.
 */
export function planPast(channelIds: readonly string[], memoriesPerPerson: number): Line[] {
  const exchanges = Math.ceil(memoriesPerPerson / MEMORIES_PER_EXCHANGE) * PEOPLE.length;
  return Array.from({ length: exchanges }, (_, index) => {
    const round = Math.floor(index / channelIds.length);
    const channel = index % channelIds.length;
    return {
      channelId: channelIds[channel] ?? '',
      person: PEOPLE[(round + Math.floor(round / CHARACTERS.length) + channel) % PEOPLE.length] ?? PEOPLE[0],
      character: CHARACTERS[(round + channel) % CHARACTERS.length] ?? CHARACTERS[0],
    };
  });
}

/** One line to each character in each channel, by everybody in turns. */
export function planBurst(channelIds: readonly string[]): Line[] {
  return CHARACTERS.flatMap((character, number) =>
    channelIds.map((channelId, channel) => ({
      channelId,
      character,
      person: PEOPLE[(channel + number) % PEOPLE.length] ?? PEOPLE[0],
    })),
  );
}
