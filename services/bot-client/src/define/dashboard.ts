import { hash } from 'node:crypto';
import { customId, part } from '@tzurot/contracts';
import { AppError, type SharedState, toAppError } from '@tzurot/platform';
import { say } from '@tzurot/words';
import type { APIButtonComponent } from 'discord.js';
import { z } from 'zod';
import type { BotContext } from '../context.ts';
import { conflictView } from '../ui/conflict.ts';
import { dashboardView } from '../ui/dashboard.ts';
import { button, note } from '../ui/elements.ts';
import type { Call, CallFacts } from './call.ts';
import { type ComponentHandler, onButton, onForm, opensModal } from './component.ts';
import { defineModal, type Inputs, type InputValues, maxLengthOf, renderModal } from './modal.ts';
import { keepTyped, readTyped, type Typed } from './typed.ts';

const REMEMBER_MS = 24 * 60 * 60_000;
/** One digit per input that stays as it is; a form has at most five inputs. */
const MAX_KEPT = 5;

/** Inputs that are edited together in one modal. */
export interface DashboardSection<Thing, Patch, I extends Inputs = Inputs> {
  readonly title: string;
  readonly inputs: I;
  summarize(thing: Thing): string;
  /** The inputs' values as they are now. */
  read(thing: Thing): InputValues<I>;
  /**
   * What these values change; an absent one stays as it is.
   * @throws AppError `invalid-input` for what nobody can store
   */
  write(values: Partial<InputValues<I>>, thing: Thing): Patch;
}

interface DashboardDefinition<Thing extends { id: string }, Patch> {
  /** The command whose buttons these are. */
  command: string;
  sections: Readonly<Record<string, DashboardSection<Thing, Patch>>>;
  title(thing: Thing): string;
  subtitle(thing: Thing): string;
  /** Whether this person may change it; otherwise the dashboard has no Edit buttons. */
  canEdit(thing: Thing): boolean;
  buttons(thing: Thing): APIButtonComponent[];
  load(id: string, call: CallFacts, ctx: BotContext): Promise<Thing>;
  /**
   * @param seen the thing as it was when the patch was made; who can tells by it that somebody else saved since, with
   * the reason `changed-meanwhile`
   */
  save(id: string, patch: Patch, call: CallFacts, ctx: BotContext, seen: Thing): Promise<Thing>;
  /** What somebody should know about what was just saved; null when nothing. */
  remark?(thing: Thing, call: CallFacts, ctx: BotContext): Promise<string | null>;
}

/** A private message that shows one thing and lets its owner change it, section by section. */
export interface Dashboard<Thing> {
  /** What its buttons and forms do; the command lists them. */
  readonly components: readonly ComponentHandler[];
  show(thing: Thing, call: Call, ctx: BotContext, remark?: string | null): Promise<void>;
  open(id: string, call: Call, ctx: BotContext): Promise<void>;
}

/** What a section's form is filled with; `tooLong` gives the length of a text that no form can hold. */
const RememberedSection = z.object({
  values: z.record(z.string(), z.string()),
  tooLong: z.record(z.string(), z.number()),
  /** By which these values are told from later ones. */
  base: z.string(),
});
type RememberedSection = z.infer<typeof RememberedSection>;
const Remembered = z.record(z.string(), RememberedSection);
type Remembered = z.infer<typeof Remembered>;

/** So often a save is tried again that somebody else's came before. */
const MAX_TRIES = 5;

/**
 * Edit buttons open their form at once, so they fill it from what was kept in shared state when the dashboard was shown.
 * When that is gone, the press shows the dashboard again.
 *
 * A form knows what it was filled with. Where somebody else saved since, only what this person changed is written; where both
 * changed the same input, both texts are shown and nothing is written before they choose.
 */
export function defineDashboard<Thing extends { id: string }, Patch>(
  definition: DashboardDefinition<Thing, Patch>,
): Dashboard<Thing> {
  const { command, sections } = definition;
  const parts = Object.entries(sections).map(([name, section]) => ({
    name,
    section,
    editId: customId(`${command}:edit-${name}`, { id: part.key }),
    modal: defineModal({
      // `kept`: the digits of inputs that stay as they are when they are left empty.
      id: customId(`${command}:save-${name}`, { id: part.key, base: part.key, kept: part.text(MAX_KEPT) }),
      title: section.title,
      inputs: section.inputs,
    }),
  }));

  const conflictParts = { id: part.key, draft: part.text(20) };
  // A command may have several dashboards; they are told apart by their sections.
  const self = parts[0]?.name ?? '';
  const keepTheirsId = customId(`${command}:keep-theirs-${self}`, conflictParts);
  const editMineId = customId(`${command}:edit-mine-${self}`, conflictParts);
  const saveMineId = customId(`${command}:save-mine-${self}`, conflictParts);
  const partOf = (name: string) => parts.find((each) => each.name === name);

  async function show(thing: Thing, call: Call, ctx: BotContext, remark: string | null = null): Promise<void> {
    const canEdit = definition.canEdit(thing);
    if (canEdit) {
      await remember(ctx.state, call.caller.id, command, thing, sections).catch((error: unknown) => {
        ctx.log.warn({ err: error }, 'dashboard was not kept, its buttons will ask to be pressed again');
      });
    }
    await call.respond(
      dashboardView({
        title: definition.title(thing),
        subtitle: definition.subtitle(thing),
        note: remark,
        sections: parts.map(({ section, editId }) => ({
          title: section.title,
          summary: section.summarize(thing),
          edit: button({ id: editId.encode({ id: thing.id }), label: say('interface.edit'), isDisabled: !canEdit }),
        })),
        buttons: definition.buttons(thing),
      }),
    );
  }

  async function open(id: string, call: Call, ctx: BotContext): Promise<void> {
    await show(await definition.load(id, call, ctx), call, ctx);
  }

  const openers = parts.map(({ name, modal, editId }) =>
    opensModal(editId, {
      async prepare({ state: { id }, caller }, { state: shared }) {
        const known = await recall(shared, caller.id, command, id);
        const section = known?.[name];
        if (section === undefined) return null;
        return renderModal(modal, formState(id, section, modal.inputs), section.values, hintsOf(section));
      },
      async run(call, ctx) {
        await open(call.state.id, call, ctx);
        await call.notify(note(say('interface.reloaded')));
      },
    }),
  );

  /** Saves what somebody entered, or shows what it would overwrite. */
  async function submit({ section: name, id, base, was, values }: Typed, call: Call, ctx: BotContext): Promise<void> {
    const found = partOf(name);
    if (found === undefined) throw new AppError('gone', `the form ${name} is gone`, { reason: 'form-outdated' });
    const { section } = found;
    for (let tries = 1; ; tries++) {
      const thing = await definition.load(id, call, ctx);
      if (!definition.canEdit(thing)) throw new AppError('forbidden', `only the owner may change this ${command}`);
      const current = section.read(thing);
      const merged = merge(values, current, baseOf(current) === base ? current : was);
      if (merged.both.length > 0) {
        await remember(ctx.state, call.caller.id, command, thing, sections);
        const typed = { section: name, id, base: baseOf(current), was: current, values: merged.values };
        const state = { id, draft: await keepTyped(ctx.state, call.caller.id, typed) };
        const inputs = merged.both.map((input) => ({
          label: section.inputs[input]?.label ?? input,
          theirs: current[input] ?? '',
          yours: values[input] ?? '',
        }));
        const ids = {
          keep: keepTheirsId.encode(state),
          edit: editMineId.encode(state),
          save: saveMineId.encode(state),
        };
        await call.respond(conflictView(inputs, ids));
        return;
      }
      try {
        const saved = await definition.save(id, section.write(merged.values, thing), call, ctx, thing);
        await show(saved, call, ctx, (await definition.remark?.(saved, call, ctx)) ?? null);
        return;
      } catch (error) {
        if (toAppError(error).because?.reason !== 'changed-meanwhile' || tries === MAX_TRIES) throw error;
      }
    }
  }

  const forms = parts.map(({ name, modal }) =>
    onForm(modal, async (call, ctx) => {
      const { id, base, kept } = call.state;
      const known = (await recall(ctx.state, call.caller.id, command, id))?.[name];
      const was = known?.base === base ? known.values : {};
      await submit({ section: name, id, base, was, values: withoutKept(call.values, kept) }, call, ctx);
    }),
  );

  const conflicts = [
    onButton(keepTheirsId, { reply: 'update', run: (call, ctx) => open(call.state.id, call, ctx) }),
    onButton(saveMineId, {
      reply: 'update',
      async run(call, ctx) {
        const typed = await readTyped(ctx.state, call.caller.id, call.state.draft);
        if (typed === null) return expired(call, ctx);
        await submit(typed, call, ctx);
      },
    }),
    opensModal(editMineId, {
      async prepare({ state: { id, draft }, caller }, { state: shared }) {
        const typed = await readTyped(shared, caller.id, draft);
        const known = (await recall(shared, caller.id, command, id))?.[typed?.section ?? ''];
        const found = partOf(typed?.section ?? '');
        if (typed === null || known === undefined || found === undefined) return null;
        const { modal } = found;
        return renderModal(modal, formState(id, known, modal.inputs), typed.values, hintsOf(known));
      },
      run: (call, ctx) => expired(call, ctx),
    }),
  ];

  async function expired(call: Call & { state: { id: string } }, ctx: BotContext): Promise<void> {
    await open(call.state.id, call, ctx);
    await call.notify(note(say('interface.draft-expired'), 'warn'));
  }

  return { components: [...openers, ...forms, ...conflicts], show, open };
}

/** What a form of this section has to know of what it was filled with. */
function formState(id: string, { tooLong, base }: RememberedSection, inputs: Inputs) {
  const kept = Object.keys(inputs).flatMap((input, index) => (input in tooLong ? [index] : []));
  return { id, base, kept: kept.join('') };
}

function hintsOf({ tooLong }: RememberedSection): Record<string, string> {
  const hints = Object.entries(tooLong).map(([input, length]) => [
    input,
    say('interface.too-long-for-form', { length }),
  ]);
  return Object.fromEntries(hints);
}

type Values = Readonly<Record<string, string>>;

/** Equal for equal values, and short enough for a custom id. */
function baseOf(values: Values): string {
  return hash('sha256', JSON.stringify(values, Object.keys(values).toSorted())).slice(0, 10);
}

/**
 * What to save of what somebody entered: an input that they left as it was stays as it is now.
 * @param was what their form was filled with, as far as that is known
 * @returns also the inputs that both changed, each to something else
 */
function merge(entered: Values, current: Values, was: Values): { values: Record<string, string>; both: string[] } {
  const values: Record<string, string> = {};
  const both: string[] = [];
  for (const [input, mine] of Object.entries(entered)) {
    const theirs = current[input] ?? '';
    const isUntouched = mine === was[input];
    values[input] = isUntouched ? theirs : mine;
    if (!isUntouched && mine !== theirs && theirs !== was[input]) both.push(input);
  }
  return { values, both };
}

/** An input whose text did not fit into the form says nothing by being empty. */
function withoutKept(values: InputValues<Inputs>, kept: string): InputValues<Inputs> {
  const entries = Object.entries(values).filter(([, value], index) => !(kept.includes(String(index)) && value === ''));
  return Object.fromEntries(entries);
}

async function remember<Thing extends { id: string }>(
  state: SharedState,
  userId: string,
  command: string,
  thing: Thing,
  sections: Readonly<Record<string, DashboardSection<Thing, unknown>>>,
): Promise<void> {
  const remembered: Remembered = {};
  for (const [name, section] of Object.entries(sections)) {
    const values = Object.entries(section.read(thing));
    const fits = ([input, value]: [string, string]) => value.length <= maxLengthOf(section.inputs[input]);
    remembered[name] = {
      values: Object.fromEntries(values.filter(fits)),
      tooLong: Object.fromEntries(values.filter((each) => !fits(each)).map(([input, value]) => [input, value.length])),
      base: baseOf(Object.fromEntries(values)),
    };
  }
  await state.set(dashboardKey(userId, command, thing.id), remembered, { ttlMs: REMEMBER_MS });
}

async function recall(state: SharedState, userId: string, command: string, id: string): Promise<Remembered | null> {
  return Remembered.nullable()
    .catch(null)
    .parse(await state.get(dashboardKey(userId, command, id)));
}

function dashboardKey(userId: string, command: string, id: string): string {
  return `dashboard:${userId}:${command}:${id}`;
}
