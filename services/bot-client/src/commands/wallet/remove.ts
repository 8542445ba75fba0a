import { removeWalletKey } from '@tzurot/contracts';
import { option } from '../../define/option.ts';
import { defineSubcommand } from '../../define/subcommand.ts';
import { note } from '../../ui/elements.ts';
import { suggestKeyVendors, vendorLabel } from '../vendor-option.ts';

export const remove = defineSubcommand({
  description: 'Forget your key with a vendor',
  options: { vendor: option.suggested('Whose key', suggestKeyVendors) },
  reply: 'private',
  async run({ options: { vendor }, caller, respond }, { gateway, vendors }) {
    const { removed } = await gateway.call(removeWalletKey, { caller, params: { vendor } });
    const label = vendorLabel(vendor, vendors);
    await respond(
      removed === 0
        ? note(`You have no ${label} key, so there was nothing to remove.`)
        : note(`Your ${label} key is forgotten. If somebody else may have seen it, revoke it at ${label} too.`, 'good'),
    );
  },
});
