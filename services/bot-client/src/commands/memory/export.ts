import { listMemories, type Memory } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, file, note, text } from '../../ui/elements.ts';

const PAGE = 100;
/** Discord takes attachments of 10 MB from a bot. Source: Discord documentation, "Uploading Files". */
const MAX_BYTES = 9_000_000;
const FILE_NAME = 'memories.json';

export const exportMemories = defineSubcommand({
  description: 'Save everything that characters remember of you as a file',
  options: {},
  reply: 'private',
  async run({ caller, respond }, { gateway }) {
    const saved: object[] = [];
    let sizeBytes = 0;
    let total = 0;
    for (let page = 1; ; page += 1) {
      const {
        items,
        pages,
        total: all,
      } = await gateway.call(listMemories, { caller, query: { page, pageSize: PAGE } });
      total = all;
      for (const item of items.map(toSaved)) {
        sizeBytes += Buffer.byteLength(JSON.stringify(item)) + 10;
        if (sizeBytes < MAX_BYTES) saved.push(item);
      }
      if (page >= pages || sizeBytes >= MAX_BYTES) break;
    }
    if (saved.length === 0) return void (await respond(note(say('memory.none'))));
    const bytes = Buffer.from(JSON.stringify({ format: 'tzurot-memories', version: 1, memories: saved }, null, 1));
    const lines = [
      say('memory.exported', { count: saved.length }),
      ...(saved.length < total ? [say('memory.export-cut', { count: saved.length, total })] : []),
    ];
    await respond({ ...card([text(lines.join('\n')), file(FILE_NAME)]), files: [{ name: FILE_NAME, bytes }] });
  },
});

/** Without our own ids, which mean nothing elsewhere. */
function toSaved({ text: said, speaker, speakerName, characterName, saidAt, ...where }: Memory): object {
  const { guildId, channelId, messageIds, isPinned, isLocked } = where;
  return {
    saidAt,
    speaker,
    speakerName,
    characterName,
    text: said,
    guildId,
    channelId,
    messageIds,
    isPinned,
    isLocked,
  };
}
