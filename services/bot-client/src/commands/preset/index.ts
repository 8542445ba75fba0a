import { defineCommand } from '../../define/command.ts';
import { clone, clonePreset } from './clone.ts';
import { create } from './create.ts';
import { presetDashboard, setDefault } from './dashboard.ts';
import { askDelete, confirmDelete, remove } from './delete.ts';
import { edit, editPreset } from './edit.ts';
import { exportPreset, exportToFile } from './export.ts';
import { globalPresets } from './global/index.ts';
import { importFromFile } from './import.ts';
import { list, openPreset, turnPage } from './list.ts';
import { use } from './use.ts';
import { view } from './view.ts';

export const preset = defineCommand({
  name: 'preset',
  description: 'Which model characters use, and its settings',
  subcommands: {
    create,
    list,
    view,
    edit,
    use,
    clone,
    delete: remove,
    export: exportToFile,
    import: importFromFile,
    global: globalPresets,
  },
  components: [
    ...presetDashboard.components,
    setDefault,
    turnPage,
    openPreset,
    editPreset,
    clonePreset,
    exportPreset,
    askDelete,
    confirmDelete,
  ],
});
