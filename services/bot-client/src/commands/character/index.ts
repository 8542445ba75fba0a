import { defineCommand } from '../../define/command.ts';
import { alias, turnAliasesPage } from './alias.ts';
import { browse, findCharacters, openCard, turnPage } from './browse.ts';
import { chat } from './chat.ts';
import { clone } from './clone.ts';
import { create, createForm, openCreate } from './create.ts';
import { characterDashboard, openEditor, setVisibility } from './dashboard.ts';
import { askDelete, confirmDelete, remove, restore, restoreDeleted } from './delete.ts';
import { edit } from './edit.ts';
import { exportCard } from './export.ts';
import { fields } from './field.ts';
import { greet } from './greet.ts';
import { allowlist, coOwner, removePerson, turnPeoplePage } from './people.ts';
import { picture } from './picture.ts';
import { characterSettingsPanel, settings } from './settings.ts';
import { turnViewPage, view } from './view.ts';

export const character = defineCommand({
  name: 'character',
  description: 'Make, find and talk to characters',
  subcommands: {
    create,
    edit,
    view,
    browse,
    delete: remove,
    restore,
    clone,
    chat,
    greet,
    settings,
    picture,
    field: fields,
    alias,
    allowlist,
    'co-owner': coOwner,
    export: exportCard,
  },
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
    ...confirmDelete.components,
    restoreDeleted,
    turnAliasesPage,
    turnPeoplePage,
    removePerson,
    ...characterSettingsPanel.components,
  ],
});
