import { AppError } from '@tzurot/platform';

const LARGEST = 2n ** 63n - 1n;

/** A Discord id as the database keeps it. @throws AppError `invalid-input` for what no snowflake can be */
export function toBigInt(snowflake: string): bigint {
  const value = BigInt(snowflake);
  if (value > LARGEST) throw new AppError('invalid-input', `${snowflake} is larger than any Discord id`);
  return value;
}

/** A stored id as Discord writes it. Pads what was made near Discord's epoch, as `snowflakeAt` does. */
export function toSnowflake(value: bigint | string): string {
  return value.toString().padStart(17, '0');
}
