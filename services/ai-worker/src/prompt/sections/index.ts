import type { Section } from '../section.ts';
import { authorNotes } from './author-notes.ts';
import { character } from './character.ts';
import { earlierReplies } from './earlier-replies.ts';
import { examples } from './examples.ts';
import { greeting } from './greeting.ts';
import { history } from './history.ts';
import { instructions } from './instructions.ts';
import { constantLore, lore } from './lore.ts';
import { memories } from './memories.ts';
import { message } from './message.ts';
import { operatorPrompts } from './operator-prompts.ts';
import { people } from './people.ts';
import { place } from './place.ts';
import { postHistory } from './post-history.ts';
import { references } from './references.ts';
import { rules } from './rules.ts';
import { scenario } from './scenario.ts';
import { systemPrompt } from './system-prompt.ts';
import { time } from './time.ts';
import { wishes } from './wishes.ts';

/**
 * The prompt in reading order. What seldom changes stands first, because vendors charge less for a
 * beginning that they have seen before.
 */
export const sections: readonly Section[] = [
  rules,
  operatorPrompts,
  constantLore('before-character'),
  character,
  constantLore('after-character'),
  scenario,
  constantLore('before-examples'),
  examples,
  constantLore('after-examples'),
  systemPrompt,
  place,
  instructions,
  greeting,
  history,
  authorNotes,
  postHistory,
  time,
  people,
  memories,
  lore,
  references,
  earlierReplies,
  message,
  wishes,
];
