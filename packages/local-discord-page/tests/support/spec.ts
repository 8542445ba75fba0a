import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Discord's OpenAPI description in the folder that TZUROT_SHARED_DIR names. */
export const openApiFile = resolve(process.env['TZUROT_SHARED_DIR'] ?? '', 'discord/openapi.json');

export const hasOpenApi = process.env['TZUROT_SHARED_DIR'] !== undefined && existsSync(openApiFile);

if (!hasOpenApi) {
  console.warn("skipped: checks against Discord's OpenAPI description; TZUROT_SHARED_DIR names no folder that has it");
}
