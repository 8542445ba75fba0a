import { defineCommand } from '../../define/command.ts';
import { clear } from './clear.ts';
import { undo } from './undo.ts';

export const history = defineCommand({
  name: 'history',
  description: 'What a character sees of your earlier conversations',
  subcommands: { clear, undo },
});
