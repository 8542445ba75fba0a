import { customId, part } from '@tzurot/contracts';
import { AppError, type SharedState } from '@tzurot/platform';
import { say } from '@tzurot/words';
import type { APIButtonComponent } from 'discord.js';
import { z } from 'zod';
import type { BotContext } from '../context.ts';
import { dashboardView } from '../ui/dashboard.ts';
import { button, note } from '../ui/elements.ts';
import type { Call, CallFacts } from './call.ts';
import { type ComponentHandler, onForm, opensModal } from './component.ts';
import { defineModal, type Inputs, type InputValues, maxLengthOf, renderModal } from './modal.ts';

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
  save(id: string, patch: Patch, call: CallFacts, ctx: BotContext): Promise<Thing>;
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
const Remembered = z.record(
  z.string(),
  z.object({ values: z.record(z.string(), z.string()), tooLong: z.record(z.string(), z.number()) }),
);
type Remembered = z.infer<typeof Remembered>;

/**
 * Edit buttons open their form at once, so they fill it from what was kept in shared state when the dashboard was shown.
 * When that is gone, the press shows the dashboard again.
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
      id: customId(`${command}:save-${name}`, { id: part.key, kept: part.text(MAX_KEPT) }),
      title: section.title,
      inputs: section.inputs,
    }),
  }));

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
        const inputs = Object.keys(modal.inputs);
        const kept = inputs.flatMap((input, index) => (input in section.tooLong ? [index] : [])).join('');
        const hints = Object.entries(section.tooLong).map(([input, length]) => [input, tooLongHint(length)] as const);
        return renderModal(modal, { id, kept }, section.values, Object.fromEntries(hints));
      },
      async run(call, ctx) {
        await open(call.state.id, call, ctx);
        await call.notify(note(say('interface.reloaded')));
      },
    }),
  );

  const forms = parts.map(({ section, modal }) =>
    onForm(modal, async (call, ctx) => {
      const { id, kept } = call.state;
      const thing = await definition.load(id, call, ctx);
      if (!definition.canEdit(thing)) throw new AppError('forbidden', `only the owner may change this ${command}`);
      const saved = await definition.save(id, section.write(withoutKept(call.values, kept), thing), call, ctx);
      await show(saved, call, ctx, (await definition.remark?.(saved, call, ctx)) ?? null);
    }),
  );

  return { components: [...openers, ...forms], show, open };
}

function tooLongHint(length: number): string {
  return say('interface.too-long-for-form', { length });
}

/** An input whose text did not fit into the form says nothing by being empty. */
function withoutKept(values: InputValues<Inputs>, kept: string): Partial<InputValues<Inputs>> {
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
    };
  }
  await state.set(dashboardKey(userId, command, thing.id), remembered, { ttlMs: REMEMBER_MS });
}

async function recall(state: SharedState, userId: string, command: string, id: string): Promise<Remembered | null> {
  return Remembered.nullable().parse(await state.get(dashboardKey(userId, command, id)));
}

function dashboardKey(userId: string, command: string, id: string): string {
  return `dashboard:${userId}:${command}:${id}`;
}
