import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';

/** Draws the pictures of the first characters anew from their SVG sources, with the Chromium of the machine. */
const directory = join(import.meta.dirname, '../services/api-gateway/src/seed/pictures');
const CHROMIUM = '/usr/bin/chromium';
const SIDE_PX = 256;
const MAX_BYTES = 25 * 1_024;

const scratch = await mkdtemp(join(tmpdir(), 'pictures-'));
try {
  for (const source of globSync('*.svg', { cwd: directory })) {
    const pixels = await readPixels(await readFile(join(directory, source), 'utf8'));
    const png = encodePng(pixels);
    if (png.length > MAX_BYTES) throw new Error(`${source} makes ${png.length} bytes, more than ${MAX_BYTES}`);
    const target = join(directory, source.replace(/\.svg$/, '.png'));
    await writeFile(target, png);
    console.log(`Drawn: ${target}, ${png.length} bytes.`);
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** Red, green, blue and opacity of every pixel, row by row. */
async function readPixels(svg: string): Promise<Buffer> {
  const page = join(scratch, 'page.html');
  // The load event comes after the picture is there, and before Chromium prints the page.
  await writeFile(
    page,
    `<body><img width="${SIDE_PX}" height="${SIDE_PX}" src="data:image/svg+xml,${encodeURIComponent(svg)}"><script>
      addEventListener('load', () => {
        const canvas = new OffscreenCanvas(${SIDE_PX}, ${SIDE_PX}).getContext('2d');
        canvas.drawImage(document.images[0], 0, 0, ${SIDE_PX}, ${SIDE_PX});
        const { data } = canvas.getImageData(0, 0, ${SIDE_PX}, ${SIDE_PX});
        document.body.textContent = new Uint8Array(data.buffer).toHex();
      });
    </script></body>`,
  );
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(scratch, 'profile')}`];
  const { stdout } = await promisify(execFile)(CHROMIUM, [...flags, '--dump-dom', `file://${page}`], {
    maxBuffer: 16 * 1_024 * 1_024,
  });
  const pixels = Buffer.from(/<body>([0-9a-f]+)<\/body>/.exec(stdout)?.[1] ?? '', 'hex');
  if (pixels.length !== SIDE_PX * SIDE_PX * 4) throw new Error('Chromium drew nothing: is the SVG well-formed?');
  return pixels;
}

/** Without PNG's row filters, which make flat colours longer; and without opacity, which a full square does not need. */
function encodePng(pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE_PX, 0);
  header.writeUInt32BE(SIDE_PX, 4);
  header.set([8, 2], 8); // 8 bits per sample; red, green, blue
  const rows = Array.from({ length: SIDE_PX }, (_, y) => {
    const row = pixels.subarray(y * SIDE_PX * 4, (y + 1) * SIDE_PX * 4);
    return Buffer.from([0, ...row.filter((_sample, index) => index % 4 !== 3)]);
  });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
