import { VENDORS_CHANNEL, VendorFacts } from '@tzurot/contracts';
import type { GatewayContext } from '../context.ts';

type VendorContext = Pick<GatewayContext, 'prisma' | 'state' | 'vendors' | 'guest' | 'log'>;

/** Keeps what a worker published, here and in the database, and tells every other gateway and bot-client. */
export async function keepVendors(published: readonly VendorFacts[], ctx: VendorContext): Promise<void> {
  const { prisma, state, vendors, guest, log } = ctx;
  const rows = published.map((facts, position) => ({ id: facts.id, position, facts }));
  await prisma.$transaction([prisma.vendor.deleteMany({}), prisma.vendor.createMany({ data: rows })]);
  vendors.replace(published);
  if (guest !== null && vendors.find(guest.vendor) === null)
    log.warn({ vendor: guest.vendor }, 'GUEST_VENDOR names a vendor that this bot does not offer');
  await state.publish(VENDORS_CHANNEL, { offered: published.map(({ id }) => id) });
}

/** The last that was published. A row that an older version wrote in another way is as if it were not there. */
export async function readVendors({ prisma }: Pick<GatewayContext, 'prisma'>): Promise<VendorFacts[]> {
  const rows = await prisma.vendor.findMany({ orderBy: { position: 'asc' } });
  return rows.flatMap(({ facts }) => VendorFacts.safeParse(facts).data ?? []);
}
