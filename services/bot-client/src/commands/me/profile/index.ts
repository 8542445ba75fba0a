import { create } from './create.ts';
import { setDefault } from './default.ts';
import { remove } from './delete.ts';
import { edit } from './edit.ts';
import { list } from './list.ts';
import { override } from './override.ts';
import { view } from './view.ts';

export const profile = {
  description: 'Who you are to characters',
  subcommands: {
    create,
    list,
    view,
    edit,
    default: setDefault,
    override,
    delete: remove,
  },
};
