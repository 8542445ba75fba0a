import { deletePreset, getPreset, listPresetUses } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import { dismissId } from '../../actions/dismiss.ts';
import type { BotContext } from '../../context.ts';
import type { Call } from '../../define/call.ts';
import { onButton } from '../../define/component.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { confirm } from '../../ui/confirm.ts';
import { excerpt, note, plain } from '../../ui/elements.ts';
import { askDeletePresetId, deletePresetId } from './ids.ts';
import { presetOption } from './preset-option.ts';

export const remove = defineSubcommand({
  description: 'Delete one of your presets',
  options: { preset: presetOption('Which preset') },
  reply: 'private',
  run: (call, ctx) => ask(call.options.preset, call, ctx),
});

export const askDelete = onButton(askDeletePresetId, {
  reply: 'private',
  run: (call, ctx) => ask(call.state.id, call, ctx),
});

async function ask(presetId: string, { caller, respond }: Call, { gateway }: BotContext): Promise<void> {
  const [{ id, name, isMine }, uses] = await Promise.all([
    gateway.call(getPreset, { caller, params: { presetId } }),
    gateway.call(listPresetUses, { caller, params: { presetId } }),
  ]);
  if (!isMine) {
    throw new AppError('forbidden', 'only operators delete global presets', {
      reason: 'preset-is-global',
      facts: { name: plain(name) },
    });
  }
  const characters = [...uses.withCharacters, ...uses.ofCharacters];
  const isUsed = uses.isDefault || characters.length > 0 || uses.channelIds.length > 0 || uses.isServerDefault;
  await respond(
    confirm({
      question: say('preset.delete-question', { name: plain(name) }),
      consequences: [
        ...(isUsed || uses.isGlobalDefault || uses.isFreeDefault ? [say('preset.delete-uses')] : []),
        ...(characters.length === 0
          ? []
          : [say('preset.delete-characters', { names: excerpt(characters.join(', '), 300) })]),
        say('preset.delete-is-final'),
      ],
      label: say('preset.delete-name', { name }),
      confirmId: deletePresetId.encode({ id }),
      cancelId: dismissId.encode({}),
    }),
  );
}

export const confirmDelete = onButton(deletePresetId, {
  reply: 'update',
  async run({ state, caller, respond }, { gateway }) {
    const { name } = await gateway.call(deletePreset, { caller, params: { presetId: state.id } });
    await respond(note(say('preset.deleted', { name: plain(name) }), 'good'));
  },
});
