import { add } from './add.ts';
import { list } from './list.ts';

export const deny = {
  description: 'Keep people, places and characters out',
  subcommands: { add, list },
};
