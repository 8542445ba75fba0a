import { longestContent } from '../../forms/content-length.ts';
import type { World } from './world.ts';

/** How many more characters a message of this person takes; below zero when it is too long. */
export const charactersLeft = (world: World, content: string): number =>
  longestContent(world.me?.premium_type) - content.length;
