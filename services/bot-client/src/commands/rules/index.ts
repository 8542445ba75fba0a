import { defineCommand } from '../../define/command.ts';
import { add } from './add.ts';
import { deleteButton, ruleDashboard } from './dashboard.ts';
import { remove } from './delete.ts';
import { edit } from './edit.ts';
import { list, openRule } from './list.ts';
import { test } from './test.ts';

export const rules = defineCommand({
  name: 'rules',
  description: 'Replace text in replies, by patterns of your own',
  subcommands: { add, list, edit, delete: remove, test },
  components: [...ruleDashboard.components, deleteButton, openRule],
});
