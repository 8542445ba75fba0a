import { defineCommand } from '../../define/command.ts';
import { bringKey } from './bring.ts';
import { cap, capForm, changeCap } from './cap.ts';
import { list } from './list.ts';
import { remove } from './remove.ts';
import { addressForm, enterKey, keyForm, set } from './set.ts';
import { test, testAgain } from './test.ts';

export const wallet = defineCommand({
  name: 'wallet',
  description: 'Your own keys for model vendors',
  subcommands: { set, list, remove, test, cap },
  components: [capForm, changeCap, keyForm, addressForm, enterKey, bringKey, testAgain],
});
