import { escapeInline } from '../escape-text.ts';
import type { Section } from '../section.ts';

/** Where the conversation takes place. */
export const place: Section = {
  id: 'place',
  zone: 'system',
  priority: 90,
  yields: 'never',
  write({ trigger }) {
    const { kind, channelName, guildName, isAgeRestricted } = trigger.place;
    if (kind === 'dm') return [{ text: 'Place: a private conversation on Discord.' }];
    const channel = channelName === undefined ? `a ${kind}` : `the ${kind} #${escapeInline(channelName)}`;
    const guild = guildName === undefined ? 'a Discord server' : `the Discord server ${escapeInline(guildName)}`;
    return [{ text: `Place: ${channel} of ${guild}.${isAgeRestricted ? ' It is for adults only.' : ''}` }];
  },
};
