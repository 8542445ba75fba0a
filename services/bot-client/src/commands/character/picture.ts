import { clearCharacterPicture, MAX_UPLOAD_BYTES, setCharacterPicture } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { download } from '../../discord/download.ts';
import { note, plain } from '../../ui/elements.ts';
import { characterOption } from './character-option.ts';
import { showCard } from './view.ts';

const set = defineSubcommand({
  description: 'Give a character a picture',
  options: {
    character: characterOption('Which character', 'mine'),
    picture: option.attachment('A PNG, JPEG, WebP or GIF of at most 8 MB'),
  },
  reply: 'private',
  async run(call, ctx) {
    const { options, caller } = call;
    const base64 = (await download(options.picture, MAX_UPLOAD_BYTES)).toString('base64');
    const params = { characterId: options.character };
    const { id, name } = await ctx.gateway.call(setCharacterPicture, { caller, params, body: { base64 } });
    await showCard(id, 1, call, ctx);
    await call.notify(note(say('character.picture-set', { name: plain(name) }), 'good'));
  },
});

const clear = defineSubcommand({
  description: "Take away a character's picture",
  options: { character: characterOption('Which character', 'mine') },
  reply: 'private',
  async run({ options, caller, respond }, { gateway }) {
    const params = { characterId: options.character };
    const { name } = await gateway.call(clearCharacterPicture, { caller, params });
    await respond(note(say('character.picture-cleared', { name: plain(name) }), 'good'));
  },
});

export const picture = { description: 'What a character looks like', subcommands: { set, clear } };
