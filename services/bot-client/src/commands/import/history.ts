import { getImport, listImports, undoImport } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { confirm } from '../../ui/confirm.ts';
import { excerpt, note } from '../../ui/elements.ts';
import { askUndoId, historyPageId, openImportId, undoId } from './ids.ts';
import { historyView } from './import-view.ts';

export const history = defineSubcommand({
  description: 'Your imports, with what each of them made',
  options: {},
  reply: 'private',
  run: (call, ctx) => showPage(1, call, ctx),
});

export const turnHistoryPage = onButton(historyPageId, {
  reply: 'update',
  run: (call, ctx) => showPage(Math.max(1, call.state.page), call, ctx),
});

async function showPage(page: number, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  await respond(historyView(await gateway.call(listImports, { caller, query: { page } }), page));
}

export const undo = defineSubcommand({
  description: 'Take your latest import back: deletes what it made, restores what it replaced',
  options: {},
  reply: 'private',
  async run({ caller, respond }, { gateway }) {
    const { items } = await gateway.call(listImports, { caller });
    const latest = items.find(({ state }) => state === 'done');
    await respond(latest === undefined ? note(say('import.nothing-to-undo')) : askView(latest.id, latest.files));
  },
});

export const askUndo = onButton(askUndoId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { id, files } = await gateway.call(getImport, { caller, params: { importId: state.id } });
    await respond(askView(id, files));
  },
});

function askView(id: string, files: readonly { filename: string }[]) {
  return confirm({
    question: say('import.undo-question'),
    consequences: [
      excerpt(files.map(({ filename }) => filename).join(', '), 300),
      say('import.undo-deletes'),
      say('import.undo-restores'),
      say('import.undo-files'),
    ],
    label: say('import.undo'),
    confirmId: undoId.encode({ id }),
    cancelId: openImportId.encode({ id }),
  });
}

export const confirmUndo = onButton(undoId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { deleted, restored, gone } = await gateway.call(undoImport, { caller, params: { importId: state.id } });
    const sentence =
      gone === 0 ? say('import.undone', { deleted, restored }) : say('import.undone-gone', { deleted, restored, gone });
    await respond(note(sentence, 'good'));
  },
});
