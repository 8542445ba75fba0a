import { changeImport, commitImport, deleteImport, getImport, ImportChoice } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton, onSelect } from '../../define/component.ts';
import { note } from '../../ui/elements.ts';
import { cancelId, chooseAllId, chooseItemId, commitId, consentId, openImportId, showItemId } from './ids.ts';
import { importView, itemView } from './import-view.ts';

async function showImport(importId: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  await respond(importView(await gateway.call(getImport, { caller, params: { importId } })));
}

async function showItem(importId: string, item: number, { caller, respond }: Call, { gateway }: BotContext) {
  await respond(itemView(await gateway.call(getImport, { caller, params: { importId }, query: { item } })));
}

export const openImport = onButton(openImportId, {
  reply: 'update',
  run: (call, ctx) => showImport(call.state.id, call, ctx),
});

export const showOne = onButton(showItemId, {
  reply: 'update',
  run: (call, ctx) => showItem(call.state.id, call.state.number, call, ctx),
});

export const chooseOne = onSelect(chooseItemId, {
  reply: 'update',
  async run(call, ctx) {
    const { id: importId, number: item } = call.state;
    const body = { item, choice: ImportChoice.parse(call.value) };
    await ctx.gateway.call(changeImport, { caller: call.caller, params: { importId }, body });
    await showItem(importId, item, call, ctx);
  },
});

export const chooseAll = onSelect(chooseAllId, {
  reply: 'update',
  async run(call, ctx) {
    const { id: importId } = call.state;
    const body = { choice: ImportChoice.parse(call.value) };
    await ctx.gateway.call(changeImport, { caller: call.caller, params: { importId }, body });
    await showImport(importId, call, ctx);
  },
});

export const allow = onButton(consentId, {
  reply: 'update',
  async run(call, ctx) {
    const { id: importId, kind, to } = call.state;
    const body = { consent: { kind, isGiven: to === 'yes' } };
    await ctx.gateway.call(changeImport, { caller: call.caller, params: { importId }, body });
    await showImport(importId, call, ctx);
  },
});

export const commit = onButton(commitId, {
  reply: 'update',
  async run(call, ctx) {
    const { id: importId } = call.state;
    await ctx.gateway.call(commitImport, { caller: call.caller, params: { importId } });
    await showImport(importId, call, ctx);
  },
});

export const cancel = onButton(cancelId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    await gateway.call(deleteImport, { caller, params: { importId: state.id } });
    await respond(note(say('import.cancelled')));
  },
});
