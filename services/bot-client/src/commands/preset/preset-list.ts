import { PAGE_SIZE, type Preset } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { card, clip, note, plain, select, text } from '../../ui/elements.ts';
import { pageLine, pager } from '../../ui/pager.ts';
import type { CardView } from '../../ui/view.ts';
import { listPageId, openPresetId } from './ids.ts';

/** Ten lines have to fit into a message. */
const LINE_LENGTH = 360;

/** A page of presets, with a menu that opens one. A page after the last shows the last. */
export function presetList(presets: readonly Preset[], wantedPage: number): CardView {
  if (presets.length === 0) return note(say('preset.none'));
  const pages = Math.ceil(presets.length / PAGE_SIZE);
  const page = Math.min(Math.max(1, wantedPage), pages);
  const shown = presets.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return card([
    text(`## ${say('preset.list')}\n${pageLine(say('count.presets', { count: presets.length }), page, pages)}`),
    text(shown.map(describe).join('\n')),
    select({
      id: openPresetId.encode({}),
      placeholder: say('preset.open'),
      choices: shown.map(({ id, name, model }) => ({ value: id, label: name, description: model })),
    }),
    ...pager(page, pages, (to) => listPageId.encode({ page: to })),
  ]);
}

function describe({ name, model, vendor, isGlobal, isDefault }: Preset): string {
  const badges = [
    ...(isDefault ? [say('preset.badge-default')] : []),
    ...(isGlobal ? [say('preset.badge-global')] : []),
  ];
  const what = [`**${plain(name)}**`, ...badges, plain(vendor), plain(clip(model, 80))];
  return clip(what.join(' · '), LINE_LENGTH);
}
