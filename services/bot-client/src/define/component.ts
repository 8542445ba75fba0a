import type { CustomId } from '@tzurot/contracts';
import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { BotContext } from '../context.ts';
import type { Call, CallFacts } from './call.ts';
import type { Inputs, InputValues, Modal } from './modal.ts';

/** `update` answers in the place of the message that was pressed, `private` beside it. */
type ComponentReply = 'update' | 'private';

/** A pressed button. */
export interface ButtonHandler<State = unknown> {
  readonly kind: 'button';
  readonly id: CustomId<State>;
  readonly reply: ComponentReply;
  run(call: Call & { state: State }, ctx: BotContext): Promise<void>;
}

/** A choice from a menu. */
export interface SelectHandler<State = unknown> {
  readonly kind: 'select';
  readonly id: CustomId<State>;
  readonly reply: ComponentReply;
  run(call: Call & { state: State; value: string }, ctx: BotContext): Promise<void>;
}

/**
 * A button that opens a modal. The modal is the acknowledgement, so it can be filled from what is in memory and from
 * shared state, and from nothing else; when that does not have what is needed, the press is acknowledged as an update and `run` answers.
 */
export interface OpenerHandler<State = unknown> {
  readonly kind: 'opener';
  readonly id: CustomId<State>;
  prepare(
    call: CallFacts & { state: State },
    ctx: Pick<BotContext, 'state' | 'vendors'>,
  ): Promise<APIModalInteractionResponseCallbackData | null>;
  run(call: Call & { state: State }, ctx: BotContext): Promise<void>;
}

/**
 * A submitted modal. With `reply: 'private'` it answers in place of the person's own message from which it was opened, or
 * beside it for their eyes only; with `public` for everybody in the channel.
 */
export interface FormHandler<State = unknown, I extends Inputs = Inputs> {
  readonly kind: 'form';
  readonly reply: 'private' | 'public';
  readonly id: CustomId<State>;
  readonly modal: Modal<State, I>;
  run(call: Call & { state: State; values: InputValues<I> }, ctx: BotContext): Promise<void>;
}

export type ComponentHandler = ButtonHandler | SelectHandler | OpenerHandler | FormHandler;

export function onButton<State>(
  id: CustomId<State>,
  handler: Pick<ButtonHandler<State>, 'reply' | 'run'>,
): ButtonHandler<State> {
  return { kind: 'button', id, reply: handler.reply, run: handler.run };
}

export function onSelect<State>(
  id: CustomId<State>,
  handler: Pick<SelectHandler<State>, 'reply' | 'run'>,
): SelectHandler<State> {
  return { kind: 'select', id, reply: handler.reply, run: handler.run };
}

export function opensModal<State>(
  id: CustomId<State>,
  handler: Pick<OpenerHandler<State>, 'prepare' | 'run'>,
): OpenerHandler<State> {
  return { kind: 'opener', id, prepare: handler.prepare, run: handler.run };
}

export function onForm<State, I extends Inputs>(
  modal: Modal<State, I>,
  run: FormHandler<State, I>['run'],
  { reply = 'private' }: Partial<Pick<FormHandler, 'reply'>> = {},
): FormHandler<State, I> {
  return { kind: 'form', id: modal.id, reply, modal, run };
}
