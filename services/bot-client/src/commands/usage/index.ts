import { defineCommand } from '../../define/command.ts';
import { ownUsage } from './own.ts';

export const usage = defineCommand({
  name: 'usage',
  description: ownUsage.description,
  run: ownUsage,
});
