import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { Id } from './ids.ts';
import { LIMITS } from './limits.ts';
import { rowsOf } from './rows.ts';
import { nameOf } from './text.ts';

/** Where a name calls a character: for the one who added it, in one server, or everywhere. */
export const ALIAS_SCOPES = ['me', 'server', 'everywhere'] as const;
export const AliasScope = z.enum(ALIAS_SCOPES);
export type AliasScope = z.infer<typeof AliasScope>;

/** A name beside the character's own, as far as it concerns the caller. */
export const AddedAlias = z.object({
  id: Id,
  name: z.string().max(LIMITS.characterName),
  scope: AliasScope,
  /** The caller may remove it. */
  isMine: z.boolean(),
});
export type AddedAlias = z.infer<typeof AddedAlias>;

const params = z.object({ characterId: Id });

/** The caller's own, those of the server where they are, and those that hold everywhere. */
export const listAliases = defineRoute({
  name: 'alias.list',
  method: 'GET',
  path: '/user/aliases/:characterId',
  params,
  output: z.object({ characterName: z.string(), slug: z.string(), items: rowsOf('alias', AddedAlias) }),
});

/**
 * `me` is for everybody, `server` for its staff, `everywhere` for who may change a public character.
 * @throws `conflict` when the name calls another character there already, `invalid-input` for a reserved name,
 * `forbidden` for who may not, `limit-reached`
 */
export const addAlias = defineRoute({
  name: 'alias.add',
  method: 'POST',
  path: '/user/aliases/:characterId/add',
  idempotent: true,
  params,
  body: z.object({ name: nameOf(LIMITS.characterName), scope: AliasScope }),
  output: z.object({
    characterName: z.string(),
    /** Another character that the caller may talk to is called so too; which one is meant depends on the scope. */
    isShared: z.boolean(),
  }),
});

/** @throws `not-found` when there is none; `forbidden` as `addAlias` */
export const removeAlias = defineRoute({
  name: 'alias.remove',
  method: 'POST',
  path: '/user/aliases/:characterId/remove',
  idempotent: true,
  params,
  body: z.object({ name: nameOf(LIMITS.characterName), scope: AliasScope }),
  output: z.object({ characterName: z.string() }),
});
