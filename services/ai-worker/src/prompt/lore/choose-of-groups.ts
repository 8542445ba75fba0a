import { seededNumber } from '../seeded-number.ts';
import type { CompiledEntry } from './compile-book.ts';

interface Draw {
  /** Told in an earlier pass. */
  told: readonly CompiledEntry[];
  isSticky: (entry: CompiledEntry) => boolean;
  /** How many of its keys are found. */
  scoreOf: (entry: CompiledEntry) => number;
  seed: string;
}

/** Of the entries found in this pass, those that lose one of their groups. */
export function losersOfGroups(found: readonly CompiledEntry[], draw: Draw): Set<CompiledEntry> {
  const groups = new Map<string, CompiledEntry[]>();
  for (const entry of found) {
    for (const group of entry.groups) groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  const losers = new Set<CompiledEntry>();
  for (const [group, members] of groups) {
    // Who lost another group does not win this one, and takes nobody's place in it.
    const left = members.filter((member) => !losers.has(member));
    const winners = winnersOf(group, left, draw);
    for (const member of left) if (!winners.includes(member)) losers.add(member);
  }
  return losers;
}

function winnersOf(group: string, members: readonly CompiledEntry[], draw: Draw): readonly CompiledEntry[] {
  const sticky = members.filter(draw.isSticky);
  if (sticky.length > 0) return sticky;
  const best = bestScored(members, draw);
  if (draw.told.some(({ groups }) => groups.includes(group))) return [];
  if (best.length <= 1) return best;
  const first = best.filter(({ isGroupWinner }) => isGroupWinner).toSorted((a, b) => b.order - a.order)[0];
  return [first ?? drawOne(group, best, draw.seed)].flatMap((winner) => winner ?? []);
}

function bestScored(members: readonly CompiledEntry[], { scoreOf }: Draw): readonly CompiledEntry[] {
  const isScored = ({ hasGroupScoring, settings }: CompiledEntry) => hasGroupScoring ?? settings.hasGroupScoring;
  if (!members.some(isScored)) return members;
  const scores = new Map(members.map((member) => [member, scoreOf(member)]));
  const highest = Math.max(...scores.values());
  return members.filter((member) => !isScored(member) || (scores.get(member) ?? 0) >= highest);
}

function drawOne(group: string, members: readonly CompiledEntry[], seed: string): CompiledEntry | undefined {
  const total = members.reduce((sum, { groupWeight }) => sum + groupWeight, 0);
  let left = seededNumber(seed, `group ${group}`) * total;
  for (const member of members) {
    left -= member.groupWeight;
    if (left < 0) return member;
  }
  return members[0];
}
