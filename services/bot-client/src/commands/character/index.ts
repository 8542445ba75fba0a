import { defineCommand } from '../../define/command.ts';
import { browse, findCharacters, openCard, turnPage } from './browse.ts';
import { chat } from './chat.ts';
import { create, createForm, openCreate } from './create.ts';
import { characterDashboard, openEditor, setVisibility } from './dashboard.ts';
import { askDelete, confirmDelete, remove } from './delete.ts';
import { edit } from './edit.ts';
import { greet } from './greet.ts';
import { characterSettingsPanel, settings } from './settings.ts';
import { turnViewPage, view } from './view.ts';

export const character = defineCommand({
  name: 'character',
  description: 'Make, find and talk to characters',
  subcommands: { create, edit, view, browse, delete: remove, chat, greet, settings },
  components: [
    createForm,
    openCreate,
    findCharacters,
    ...characterDashboard.components,
    openEditor,
    setVisibility,
    turnPage,
    openCard,
    turnViewPage,
    askDelete,
    confirmDelete,
    ...characterSettingsPanel.components,
  ],
});
