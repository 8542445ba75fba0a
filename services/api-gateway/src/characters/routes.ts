import {
  clearCharacterPicture,
  cloneCharacter,
  countCharacterBelongings,
  createCharacter,
  deleteCharacter,
  getCharacter,
  getCharacterPicture,
  hideCharacter,
  listCharacterPeople,
  listCharacters,
  listDeletedCharacters,
  putCharacterPerson,
  removeCharacterPerson,
  restoreCharacter,
  setCharacterPicture,
  updateCharacter,
} from '@tzurot/contracts';
import { handleRoute } from '@tzurot/platform';
import type { GatewayContext } from '../context.ts';
import { clearPictureOf, setPictureOf } from '../pictures/character-pictures.ts';
import { findPictureOf } from '../pictures/pictures.ts';
import * as characters from './characters.ts';
import * as deleted from './deleted.ts';
import { list } from './list-characters.ts';
import * as people from './people.ts';

export const characterRoutes = [
  handleRoute(createCharacter, async ({ caller, body }, ctx: GatewayContext) => characters.create(caller, body, ctx)),
  handleRoute(cloneCharacter, async ({ caller, params, body }, ctx: GatewayContext) =>
    characters.clone(caller, params.characterId, body, ctx),
  ),
  handleRoute(listCharacters, async ({ caller, query }, ctx: GatewayContext) => list(caller, query, ctx)),
  handleRoute(getCharacter, async ({ caller, params }, ctx: GatewayContext) =>
    characters.get(caller, params.characterId, ctx),
  ),
  handleRoute(getCharacterPicture, async ({ caller, params }, ctx: GatewayContext) =>
    findPictureOf(caller, params.characterId, ctx),
  ),
  handleRoute(setCharacterPicture, async ({ caller, params, body }, ctx: GatewayContext) =>
    setPictureOf(caller, params.characterId, Buffer.from(body.base64, 'base64'), ctx),
  ),
  handleRoute(clearCharacterPicture, async ({ caller, params }, ctx: GatewayContext) =>
    clearPictureOf(caller, params.characterId, ctx),
  ),
  handleRoute(updateCharacter, async ({ caller, params, body }, ctx: GatewayContext) =>
    characters.update(caller, params.characterId, body, ctx),
  ),
  handleRoute(countCharacterBelongings, async ({ caller, params }, ctx: GatewayContext) =>
    deleted.countBelongings(caller, params.characterId, ctx),
  ),
  handleRoute(deleteCharacter, async ({ caller, params }, ctx: GatewayContext) =>
    deleted.remove(caller, params.characterId, ctx),
  ),
  handleRoute(listDeletedCharacters, async ({ caller }, ctx: GatewayContext) => ({
    items: await deleted.listDeleted(caller, ctx),
  })),
  handleRoute(restoreCharacter, async ({ caller, params }, ctx: GatewayContext) =>
    deleted.restore(caller, params.characterId, ctx),
  ),
  handleRoute(listCharacterPeople, async ({ caller, params }, ctx: GatewayContext) =>
    people.list(caller, params.characterId, ctx),
  ),
  handleRoute(putCharacterPerson, async ({ caller, params, body }, ctx: GatewayContext) =>
    people.put(caller, { ...params, ...body }, ctx),
  ),
  handleRoute(removeCharacterPerson, async ({ caller, params, body }, ctx: GatewayContext) =>
    people.remove(caller, { ...params, ...body }, ctx),
  ),
  handleRoute(hideCharacter, async ({ caller, params, body }, ctx: GatewayContext) =>
    characters.hide(caller, { ...params, ...body }, ctx),
  ),
];
