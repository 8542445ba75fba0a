import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './bootstrap/paths.mjs';
import { describeCommands } from './command-documents.ts';

await writeFile(join(root, 'docs/commands.md'), describeCommands());
