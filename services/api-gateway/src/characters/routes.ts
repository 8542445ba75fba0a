import {
  createCharacter,
  deleteCharacter,
  getCharacter,
  getCharacterPicture,
  hideCharacter,
  listCharacters,
  updateCharacter,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { findPictureOf } from '../pictures/pictures.ts';
import * as characters from './characters.ts';

export const characterRoutes = [
  handleRoute(createCharacter, async ({ caller, body }, ctx: GatewayContext) => characters.create(caller, body, ctx)),
  handleRoute(listCharacters, async ({ caller, query }, ctx: GatewayContext) => characters.list(caller, query, ctx)),
  handleRoute(getCharacter, async ({ caller, params }, ctx: GatewayContext) =>
    characters.get(caller, params.characterId, ctx),
  ),
  handleRoute(getCharacterPicture, async ({ caller, params }, ctx: GatewayContext) =>
    findPictureOf(caller, params.characterId, ctx),
  ),
  handleRoute(updateCharacter, async ({ caller, params, body }, ctx: GatewayContext) =>
    characters.update(caller, params.characterId, body, ctx),
  ),
  handleRoute(deleteCharacter, async ({ caller, params }, ctx: GatewayContext) =>
    characters.remove(caller, params.characterId, ctx),
  ),
  handleRoute(hideCharacter, async ({ caller, params, body }, ctx: GatewayContext) =>
    characters.hide(caller, { ...params, ...body }, ctx),
  ),
];
