import { LIMITS, type Preset, PresetDraft } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';
import { z } from 'zod';
import type { ViewFile } from '../../ui/view.ts';

const FORMAT = 'tzurot-preset';
const VERSION = 1;

/** Far more than any preset needs. */
export const MAX_FILE_BYTES = 256 * 1_024;

/** A preset as a file that another bot of this kind, or this one, takes back. */
export function writePresetFile({ name, description, vendor, model, contextTokens, parameters }: Preset): ViewFile {
  const contents = { format: FORMAT, version: VERSION, name, description, vendor, model, contextTokens, parameters };
  const slug = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  // Discord shows no letters beyond these in the name of a file.
  const filename = slug.replaceAll(/[^a-z\d-]/g, '').slice(0, LIMITS.slug);
  return {
    name: `${filename === '' ? 'preset' : filename}.json`,
    bytes: Buffer.from(`${JSON.stringify(contents, null, 2)}\n`),
  };
}

/**
 * @throws AppError `invalid-input`: `preset-file-unreadable` for what is no such file, else the fields that don't fit
 */
export function readPresetFile(bytes: Buffer): PresetDraft {
  const contents = parseJson(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  const isOurs = z.object({ format: z.literal(FORMAT), version: z.literal(VERSION) }).safeParse(contents).success;
  if (!isOurs) throw unreadable();
  const { format: _format, version: _version, ...draft } = Object(contents) as Record<string, unknown>;
  const read = PresetDraft.safeParse(draft);
  if (read.success) return read.data;
  throw new AppError('invalid-input', 'the preset in the file does not fit', {
    cause: read.error,
    details: {
      fields: read.error.issues.map((issue) => ({
        path: issue.path.join('.') || 'file',
        code: issue.code,
        message: issue.message,
        ...('minimum' in issue && { minimum: Number(issue.minimum) }),
        ...('maximum' in issue && { maximum: Number(issue.maximum) }),
        ...('origin' in issue && { origin: String(issue.origin) }),
      })),
    },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable();
  }
}

function unreadable(): AppError {
  return new AppError('invalid-input', 'the file is no preset', { reason: 'preset-file-unreadable' });
}
