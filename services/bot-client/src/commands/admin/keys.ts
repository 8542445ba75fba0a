import { getStatus } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note, plain } from '../../ui/elements.ts';

export const keys = defineSubcommand({
  description: 'Which encryption keys are in use, and how far a rotation is',
  options: {},
  reply: 'private',
  async run({ caller, respond }, { gateway }) {
    const { encryptionKeys } = await gateway.call(getStatus, { caller });
    const [newest, ...older] = encryptionKeys;
    if (newest === undefined) return void (await respond(note(say('keys.none'))));
    const left = older.reduce((sum, { secrets }) => sum + secrets, 0);
    await respond(
      note(
        [
          `## ${say('keys.title')}`,
          say('status.encryption-key', { key: plain(newest.id), count: newest.secrets }),
          ...older.map(({ id, secrets }) => say('status.older-encryption-key', { key: plain(id), count: secrets })),
          left > 0 ? say('keys.rotating', { count: left }) : say(older.length > 0 ? 'keys.rotated' : 'keys.how'),
        ].join('\n'),
      ),
    );
  },
});
