import { boundaries } from './boundaries.ts';
import type { Check } from './check.ts';
import { format } from './format.ts';
import { lint } from './lint.ts';
import { sentences } from './sentences.ts';
import { types } from './types.ts';
import { unusedCode } from './unused-code.ts';

/** What `npm test` holds our sources to. */
export const checks: readonly Check[] = [types, format, lint, unusedCode, boundaries, sentences];
