/**
 * Archives in the format of tar (ustar), as text: what `kubectl cp` and the `tar` of containers hand to each other.
 * Sizes count the UTF-8 bytes of what is text here. Left out: everything but files, folders and symbolic links.
 */

/** One member of an archive. */
export type TarEntry = { readonly name: string; readonly mode?: number; readonly at?: number } & (
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'dir' }
  | { readonly kind: 'link'; readonly target: string }
);

const BLOCK = 512;
const NUL = '\0';
const TYPES = { file: '0', link: '2', dir: '5' } as const;

/** The archive of `entries`. */
export function packTar(entries: readonly TarEntry[]): string {
  return entries.map(packEntry).join('') + NUL.repeat(2 * BLOCK);
}

function packEntry(entry: TarEntry): string {
  const text = entry.kind === 'file' ? entry.text : '';
  const size = byteLength(text);
  const padding = (BLOCK - (size % BLOCK)) % BLOCK;
  return headerOf(entry, size) + text + NUL.repeat(padding);
}

function headerOf(entry: TarEntry, size: number): string {
  const full = entry.kind === 'dir' ? `${entry.name.replace(/\/+$/, '')}/` : entry.name;
  const cut = full.length <= 100 ? -1 : full.indexOf('/', full.length - 101);
  const [prefix, name] = cut < 0 ? ['', full] : [full.slice(0, cut), full.slice(cut + 1)];
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}${NUL}`;
  const field = (text: string, length: number) => text.slice(0, length).padEnd(length, NUL);
  const before =
    field(name, 100) +
    octal(entry.mode ?? (entry.kind === 'dir' ? 0o755 : 0o644), 8) +
    octal(0, 8) +
    octal(0, 8) +
    octal(size, 12) +
    octal(Math.floor((entry.at ?? 0) / 1000), 12);
  const link = entry.kind === 'link' ? entry.target : '';
  const after = `${TYPES[entry.kind]}${field(link, 100)}ustar${NUL}00${field('root', 32)}${field('root', 32)}`;
  const rest = field(`${after}${octal(0, 8)}${octal(0, 8)}${field(prefix, 155)}`, BLOCK - 156);
  let sum = 8 * 32;
  for (const char of before + rest) sum += char.charCodeAt(0) & 255;
  return `${before}${sum.toString(8).padStart(6, '0')}${NUL} ${rest}`;
}

/** The members of `archive`; undefined if it is none. */
export function unpackTar(archive: string): readonly TarEntry[] | undefined {
  const entries: TarEntry[] = [];
  for (let at = 0; at < archive.length; ) {
    const header = archive.slice(at, at + BLOCK);
    if (header.charAt(0) === NUL) return entries;
    if (header.length < BLOCK || !header.slice(257).startsWith('ustar')) return undefined;
    const field = (from: number, length: number) => header.slice(from, from + length).split(NUL)[0] ?? '';
    const size = Number.parseInt(field(124, 12), 8);
    const end = charsOf(archive, at + BLOCK, size);
    const prefix = field(345, 155);
    const name = prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`;
    const shared = { name, mode: Number.parseInt(field(100, 8), 8), at: Number.parseInt(field(136, 12), 8) * 1000 };
    const type = header.charAt(156);
    if (type === TYPES.dir) entries.push({ ...shared, kind: 'dir' });
    else if (type === TYPES.link) entries.push({ ...shared, kind: 'link', target: field(157, 100) });
    else entries.push({ ...shared, kind: 'file', text: archive.slice(at + BLOCK, end) });
    at = end + ((BLOCK - (size % BLOCK)) % BLOCK);
  }
  return entries;
}

/** Where the text ends that begins at `from` and is `bytes` long. */
function charsOf(text: string, from: number, bytes: number): number {
  let at = from;
  for (let left = bytes; left > 0 && at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    left -= widthOf(code);
    at += code > 0xffff ? 2 : 1;
  }
  return at;
}

function byteLength(text: string): number {
  let length = 0;
  for (const char of text) length += widthOf(char.codePointAt(0) ?? 0);
  return length;
}

function widthOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
