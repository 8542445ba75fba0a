import { create } from './create.ts';
import { setDefault } from './default.ts';
import { edit } from './edit.ts';

export const profile = {
  description: 'Who you are to characters',
  subcommands: { create, edit, default: setDefault },
};
