import { z } from 'zod';

/** Vendor, model and length of a vector, as `vectorSpaceOf` writes them; vectors of two spaces are never compared. */
export const VectorSpace = z.string().max(200);

/** A text as numbers, not all of them zero: those have no direction to compare. */
export const Vector = z
  .array(z.number())
  .min(1)
  .max(4_096)
  .refine((numbers) => numbers.some((number) => number !== 0), 'a vector without a direction');

export const fitsSpace = ({ space, vector }: { space: string; vector: readonly number[] }): boolean =>
  space.endsWith(`/${vector.length}`);

export const Embedding = z
  .object({ space: VectorSpace, vector: Vector })
  .refine(fitsSpace, 'the vector does not have the length of its space');
export type Embedding = z.infer<typeof Embedding>;
