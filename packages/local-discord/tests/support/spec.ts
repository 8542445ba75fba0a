import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Discord's OpenAPI description, when it lies beside the repository. */
export const openApiFile = fileURLToPath(new URL('../../../../../shared/discord/openapi.json', import.meta.url));

export const hasOpenApi = existsSync(openApiFile);

if (!hasOpenApi) console.warn(`skipped: checks against Discord's OpenAPI description, which is not at ${openApiFile}`);
