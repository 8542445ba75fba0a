import { MAX_PICTURE_BYTES, type PictureType } from '@tzurot/contracts';
import { AppError } from '@tzurot/platform';

/** Discord shows an avatar at 1,024 pixels at most (Discord, "Image Formatting"); cards and lists need fewer. */
const MAX_SIDE = 1_024;
/** Decoding takes four bytes for each. */
const MAX_PIXELS = 40_000_000;
const TIMEOUT_SECONDS = 20;
/** Tried one after the other until the picture is small enough. */
const QUALITIES = [90, 75, 50];

/**
 * Any picture that people have (PNG, JPEG, WebP, GIF, AVIF, TIFF, SVG excluded) as a WebP without metadata, turned upright, at most
 * 1,024 pixels wide and high. Nothing of the file itself is kept: what stands in it besides the picture ends here. Of a
 * moving picture the first frame is taken.
 * @throws AppError `invalid-input` for what cannot be decoded, or has too many pixels
 */
export async function encodePicture(
  file: Uint8Array,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; contentType: PictureType }> {
  // Loaded with the first picture: most gateways never need it.
  const { default: sharp } = await import('sharp');
  const { width, height, format } = await sharp(file, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => refuse(error));
  if (width * height > MAX_PIXELS) {
    throw new AppError('invalid-input', `a picture of ${width} × ${height} pixels`, {
      reason: 'picture-too-many-pixels',
      facts: { megapixels: MAX_PIXELS / 1_000_000 },
    });
  }
  // It can name other files and run for any time.
  if (format === 'svg') refuse(new Error('svg is no picture of pixels'));
  const small = sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .autoOrient()
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: TIMEOUT_SECONDS });
  for (const quality of QUALITIES) {
    const bytes = await small
      .clone()
      .webp({ quality })
      .toBuffer()
      .catch((error: unknown) => refuse(error));
    if (bytes.length <= MAX_PICTURE_BYTES) return { bytes: new Uint8Array(bytes), contentType: 'image/webp' };
  }
  return refuse(new Error('it does not get small enough'));
}

function refuse(cause: unknown): never {
  throw new AppError('invalid-input', 'the picture cannot be decoded', { reason: 'picture-unreadable', cause });
}
