import { defineCommand } from '../../define/command.ts';
import { clear } from './clear.ts';
import { reset } from './reset.ts';
import { stats } from './stats.ts';
import { undo } from './undo.ts';

export const history = defineCommand({
  name: 'history',
  description: 'How much of your conversations characters see',
  subcommands: { clear, undo, stats, reset },
});
