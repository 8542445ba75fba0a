import { fuzzed } from '@tzurot/platform/testing';
import { PermissionFlagsBits } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyReaderMayRead, type Roles, type Room } from './readers.ts';

const { Administrator, ViewChannel, ReadMessageHistory } = PermissionFlagsBits;
const READ = ViewChannel | ReadMessageHistory;
const EVERYONE = 'everyone';

interface Member {
  id: string;
  roles: string[];
}

/** Discord's own rule for one member, written from its documentation: base, everyone, roles together, member. */
function permissionsOf({ id, roles }: Member, room: Room, { permissionsOf: base }: Roles): bigint {
  const held = [EVERYONE, ...roles];
  let permissions = held.reduce((all, role) => all | (base.get(role) ?? 0n), 0n);
  if ((permissions & Administrator) !== 0n) return READ;
  const apply = (matching: Room['overwrites']) => {
    for (const { deny } of matching) permissions &= ~deny;
    for (const { allow } of matching) permissions |= allow;
  };
  apply(room.overwrites.filter((overwrite) => overwrite.id === EVERYONE));
  apply(room.overwrites.filter((overwrite) => overwrite.isRole && roles.includes(overwrite.id)));
  apply(room.overwrites.filter((overwrite) => !overwrite.isRole && overwrite.id === id));
  return permissions;
}

const roleIds = ['r1', 'r2', 'r3'];
const memberIds = ['m1', 'm2'];
const bits = fc.constantFrom(0n, ViewChannel, ReadMessageHistory, READ);

const overwrite = fc
  .record({ id: fc.constantFrom(EVERYONE, ...roleIds, ...memberIds), allow: bits, deny: bits })
  .map(({ id, allow, deny }) => ({ id, isRole: !memberIds.includes(id), allow, deny: deny & ~allow }));
const room = (id: string) =>
  fc.record({
    id: fc.constant(id),
    isAgeRestricted: fc.boolean(),
    overwrites: fc.uniqueArray(overwrite, { selector: (each) => each.id, maxLength: 5 }),
  });
const roles = fc
  .tuple(
    fc.constantFrom(0n, READ, READ, ViewChannel),
    ...roleIds.map(() => fc.constantFrom(0n, 0n, READ, Administrator)),
  )
  .map(
    ([everyone, ...others]): Roles => ({
      everyoneId: EVERYONE,
      permissionsOf: new Map([[EVERYONE, everyone], ...roleIds.map((id, index) => [id, others[index] ?? 0n] as const)]),
    }),
  );
const members = [...memberIds, 'somebody'].flatMap((id) =>
  Array.from(
    { length: 2 ** roleIds.length },
    (_, mask): Member => ({
      id,
      roles: roleIds.filter((_role, index) => (mask & (1 << index)) !== 0),
    }),
  ),
);

describe('everyReaderMayRead', () => {
  it('never says yes while anybody who can open the place could not read the source', () => {
    let answeredYes = 0;

    fc.assert(
      fc.property(room('place'), room('source'), roles, (place, source, all) => {
        fc.pre(everyReaderMayRead(place, source, all));
        answeredYes += 1;
        expect(place.isAgeRestricted || !source.isAgeRestricted).toBe(true);
        for (const member of members) {
          if ((permissionsOf(member, place, all) & ViewChannel) === 0n) continue;
          expect(permissionsOf(member, source, all) & READ).toBe(READ);
        }
      }),
      { ...fuzzed({ numRuns: 1_000 }), maxSkipsPerRun: 100 },
    );

    expect(answeredYes).toBeGreaterThanOrEqual(1_000);
  });

  const open: Room = { id: 'open', isAgeRestricted: false, overwrites: [] };
  const closedTo = (id: string, allowed: string): Room => ({
    id,
    isAgeRestricted: false,
    overwrites: [
      { id: EVERYONE, isRole: true, allow: 0n, deny: ViewChannel },
      { id: allowed, isRole: true, allow: ViewChannel, deny: 0n },
    ],
  });
  const everybodyReads: Roles = { everyoneId: EVERYONE, permissionsOf: new Map([[EVERYONE, READ]]) };
  const shuttingOut = (id: string, isRole: boolean): Room => ({
    ...open,
    id: 'source',
    overwrites: [{ id, isRole, allow: 0n, deny: ViewChannel }],
  });

  it.each<[string, Room, Room, boolean]>([
    ['an open channel in another open one', open, { ...open, id: 'other' }, true],
    ['an open channel in a private one', closedTo('place', 'r1'), open, true],
    ['a private channel in an open one', open, closedTo('source', 'r1'), false],
    ['a private channel in another one of the same people', closedTo('place', 'r1'), closedTo('source', 'r1'), true],
    ['a private channel in one of other people', closedTo('place', 'r2'), closedTo('source', 'r1'), false],
    ['a channel that shuts one member out', open, shuttingOut('m1', false), false],
    ['a channel that shuts one role out', open, shuttingOut('r1', true), false],
    ['a channel for adults in one for all', open, { ...open, id: 'adults', isAgeRestricted: true }, false],
    [
      'a channel for adults in another one',
      { ...open, isAgeRestricted: true },
      { ...open, id: 'adults', isAgeRestricted: true },
      true,
    ],
  ])('judges %s', (_what, place, source, expected) => {
    expect(everyReaderMayRead(place, source, everybodyReads)).toBe(expected);
  });
});
