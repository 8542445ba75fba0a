import { readCharacterToExport } from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { readCharacter } from './read-character.ts';

export const exportRoutes = [
  handleRoute(readCharacterToExport, async ({ params, query }, ctx: GatewayContext) =>
    readCharacter({ ...params, ...query }, ctx),
  ),
];
