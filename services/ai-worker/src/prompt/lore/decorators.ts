import { type LorePosition, PromptRole } from '@tzurot/contracts';

/** What the leading `@@` lines of an entry say. Source: Character Card V3, "Decorators". */
export interface Decorators {
  isActivated: boolean;
  isDeactivated: boolean;
  /** Replies of the character that there must be. */
  afterTurns: number;
  /** Told in every so many turns. */
  everyTurns: number;
  /** Once told, told for the rest of the conversation. */
  isKept: boolean;
  /** Once told, never told again in the conversation. */
  isOnce: boolean;
  depth: number | null;
  /** Counted from the first message. */
  reverseDepth: number | null;
  role: PromptRole | null;
  scanDepth: number | null;
  position: LorePosition | null;
  /** Told only where the conversation began with this greeting; 0 is the first. */
  greeting: number | null;
  /** The first to go when there is no room. */
  isExpendable: boolean;
  additionalKeys: readonly string[];
  excludedKeys: readonly string[];
}

const NONE: Decorators = {
  isActivated: false,
  isDeactivated: false,
  afterTurns: 0,
  everyTurns: 1,
  isKept: false,
  isOnce: false,
  depth: null,
  reverseDepth: null,
  role: null,
  scanDepth: null,
  position: null,
  greeting: null,
  isExpendable: false,
  additionalKeys: [],
  excludedKeys: [],
};

const POSITIONS = new Map<string, LorePosition>(
  Object.entries({
    before_desc: 'before-character',
    after_desc: 'after-character',
    personality: 'after-character',
    scenario: 'after-character',
  } as const),
);

const LINE = /^(?<marks>@{2,})(?<name>[a-z_]+)(?:[ \t]+(?<value>.*))?$/i;
const MAX_LINES = 100;

/** What a decorator of this name says; null where its value says nothing. */
const READ = new Map<string, (value: string) => Partial<Decorators> | null>(
  Object.entries({
    activate: () => ({ isActivated: true }),
    dont_activate: () => ({ isDeactivated: true }),
    activate_only_after: (value: string) => withCount(value, (afterTurns) => ({ afterTurns })),
    activate_only_every: (value: string) => withCount(value, (turns) => ({ everyTurns: Math.max(1, turns) })),
    keep_activate_after_match: () => ({ isKept: true }),
    dont_activate_after_match: () => ({ isOnce: true }),
    depth: (value: string) => withCount(value, (depth) => ({ depth })),
    instruct_depth: (value: string) => withCount(value, (depth) => ({ depth })),
    reverse_depth: (value: string) => withCount(value, (reverseDepth) => ({ reverseDepth })),
    reverse_instruct_depth: (value: string) => withCount(value, (reverseDepth) => ({ reverseDepth })),
    scan_depth: (value: string) => withCount(value, (scanDepth) => ({ scanDepth })),
    instruct_scan_depth: (value: string) => withCount(value, (scanDepth) => ({ scanDepth })),
    is_greeting: (value: string) => withCount(value, (greeting) => ({ greeting })),
    ignore_on_max_context: () => ({ isExpendable: true }),
    role(value: string) {
      const role = PromptRole.safeParse(value.toLowerCase());
      return role.success ? { role: role.data } : null;
    },
    position(value: string) {
      const position = POSITIONS.get(value.toLowerCase());
      return position === undefined ? null : { position };
    },
    additional_keys: (value: string) => ({ additionalKeys: toKeys(value) }),
    exclude_keys: (value: string) => ({ excludedKeys: toKeys(value) }),
  }),
);

/** An entry's text without its decorators, and what those say. One that nobody knows is left out, and its fallback is read. */
export function readDecorators(content: string): { decorators: Decorators; text: string } {
  if (!content.startsWith('@@')) return { decorators: NONE, text: content };
  const lines = content.split('\n');
  let decorators = NONE;
  let isUnderstood = true;
  let index = 0;
  for (; index < Math.min(lines.length, MAX_LINES); index += 1) {
    const { marks, name, value = '' } = LINE.exec(lines[index]?.trimEnd() ?? '')?.groups ?? {};
    if (marks === undefined || name === undefined) break;
    const isFallback = marks.length > 2;
    if (isFallback && isUnderstood) continue;
    const said = READ.get(name.toLowerCase())?.(value.trim()) ?? null;
    isUnderstood = said !== null;
    decorators = { ...decorators, ...said };
  }
  return { decorators, text: lines.slice(index).join('\n') };
}

function withCount(value: string, say: (count: number) => Partial<Decorators>): Partial<Decorators> | null {
  return /^\d{1,6}$/.test(value) ? say(Number(value)) : null;
}

const toKeys = (value: string): string[] =>
  value
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
