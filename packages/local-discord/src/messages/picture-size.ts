import { imageSize } from 'image-size';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The formats whose size Discord tells; what is drawn from text, as SVG is, has none. */
const measured: ReadonlySet<string | undefined> = new Set(['png', 'gif', 'jpg', 'webp', 'avif']);

/** The size written in a picture's header; undefined when there is none that can be read. */
export function pictureSize(bytes: Buffer): PictureSize | undefined {
  try {
    const { width, height, type } = imageSize(bytes);
    return measured.has(type) ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}
