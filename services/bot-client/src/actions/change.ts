import { customId, LIMITS, part, readReply, removeReply, type TurnReplies } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { z } from 'zod';
import type { BotContext } from '../context.ts';
import { defineAction } from '../define/action.ts';
import { onButton, onForm, opensModal } from '../define/component.ts';
import { messageMenu } from '../define/menu.ts';
import { defineModal, input, renderModal } from '../define/modal.ts';
import { button, card, note, plain, row, text } from '../ui/elements.ts';
import { isOurs, orUnknown } from './our-post.ts';
import { look, type Pressed, regenerate, rewrite } from './revise.ts';

/** One input of a form takes no more; a reply that is longer has two. */
const INPUT_LENGTH = 4_000;
const MAX_EDITABLE = 2 * INPUT_LENGTH;
/** As long as the buttons of a private card work. */
const KEPT_MS = 15 * 60_000;

const ofMessage = { messageId: part.snowflake };
const editId = customId('change:edit', ofMessage);
const hintId = customId('change:hint', ofMessage);
const continueId = customId('change:continue', ofMessage);
const deleteId = customId('change:delete', ofMessage);

const editForm = defineModal({
  id: customId('change:save', ofMessage),
  title: say('reply.edit-title'),
  inputs: {
    text: input.long(say('reply.edit-text'), { isRequired: true, maxLength: INPUT_LENGTH }),
    rest: input.long(say('reply.edit-rest'), { maxLength: INPUT_LENGTH, hint: say('reply.edit-rest-hint') }),
  },
});

const hintForm = defineModal({
  id: customId('change:make', ofMessage),
  title: say('reply.hint-title'),
  inputs: {
    hint: input.long(say('reply.hint'), {
      isRequired: true,
      maxLength: LIMITS.replyHint,
      placeholder: say('reply.hint-placeholder'),
    }),
  },
});

/** Where the text that a form opens with is kept. */
const textKey = (messageId: string) => `reply-text:${messageId}`;

/** Edit, go on, make anew with a wish, remove: whatever its asker and staff may do to a reply besides swiping. */
export const change = defineAction({
  name: 'change',
  menus: [
    messageMenu(say('reply.change-menu'), {
      reply: 'private',
      async run({ message, ...call }, ctx) {
        const { caller, place, respond } = call;
        const request = { caller, params: { messageId: message.id }, query: { channelId: place.channelId } };
        const reply = isOurs(message) ? await orUnknown(() => ctx.gateway.call(readReply, request)) : null;
        if (reply === null) return void (await respond(note(say('reply.unknown'), 'warn')));
        const isEditable = reply.text.length <= MAX_EDITABLE;
        if (isEditable) await ctx.state.set(textKey(message.id), reply.text, { ttlMs: KEPT_MS });
        const id = { messageId: message.id };
        await respond(
          card([
            text(say('reply.change', { name: plain(reply.characterName) })),
            row(
              button({ id: editId.encode(id), label: say('reply.edit'), isDisabled: !isEditable }),
              button({ id: continueId.encode(id), label: say('reply.continue') }),
              button({ id: hintId.encode(id), label: say('reply.regenerate-hint') }),
              button({ id: deleteId.encode(id), label: say('reply.delete'), style: 'danger' }),
            ),
          ]),
        );
      },
    }),
  ],
  components: [
    opensModal(editId, {
      async prepare({ state }, ctx) {
        const kept = z.string().safeParse(await ctx.state.get(textKey(state.messageId)));
        if (!kept.success) return null;
        const filled = { text: kept.data.slice(0, INPUT_LENGTH), rest: kept.data.slice(INPUT_LENGTH) };
        return renderModal(editForm, state, filled);
      },
      run: async ({ respond }) => void (await respond(note(say('reply.change-outdated'), 'warn'))),
    }),
    opensModal(hintId, {
      prepare: async ({ state }) => renderModal(hintForm, state),
      run: async ({ respond }) => void (await respond(note(say('reply.change-outdated'), 'warn'))),
    }),
    onForm(editForm, async ({ state, values, ...call }, ctx) => {
      const words = `${values.text}${values.rest}`;
      await ctx.state.set(textKey(state.messageId), words, { ttlMs: KEPT_MS });
      await withKnown(state, call, ctx, (known) => rewrite(state.messageId, known, words, call, ctx));
    }),
    onForm(hintForm, async ({ state, values, ...call }, ctx) => {
      const { hint } = values;
      await withKnown(state, call, ctx, (known) => regenerate(state.messageId, known, call, ctx, { hint }));
    }),
    onButton(continueId, {
      reply: 'update',
      run: async ({ state, ...call }, ctx) =>
        withKnown(state, call, ctx, (known) => regenerate(state.messageId, known, call, ctx, { continues: true })),
    }),
    onButton(deleteId, {
      reply: 'update',
      async run({ state, caller, place, respond }, { gateway }) {
        const { channelId } = place;
        const request = { caller, params: { messageId: state.messageId }, body: { channelId } };
        const removed = await orUnknown(() => gateway.call(removeReply, request));
        if (removed === null) return void (await respond(note(say('reply.unknown'), 'warn')));
        await respond(note(say('reply.deleted', { name: plain(removed.characterName) }), 'good'));
      },
    }),
  ],
});

async function withKnown(
  { messageId }: { messageId: string },
  call: Pressed,
  ctx: BotContext,
  work: (known: TurnReplies) => Promise<void>,
): Promise<void> {
  const known = await look(messageId, call, ctx);
  if (known === null) await call.respond(note(say('reply.unknown'), 'warn'));
  else await work(known);
}
