import {
  type JobAnswer,
  LIMITS,
  type Lorebook,
  type LoreVerdict,
  listLorebooks,
  Snowflake,
  testLore,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { Call } from '../../define/call.ts';
import { option, optionalStored } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { card, clip, file, note, plain, text } from '../../ui/elements.ts';
import type { CardView } from '../../ui/view.ts';
import { bookOption } from './lore-options.ts';

const TIMEOUT_MS = 12_000;
const FILE_NAME = 'lore-test.txt';
const MAX_SHOWN = 20;
const LINE_LENGTH = 160;

export const test = defineSubcommand({
  description: 'See which entries a text or message would bring up, and why the others stay out',
  options: {
    text: option.optionalString('What somebody says', { maxLength: LIMITS.messageContent }),
    message: option.optionalString('Or a link to a message of this channel', { maxLength: 200 }),
    book: optionalStored(bookOption('Only this lorebook; if left out, all that are attached somewhere')),
  },
  reply: 'private',
  async run(call, ctx) {
    const { items } = await ctx.gateway.call(listLorebooks, { caller: call.caller });
    const books = chooseBooks(items, call.options.book);
    if (books.length === 0) return void (await call.respond(note(say('lore.test-no-books'))));
    const said = await readText(call);
    if (typeof said !== 'string') return void (await call.respond(note(said.problem, 'warn')));
    const tested = await ctx.queues.ask(testLore, toInput(books, said, call), { timeoutMs: TIMEOUT_MS });
    await call.respond(verdictView(tested));
  },
});

function chooseBooks(books: readonly Lorebook[], chosen: string | undefined): readonly Lorebook[] {
  if (chosen !== undefined) return books.filter(({ id }) => id === chosen);
  const attached = books.filter(({ attachments }) => attachments.length > 0);
  return attached.length > 0 ? attached : books;
}

/** The text, or the words of a message of this channel. */
async function readText({
  options,
  place,
}: Call & { options: { text: string | undefined; message: string | undefined } }): Promise<
  string | { problem: string }
> {
  if (options.text !== undefined) return options.text;
  const id = /(\d{17,19})\D*$/.exec(options.message ?? '')?.[1];
  if (id === undefined || !Snowflake.safeParse(id).success) return { problem: say('lore.test-what') };
  const message = await place.channel?.messages.fetch(id).catch(() => null);
  return message?.content ?? { problem: say('lore.test-no-message') };
}

function toInput(books: readonly Lorebook[], said: string, { person }: Call) {
  return {
    books: books.map(({ id, version }) => ({ id, version })),
    lines: [{ name: person.name, text: said }],
    characterName: say('noun.character'),
    userName: person.name,
  };
}

function verdictView({ verdicts, tokens }: JobAnswer<typeof testLore>): CardView {
  const told = verdicts.filter(({ isTold }) => isTold);
  const lines = told
    .slice(0, MAX_SHOWN)
    .map((verdict) =>
      clip(say('lore.test-told', { title: plain(titleOf(verdict)), reason: plain(reasonOf(verdict)) }), LINE_LENGTH),
    );
  const rest = verdicts.length - told.length;
  const all = verdicts.map((verdict) =>
    say('lore.test-file-line', {
      mark: verdict.isTold ? '+' : '-',
      book: verdict.bookName,
      title: titleOf(verdict),
      reason: reasonOf(verdict),
    }),
  );
  return {
    ...card([
      text(
        [
          `## ${say('lore.test-title')}`,
          ...(lines.length === 0 ? [say('lore.test-nothing')] : lines.map((line) => `- ${line}`)),
          ...(rest === 0 ? [] : [say('lore.test-rest', { count: rest })]),
          `-# ${say('lore.test-facts', { told: told.length, total: verdicts.length, tokens })}`,
        ].join('\n'),
      ),
      file(FILE_NAME),
    ]),
    files: [{ name: FILE_NAME, bytes: Buffer.from(`${all.join('\n')}\n`) }],
  };
}

const titleOf = ({ title, key }: LoreVerdict): string => title || key || say('lore.untitled');

function reasonOf({ reason, key, pass }: LoreVerdict): string {
  if (reason === 'key' && key !== null) return say(pass > 0 ? 'lore.reason-woken' : 'lore.reason-key', { key });
  if (reason === 'secondary-keys') return say('lore.reason-secondary-keys', { key: key ?? '' });
  if (reason === 'key') return say('lore.reason-constant');
  return say(`lore.reason-${reason}`);
}
