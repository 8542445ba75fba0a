import { defineCommand } from '../../define/command.ts';
import { create } from './create.ts';
import { presetDashboard, setDefault } from './dashboard.ts';
import { edit } from './edit.ts';
import { list, openPreset, turnPage } from './list.ts';

export const preset = defineCommand({
  name: 'preset',
  description: 'Which model characters use, and its settings',
  subcommands: { create, list, edit },
  components: [...presetDashboard.components, setDefault, turnPage, openPreset],
});
