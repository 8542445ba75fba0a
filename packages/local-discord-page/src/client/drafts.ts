import type { Upload } from '../discord/rest.ts';
import { withEntry } from '../state/world.ts';
import { type Draft, emptyDraft, type Pane } from './pane.ts';

/** As many files as one message takes. Source: Discord, "Create Message". */
const MAX_FILES = 10;

/** What is being written in a channel. */
export const readDraft = (pane: Pane, channelId: string): Draft => pane.drafts.value.get(channelId) ?? emptyDraft;

export const writeDraft = (pane: Pane, channelId: string, change: Partial<Draft>): void => {
  pane.drafts.value = withEntry(pane.drafts.value, channelId, { ...readDraft(pane, channelId), ...change });
};

/** Adds files to what is being written in a channel, up to as many as a message takes. */
export const addFiles = (pane: Pane, channelId: string, files: Iterable<File>): void => {
  const uploads: Upload[] = [...files].map((file) => ({ name: file.name === '' ? 'file' : file.name, blob: file }));
  const present = readDraft(pane, channelId).files;
  writeDraft(pane, channelId, { files: [...present, ...uploads].slice(0, MAX_FILES) });
  pane.focusComposer.current();
};
