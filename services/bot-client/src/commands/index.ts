import type { Command } from '../interactions/define-command.ts';
import { admin } from './admin/index.ts';
import { createHelp } from './help/index.ts';

const explained = [admin];

/** Every slash command there is. */
export const commands: readonly Command[] = [...explained, createHelp(explained)];
