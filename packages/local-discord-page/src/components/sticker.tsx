import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { StickerItem } from '../discord/types.ts';

/** What a browser can show of Discord's sticker formats: PNG, APNG and GIF, but not Lottie. */
const EXTENSIONS: ReadonlyMap<number, string> = new Map([
  [1, 'png'],
  [2, 'png'],
  [4, 'gif'],
]);

/** A sticker's picture, which is on this server; one that is gone or cannot be shown is named. */
export const Sticker = ({ sticker }: { sticker: StickerItem }): JSX.Element => {
  const [isBroken, setIsBroken] = useState(false);
  const extension = EXTENSIONS.get(sticker.format_type);
  if (isBroken || extension === undefined) return <p class="sticker-name">Sticker: {sticker.name}</p>;
  return (
    <img
      class="sticker"
      src={`/stickers/${sticker.id}.${extension}`}
      alt={`Sticker: ${sticker.name}`}
      title={sticker.name}
      width={160}
      height={160}
      draggable={false}
      onError={() => setIsBroken(true)}
    />
  );
};
