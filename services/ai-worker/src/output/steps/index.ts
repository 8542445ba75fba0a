import type { Step } from '../step.ts';
import { asterisks } from './asterisks.ts';
import { blanks } from './blanks.ts';
import { characters } from './characters.ts';
import { echoedContext } from './echoed-context.ts';
import { emoji } from './emoji.ts';
import { harmonyChannels } from './harmony-channels.ts';
import { answerLength, replyLength } from './length.ts';
import { ownWords } from './own-words.ts';
import { rules } from './rules.ts';
import { shortParagraphs } from './short-paragraphs.ts';
import { statusBlocks } from './status-blocks.ts';
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
  rules,
  statusBlocks,
  asterisks,
  emoji,
  shortParagraphs,
  blanks,
];
