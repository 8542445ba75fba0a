import {
  isOfBot,
  isOfPlace,
  SETTING_GROUPS,
  SETTING_NAMES,
  SETTINGS,
  type SettingGroup,
  type SettingName,
  type SettingsPatch,
  type SettingsView,
  type SettingView,
  type StoredTier,
} from '@tzurot/contracts';
import { say } from '@tzurot/words';
import type { APIButtonComponent } from 'discord.js';
import type { BotContext } from '../../context.ts';
import type { CallFacts } from '../../define/call.ts';
import { type Dashboard, type DashboardSection, defineDashboard } from '../../define/dashboard.ts';
import type { Input } from '../../define/modal.ts';
import { describeValue, fromEntry, limitFromEntry, limitInput, settingInput, toEntry } from './inputs.ts';

/** What changes in one tier, as its route takes it. */
export interface PanelChange {
  values: SettingsPatch;
  reset: SettingName[];
  limits?: Partial<Record<SettingName, number | false>>;
  resetLimits?: SettingName[];
}

/** What a panel shows: a tier's settings, and whose they are. */
interface PanelThing extends SettingsView {
  id: string;
  tier: StoredTier;
  title: string;
}

interface PanelDefinition {
  /** The command whose buttons these are. */
  command: string;
  /** Other people talk under this tier, so its staff may set limits. */
  hasLimits: boolean;
  /** It is the operators', whose settings nobody else has. */
  isOperators?: true;
  /** `id` says whose settings they are, in the panel's own way. */
  tier(id: string): StoredTier;
  title(id: string, call: CallFacts, ctx: BotContext): Promise<string>;
  /** What else can be done from here; none when absent. */
  buttons?(id: string): APIButtonComponent[];
  read(id: string, call: CallFacts, ctx: BotContext): Promise<SettingsView>;
  change(id: string, change: PanelChange, call: CallFacts, ctx: BotContext): Promise<SettingsView>;
}

type Section = DashboardSection<PanelThing, PanelChange>;

/** A modal can have no more inputs. */
const MAX_INPUTS = 5;

/** A panel of one tier's settings, made from the table: a section for each group, and for staff one for limits. */
export function settingsPanel(definition: PanelDefinition): Dashboard<PanelThing> {
  const { command, hasLimits, read, change } = definition;
  const thingOf = async (id: string, view: SettingsView, call: CallFacts, ctx: BotContext): Promise<PanelThing> => ({
    ...view,
    id,
    tier: definition.tier(id),
    title: await definition.title(id, call, ctx),
  });
  return defineDashboard({
    command,
    sections: { ...valueSections(definition), ...(hasLimits ? limitSections() : {}) },
    title: ({ title }: PanelThing) => title,
    subtitle: ({ tier }) => say(`settings.about.${tier}`),
    canEdit: () => true,
    buttons: ({ id }) => definition.buttons?.(id) ?? [],
    load: async (id, call, ctx) => thingOf(id, await read(id, call, ctx), call, ctx),
    save: async (id, patch, call, ctx) => thingOf(id, await change(id, patch, call, ctx), call, ctx),
  });
}

function valueSections({ hasLimits, isOperators }: PanelDefinition): Record<string, Section> {
  const groups = Object.keys(SETTING_GROUPS) as SettingGroup[];
  const isShown = (name: SettingName) => (isOfBot(name) ? isOperators === true : hasLimits || !isOfPlace(name));
  const sections = groups.flatMap((group) => {
    const names = SETTING_NAMES.filter((name) => SETTINGS[name].group === group && isShown(name));
    return inForms(names, `settings-${group}`, SETTING_GROUPS[group], valueSection);
  });
  return Object.fromEntries(sections);
}

function limitSections(): Record<string, Section> {
  const names = SETTING_NAMES.filter((name) => limitInput(name) !== null && !isOfBot(name));
  return Object.fromEntries(inForms(names, 'settings-limits', say('settings.limits.title'), limitSection));
}

/** As many sections as forms are needed for so many inputs. */
function inForms(
  names: readonly SettingName[],
  key: string,
  title: string,
  toSection: (title: string, names: readonly SettingName[]) => Section,
): [string, Section][] {
  const forms = Math.ceil(names.length / MAX_INPUTS);
  return Array.from({ length: forms }, (_, index) => [
    index === 0 ? key : `${key}-${index + 1}`,
    toSection(
      forms === 1 ? title : `${title} ${index + 1}/${forms}`,
      names.slice(index * MAX_INPUTS, (index + 1) * MAX_INPUTS),
    ),
  ]);
}

function valueSection(title: string, names: readonly SettingName[]): Section {
  return {
    title,
    inputs: inputsOf(names, settingInput),
    summarize: (thing) => names.map((name) => describe(viewOf(thing, name))).join('\n'),
    read: (thing) => Object.fromEntries(names.map((name) => [name, toEntry(viewOf(thing, name).own)])),
    write(entered) {
      const values: Partial<Record<SettingName, SettingView['value']>> = {};
      const reset: SettingName[] = [];
      for (const name of names) {
        const value = fromEntry(name, entered[name] ?? '');
        if (value === undefined) reset.push(name);
        else values[name] = value;
      }
      // Each has the kind of its setting; whether it is in range the gateway checks.
      return { values: values as SettingsPatch, reset };
    },
  };
}

function limitSection(title: string, names: readonly SettingName[]): Section {
  return {
    title,
    inputs: inputsOf(names, limitInput),
    summarize(thing) {
      const lines = names.flatMap((name) => {
        const { ownLimit } = viewOf(thing, name);
        const { label } = SETTINGS[name];
        if (ownLimit === undefined || ownLimit === null) return [];
        return ownLimit === false
          ? [say('settings.limits.line-off', { label })]
          : [say('settings.limits.line', { label, value: describeValue(name, ownLimit) })];
      });
      return lines.length === 0 ? say('settings.limits.none') : lines.join('\n');
    },
    read: (thing) => Object.fromEntries(names.map((name) => [name, toEntry(viewOf(thing, name).ownLimit)])),
    write(entered) {
      const limits: PanelChange['limits'] = {};
      const resetLimits: SettingName[] = [];
      for (const name of names) {
        const limit = limitFromEntry(name, entered[name] ?? '');
        if (limit === undefined) resetLimits.push(name);
        else limits[name] = limit;
      }
      return { values: {}, reset: [], limits, resetLimits };
    },
  };
}

function inputsOf(names: readonly SettingName[], toInput: (name: SettingName) => Input | null): Record<string, Input> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const made = toInput(name);
      return made === null ? [] : [[name, made] as const];
    }),
  );
}

/** A gateway that is older than this bot doesn't know the newest settings; they have their built-in values. */
function viewOf({ items }: SettingsView, name: SettingName): SettingView {
  const found = items.find((item) => item.name === name);
  return found ?? { name, value: SETTINGS[name].builtIn, source: 'built-in', limitedBy: null };
}

function describe({ name, value, source, limitedBy }: SettingView): string {
  const facts = {
    label: SETTINGS[name].label,
    value: describeValue(name, value),
    source: say(`settings.source.${source}`),
  };
  return limitedBy === null
    ? say('settings.line', facts)
    : say('settings.line-limited', { ...facts, limit: say(`settings.limit.${limitedBy}`) });
}
