import { z } from 'zod';

import { builtin, isInstalled } from './builtin/index.ts';
import { connectVendor, type Vendor, vendorDefinitions } from './index.ts';

const Url = z.url({ protocol: /^https?$/ });

/** The variables by which an operator moves a vendor, or offers one that has no usual address. */
export const vendorUrlVariables: Record<string, z.ZodType<string | undefined>> = Object.fromEntries(
  vendorDefinitions.flatMap(({ url }) => (url === null ? [] : [[url.variable, Url.optional().describe(url.meaning)]])),
);

/** The variables of the operator's own keys. */
export const vendorKeyVariables: Record<string, z.ZodType<string | undefined>> = Object.fromEntries(
  vendorDefinitions.flatMap(({ operatorKey, label }) =>
    operatorKey !== null && 'variable' in operatorKey
      ? [
          [
            operatorKey.variable,
            z.string().min(1).optional().describe(`the operator's own key for ${label}, for guests`),
          ],
        ]
      : [],
  ),
);

type Variables = Readonly<Record<string, unknown>>;

/** The vendors that this operator offers, by id, in the order of the list. */
export function createVendors(
  config: Variables,
  { publicUrl, operatorKeys }: { publicUrl: string | null; operatorKeys: ReadonlyMap<string, string> },
): ReadonlyMap<string, Vendor> {
  const offered = vendorDefinitions.flatMap((definition) => {
    if (definition === builtin && !isInstalled()) return [];
    const url = definition.url === null ? undefined : textOf(config[definition.url.variable]);
    return connectVendor(definition, { url, publicUrl, hasOperatorKey: operatorKeys.has(definition.id) }) ?? [];
  });
  return new Map(offered.map((vendor) => [vendor.id, vendor]));
}

/** The operator's own keys, by the id of the vendor. */
export function readOperatorKeys(secrets: Variables): ReadonlyMap<string, string> {
  return new Map(
    vendorDefinitions.flatMap(({ id, operatorKey }) => {
      if (operatorKey === null) return [];
      const key = 'always' in operatorKey ? operatorKey.always : textOf(secrets[operatorKey.variable]);
      return key === undefined ? [] : [[id, key] as const];
    }),
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
