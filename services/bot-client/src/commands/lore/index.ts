import { defineCommand } from '../../define/command.ts';
import { attach, detach } from './book/attach.ts';
import { create } from './book/create.ts';
import { askDeleteBook, confirmDeleteBook, remove as deleteBook } from './book/delete.ts';
import { edit as editBook } from './book/edit.ts';
import { exportBook } from './book/export.ts';
import { list as listBooks } from './book/list.ts';
import { bookDashboard, openBook } from './book-dashboard.ts';
import { add } from './entry/add.ts';
import { askDeleteEntry, confirmDeleteEntry, remove as deleteEntry } from './entry/delete.ts';
import { edit as editEntry } from './entry/edit.ts';
import { list as listEntries, turnEntriesPage } from './entry/list.ts';
import { entryDashboard, openEntry } from './entry-dashboard.ts';
import { fromMessageForm } from './from-message.ts';
import { test } from './test.ts';

export const lore = defineCommand({
  name: 'lore',
  description: 'Lorebooks: what characters know about the world',
  subcommands: {
    book: {
      description: 'Lorebooks',
      subcommands: { create, list: listBooks, edit: editBook, attach, detach, delete: deleteBook, export: exportBook },
    },
    entry: {
      description: 'Entries of a lorebook',
      subcommands: { add, edit: editEntry, list: listEntries, delete: deleteEntry },
    },
    test,
  },
  components: [
    ...bookDashboard.components,
    ...entryDashboard.components,
    openBook,
    openEntry,
    turnEntriesPage,
    askDeleteBook,
    confirmDeleteBook,
    askDeleteEntry,
    confirmDeleteEntry,
    fromMessageForm,
  ],
});
