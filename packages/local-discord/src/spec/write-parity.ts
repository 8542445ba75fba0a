import { readFileSync, writeFileSync } from 'node:fs';
import { fillParity } from './parity.ts';

/** Brings the generated parts of docs/local-discord.md up to date. */
const path = new URL('../../../../docs/local-discord.md', import.meta.url);
writeFileSync(path, fillParity(readFileSync(path, 'utf8')));
