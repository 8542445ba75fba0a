import { z } from 'zod';

/**
 * Every way a call between two processes can fail, with the HTTP status that carries it.
 * `retry` tells the caller whether the same call may succeed later without anybody changing anything.
 */
export const ERROR_CODES = {
  'invalid-input': { status: 400, retry: false },
  unauthenticated: { status: 401, retry: false },
  forbidden: { status: 403, retry: false },
  'not-found': { status: 404, retry: false },
  conflict: { status: 409, retry: false },
  'stale-lease': { status: 409, retry: false },
  gone: { status: 410, retry: false },
  'too-large': { status: 413, retry: false },
  'limit-reached': { status: 422, retry: false },
  'too-many-requests': { status: 429, retry: true },
  cancelled: { status: 499, retry: false },
  internal: { status: 500, retry: false },
  'vendor-failed': { status: 502, retry: false },
  unavailable: { status: 503, retry: true },
  timeout: { status: 504, retry: true },
} as const satisfies Record<string, { status: number; retry: boolean }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export const ErrorCodeSchema = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]);

const none = z.object({});
const text = z.string();
const count = z.number();

/**
 * What a person can be told beyond the code: a reason, and the facts its sentence needs.
 * The sentence itself is `error.<reason>` in `packages/words`.
 */
export const REASONS = {
  'attachment-too-large': z.object({ kilobytes: count }),
  'attachment-unreadable': none,
  'bot-lacks-permission': z.object({ permission: text }),
  'cap-needs-tokens': z.object({ vendor: text }),
  'cap-reached': z.object({ vendor: text }),
  'character-denied': z.object({ name: text }),
  'character-not-heard-here': z.object({ name: text }),
  'character-not-yours': z.object({ name: text }),
  'character-not-owned': z.object({ name: text }),
  'alias-taken': z.object({ alias: text }),
  'alias-unknown': z.object({ alias: text, name: text }),
  'alias-needs-public': z.object({ name: text }),
  'changed-meanwhile': none,
  'list-full': z.object({ max: count }),
  'name-taken': z.object({ name: text }),
  'refused-age-restricted': z.object({ name: text }),
  'refused-no-role': z.object({ name: text }),
  'refused-role-character': z.object({ name: text }),
  'refused-role-limit': z.object({ name: text }),
  'file-too-large': z.object({ megabytes: count }),
  'file-not-fetched': none,
  'file-not-text': none,
  'person-is-bot': none,
  'person-is-owner': none,
  'picture-unreadable': none,
  'picture-too-many-pixels': z.object({ megapixels: count }),
  'text-too-long': z.object({ length: count, max: count }),
  'too-many-aliases': z.object({ max: count }),
  'too-many-people': z.object({ max: count }),
  'typed-name-differs': z.object({ name: text }),
  'option-outdated': none,
  'character-gone': z.object({ name: text }),
  'character-hidden': z.object({ name: text }),
  'database-unavailable': none,
  'denial-target': none,
  'form-outdated': none,
  'import-not-ready': none,
  'import-too-many': z.object({ noun: text, max: count, has: count, more: count }),
  'key-missing': z.object({ vendor: text }),
  'memory-no-server': none,
  'memories-changed': z.object({ count }),
  'message-empty': none,
  'nobody-to-talk-to': none,
  'not-invited-here': none,
  'nothing-to-undo': z.object({ character: text }),
  'operator-only': none,
  'option-ambiguous': z.object({ noun: text, name: text, candidates: text }),
  'option-empty': z.object({ noun: text }),
  'option-unknown': z.object({ noun: text, name: text }),
  'option-unknown-near': z.object({ noun: text, name: text, candidates: text }),
  'own-denial': none,
  'persona-is-default': z.object({ name: text }),
  'preset-file-unreadable': none,
  'preset-is-global': z.object({ name: text }),
  'preset-not-global': z.object({ name: text }),
  'preset-serves-no-guests': z.object({ name: text, vendor: text }),
  'reply-has-no-model': none,
  'reply-is-running': none,
  'reply-not-yours': none,
  'reserved-name': z.object({ name: text }),
  'slug-taken': z.object({ slug: text }),
  'staff-only': none,
  'too-many-active': z.object({ max: count }),
  'too-many-choices': z.object({ max: count }),
  'too-many-characters': z.object({ max: count }),
  'lorebook-full': z.object({ name: text, max: count }),
  'lorebook-too-large': z.object({ name: text }),
  'too-many-lorebooks': z.object({ max: count }),
  'too-many-lorebooks-there': z.object({ max: count }),
  'too-many-files': z.object({ max: count }),
  'too-many-rules': z.object({ max: count }),
  'too-many-messages': z.object({ seconds: count }),
  'too-many-personas': z.object({ max: count }),
  'too-many-presets': z.object({ max: count }),
  'vendor-not-offered': z.object({ vendor: text, offered: text }),
} as const satisfies Record<string, z.ZodObject>;

export type ErrorReason = keyof typeof REASONS;

/** A reason with its facts; `facts` is left out where the reason has none. */
export type Because = {
  [Reason in ErrorReason]: keyof (typeof REASONS)[Reason]['shape'] extends never
    ? { reason: Reason; facts?: object }
    : { reason: Reason; facts: z.infer<(typeof REASONS)[Reason]> };
}[ErrorReason];

/**
 * Reads a reason that another process sent.
 * @returns null for one that this version does not know, or whose facts are not as they should be
 */
export function readReason(reason: unknown, facts: unknown): Because | null {
  if (typeof reason !== 'string' || !Object.hasOwn(REASONS, reason)) return null;
  const parsed = REASONS[reason as ErrorReason].safeParse(facts ?? {});
  return parsed.success ? ({ reason, facts: parsed.data } as Because) : null;
}

/** What a field of a contract asks for beyond its type and bounds; the message of its check. Sentence: `field.<reason>`. */
export const FIELD_REASONS = [
  'address-format',
  'choice',
  'invisible-name',
  'birthday-format',
  'no-such-day',
  'key-format',
  'number-format',
  'slug-format',
  'time-zone',
  'token-bias-format',
] as const;
export type FieldReason = (typeof FIELD_REASONS)[number];

/** One field of an input that was refused, and what was asked for. */
export const FieldProblem = z.object({
  /** Such as `body.options[2].name`. */
  path: z.string(),
  /** Zod's issue code, such as `too_small`. */
  code: z.string(),
  /** For developers. */
  message: z.string(),
  reason: z.enum(FIELD_REASONS).optional().catch(undefined),
  /** What was entered, where only the form that read it knows it and its owner alone reads the sentence. */
  entered: z.string().optional(),
  /** What the bounds or the type are about: `string`, `number`, `int`, `array`. */
  origin: z.string().optional(),
  /** Of a text with a fixed form, such as `url`. */
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
export type FieldProblem = z.infer<typeof FieldProblem>;

/** How an error crosses a process: code and facts, which `packages/words` puts into a sentence. `message` is for developers. */
export const ErrorBody = z.object({
  error: z.object({
    code: ErrorCodeSchema,
    message: z.string(),
    retry: z.boolean(),
    reason: z.string().optional(),
    facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    details: z.unknown().optional(),
    traceId: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
