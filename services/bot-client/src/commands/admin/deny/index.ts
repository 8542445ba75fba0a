import { add } from './add.ts';
import { list } from './list.ts';

export const deny = {
  description: 'Keep people, servers, channels and characters out',
  subcommands: { add, list },
};
