import { getPost, type PostOrigin, snowflakeTimeMs, type VendorCatalogue } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { type Message, TimestampStyles, time, userMention } from 'discord.js';
import { viewPageId } from '../commands/character/ids.ts';
import { vendorLabel } from '../commands/vendor-option.ts';
import type { BotContext } from '../context.ts';
import { defineAction } from '../define/action.ts';
import type { CallFacts } from '../define/call.ts';
import { messageMenu } from '../define/menu.ts';
import { readEcho } from '../inbound/command-echo.ts';
import { button, card, note, plain, row, text } from '../ui/elements.ts';
import type { CardView } from '../ui/view.ts';
import { isOurs, orUnknown } from './our-post.ts';

export const whoSaidThis = defineAction({
  name: 'who-said-this',
  menus: [
    messageMenu(say('who-said-this.menu'), {
      reply: 'private',
      async run({ message, respond, ...facts }, ctx) {
        const origin = await findOrigin(message, facts, ctx);
        await respond(
          origin === null
            ? note(describeForeign(message))
            : originView(origin, message.id, facts.caller.id, ctx.vendors),
        );
      },
    }),
  ],
});

/** Null for what none of our characters said. */
async function findOrigin(message: Message, { caller, place }: CallFacts, ctx: BotContext): Promise<PostOrigin | null> {
  if (!isOurs(message)) return null;
  const { channelId } = place;
  return orUnknown(() =>
    ctx.gateway.call(getPost, { caller, params: { messageId: message.id }, query: { channelId } }),
  );
}

function describeForeign(message: Message): string {
  const echo = readEcho(message);
  if (echo !== null) return say('who-said-this.command', { author: userMention(echo.userId) });
  if (message.system) return say('who-said-this.system');
  if (isOurs(message)) return say('who-said-this.bot');
  if (message.webhookId !== null || message.author.bot) return say('who-said-this.other-app');
  return say('who-said-this.person', { author: userMention(message.author.id) });
}

function originView(origin: PostOrigin, messageId: string, callerId: string, vendors: VendorCatalogue): CardView {
  const { kind, characterName, character, askedById, model, isMine } = origin;
  const saidAt = time(new Date(snowflakeTimeMs(messageId)), TimestampStyles.LongDateShortTime);
  const head = say(`who-said-this.${kind}`, { name: plain(characterName), asker: userMention(askedById) });
  const lines = [
    describeCharacter(origin, callerId),
    say('who-said-this.time', { time: saidAt }),
    ...(model === null
      ? []
      : [
          say('who-said-this.model', {
            model: plain(model.model),
            vendor: vendorLabel(model.vendor, vendors),
          }),
        ]),
    ...(kind === 'reply' ? [say(isMine ? 'who-said-this.yours' : 'who-said-this.not-yours')] : []),
  ];
  return card([
    text([head, ...lines.map((line) => `- ${line}`)].join('\n')),
    ...(character === null
      ? []
      : [row(button({ id: viewPageId.encode({ id: character.id, page: 1 }), label: say('who-said-this.view') }))]),
  ]);
}

function describeCharacter({ character, characterName }: PostOrigin, callerId: string): string {
  if (character === null) return say('who-said-this.hidden');
  const { slug, name, isPublic, ownerId } = character;
  const owner = describeOwner(ownerId, callerId);
  const whose = say(isPublic ? 'who-said-this.public' : 'who-said-this.private', { slug, owner });
  return name === characterName ? whose : `${whose} ${say('who-said-this.renamed', { name: plain(name) })}`;
}

function describeOwner(ownerId: string | null, callerId: string): string {
  if (ownerId === null) return say('who-said-this.owner-bot');
  return ownerId === callerId ? say('who-said-this.owner-you') : userMention(ownerId);
}
