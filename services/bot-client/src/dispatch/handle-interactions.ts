import { durations, newTraceId, withTrace } from '@tzurot/platform';
import { say } from '@tzurot/words';
import {
  type Client,
  Events,
  type Interaction,
  type MessageComponentInteraction,
  type ModalSubmitInteraction,
} from 'discord.js';
import type { BotContext } from '../context.ts';
import type { FormHandler } from '../define/component.ts';
import type { Offer } from '../define/offer.ts';
import { toChosenUser } from '../define/option.ts';
import { note } from '../ui/elements.ts';
import { explainDenial } from '../ui/explain-denial.ts';
import { replyAtOnce, type Trace } from './acknowledge.ts';
import { describeFailure } from './discord-failure.ts';
import { reopenForm } from './reopen-form.ts';
import { createRouter } from './router.ts';
import { runComponent } from './run-component.ts';
import { runForm } from './run-form.ts';
import { runMenu } from './run-menu.ts';
import { runSubcommand } from './run-subcommand.ts';
import { suggest } from './suggest.ts';

const OUTDATED = note(say('interface.outdated'), 'warn');
const UNKNOWN_COMMAND = note(say('interface.unknown-command'), 'warn');
const NOT_YOURS = note(say('interface.not-yours'), 'warn');

export interface InteractionHandling {
  /** Takes no more interactions, and resolves when all that were taken are answered. */
  stop(): Promise<void>;
}

/**
 * Answers commands, menu entries, buttons, selects, forms and autocompletes. Every interaction is acknowledged before anything else
 * is awaited, since Discord gives up on it after three seconds.
 */
export function handleInteractions(client: Client, offer: Offer, ctx: BotContext): InteractionHandling {
  const findForm = (customId: string): FormHandler | null => {
    const handler = router.findComponent(customId)?.handler;
    return handler?.kind === 'form' ? handler : null;
  };
  const router = createRouter({ ...offer, actions: [...offer.actions, reopenForm(findForm)] });
  const running = new Set<Promise<void>>();
  const seconds = durations(ctx.metrics, 'interaction_seconds', 'Time to answer an interaction.', ['interaction']);

  /** Such as `/character view`, `Who said this?`, `character:view` or, while it is typed, `/character view …`. */
  function nameOf(interaction: Interaction): string {
    if (interaction.isMessageComponent() || interaction.isModalSubmit()) {
      return router.findComponent(interaction.customId)?.handler.id.prefix ?? 'unknown';
    }
    if (interaction.isMessageContextMenuCommand()) {
      return router.findMessageMenu(interaction.commandName)?.menu.label ?? 'unknown';
    }
    if (interaction.isUserContextMenuCommand()) {
      return router.findUserMenu(interaction.commandName)?.menu.label ?? 'unknown';
    }
    if (!interaction.isAutocomplete() && !interaction.isChatInputCommand()) return 'unknown';
    const path = router.findSubcommand(interaction)?.path;
    if (path === undefined) return 'unknown';
    return interaction.isAutocomplete() ? `/${path} …` : `/${path}`;
  }

  const onInteraction = (interaction: Interaction) => {
    const traceId = newTraceId();
    const log = ctx.log.child({ interactionId: interaction.id, userId: interaction.user.id });
    const stopTimer = seconds.startTimer({ interaction: nameOf(interaction) });
    const work = withTrace(traceId, () => route(interaction, { log, traceId }))
      .catch((error: unknown) => log.error({ failure: describeFailure(error) }, 'interaction was not answered'))
      .finally(() => {
        stopTimer();
        running.delete(work);
      });
    running.add(work);
  };
  client.on(Events.InteractionCreate, onInteraction);

  /** Whom an operator keeps out can use nothing; operators can always let themselves in again. */
  function findDenial({ user, guildId, channel, channelId }: Interaction) {
    if (ctx.isOperator(user.id)) return null;
    const parentId = channel?.isThread() === true ? channel.parentId : null;
    const channelIds = [channelId, parentId].filter((id) => id !== null);
    return ctx.book.findDenial({ authorId: user.id, guildId, channelIds });
  }

  async function route(interaction: Interaction, trace: Trace): Promise<void> {
    const denial = findDenial(interaction);
    if (denial !== null) {
      if (interaction.isAutocomplete()) return interaction.respond([]);
      if (interaction.isPrimaryEntryPointCommand()) return;
      return replyAtOnce(interaction, note(explainDenial(denial), 'warn'), trace);
    }
    if (interaction.isAutocomplete()) return suggest(interaction, router.findSubcommand(interaction), ctx, trace);
    if (interaction.isChatInputCommand()) {
      const found = router.findSubcommand(interaction);
      if (found === null) return replyAtOnce(interaction, UNKNOWN_COMMAND, trace);
      return runSubcommand(interaction, found, ctx, trace);
    }
    if (interaction.isMessageContextMenuCommand()) {
      const found = router.findMessageMenu(interaction.commandName);
      if (found === null) return replyAtOnce(interaction, UNKNOWN_COMMAND, trace);
      return runMenu(interaction, found, { message: interaction.targetMessage }, ctx, trace);
    }
    if (interaction.isUserContextMenuCommand()) {
      const found = router.findUserMenu(interaction.commandName);
      if (found === null) return replyAtOnce(interaction, UNKNOWN_COMMAND, trace);
      return runMenu(interaction, found, { user: toChosenUser(interaction.targetUser) }, ctx, trace);
    }
    if (interaction.isMessageComponent() || interaction.isModalSubmit()) {
      const found = router.findComponent(interaction.customId);
      const state = found?.handler.id.decode(interaction.customId) ?? null;
      if (found === null || state === null) return replyAtOnce(interaction, OUTDATED, trace);
      if (!belongsTo(interaction)) return replyAtOnce(interaction, NOT_YOURS, trace);

      const { handler, access } = found;
      const bound = { ...trace, log: trace.log.child({ component: handler.id.prefix }) };
      if (interaction.isModalSubmit() && handler.kind === 'form') {
        return runForm(interaction, { handler, access, state }, ctx, bound);
      }
      if (interaction.isMessageComponent() && handler.kind !== 'form') {
        return runComponent(interaction, { handler, access, state }, ctx, bound);
      }
      return replyAtOnce(interaction, OUTDATED, trace);
    }
  }

  return {
    async stop() {
      client.off(Events.InteractionCreate, onInteraction);
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Whoever made the bot say something may press its buttons. Where Discord does not tell, it is a direct message. */
function belongsTo({ message, user }: MessageComponentInteraction | ModalSubmitInteraction): boolean {
  const ownerId = message?.interactionMetadata?.user.id;
  return ownerId === undefined || ownerId === user.id;
}
