import { listWalletKeys } from '@tzurot/contracts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { walletView } from './wallet-view.ts';

export const list = defineSubcommand({
  description: 'See which keys you have stored',
  options: {},
  reply: 'private',
  async run({ caller, respond }, { gateway, vendors }) {
    const { items } = await gateway.call(listWalletKeys, { caller });
    await respond(walletView(items, vendors));
  },
});
