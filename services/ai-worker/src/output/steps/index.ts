import type { Step } from '../step.ts';
import { blanks } from './blanks.ts';
import { characters } from './characters.ts';
import { echoedContext } from './echoed-context.ts';
import { harmonyChannels } from './harmony-channels.ts';
import { answerLength, replyLength } from './length.ts';
import { ownWords } from './own-words.ts';
import { templateTokens } from './template-tokens.ts';
import { thinking } from './thinking.ts';

/** In the order in which they run. */
export const steps: readonly Step[] = [
  answerLength,
  characters,
  harmonyChannels,
  thinking,
  templateTokens,
  echoedContext,
  replyLength,
  ownWords,
  blanks,
];
