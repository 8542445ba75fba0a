import { removeWalletKey } from '@tzurot/contracts';
import { say } from '@tzurot/words';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note } from '../../ui/elements.ts';
import { suggestKeyVendors, vendorLabel } from '../vendor-option.ts';

export const remove = defineSubcommand({
  description: 'Delete one of your keys',
  options: { vendor: option.suggested('Which vendor the key is for', suggestKeyVendors) },
  reply: 'private',
  async run({ options: { vendor }, caller, respond }, { gateway, vendors }) {
    const { removed } = await gateway.call(removeWalletKey, { caller, params: { vendor } });
    const label = vendorLabel(vendor, vendors);
    await respond(
      removed === 0
        ? note(say('wallet.nothing-to-remove', { vendor: label }))
        : note(say('wallet.removed', { vendor: label }), 'good'),
    );
  },
});
