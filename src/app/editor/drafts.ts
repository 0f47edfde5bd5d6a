/** Files of the editor as values: names, merging, and the form in which the browser keeps them. */

export interface DraftFile {
  readonly name: string;
  readonly text: string;
}
export interface Drafts {
  readonly files: readonly DraftFile[];
  readonly active: string | undefined;
}

/** `name` if it is free, else `name-2.yaml`, `name-3.yaml`, ... */
export function freeName(name: string, files: readonly DraftFile[]): string {
  const taken = (candidate: string) => files.some((file) => file.name === candidate);
  if (!taken(name)) return name;
  const [, stem = name, ending = ''] = /^(.*?)(\.\w+)?$/.exec(name) ?? [];
  for (let number = 2; ; number += 1) {
    const candidate = `${stem}-${number}${ending}`;
    if (!taken(candidate)) return candidate;
  }
}

/** `own` and `added` together; two texts under one name both stay. */
export function mergeFiles(own: readonly DraftFile[], added: Readonly<Record<string, string>>): readonly DraftFile[] {
  let files = own;
  for (const [name, text] of Object.entries(added)) {
    const same = files.find((file) => file.name === name);
    if (same?.text === text) continue;
    // The link's file keeps its name: lessons and friends speak of it.
    if (same !== undefined) {
      const moved = freeName(name, files);
      files = files.map((file) => (file === same ? { ...file, name: moved } : file));
    }
    files = [...files, { name, text }];
  }
  return files;
}

/** What `writeDrafts` wrote; no files for anything else. */
export function readDrafts(text: string | undefined): Drafts {
  if (text === undefined) return { files: [], active: undefined };
  try {
    const value: unknown = JSON.parse(text);
    const { files, active } = value as { files?: unknown; active?: unknown }; // Checked piece by piece below.
    const known = (Array.isArray(files) ? files : []).filter(isFile);
    const shown = known.find((file) => file.name === active) ?? known[0];
    return { files: known, active: shown?.name };
  } catch {
    return { files: [], active: undefined };
  }
}

export function writeDrafts({ files, active }: Drafts): string {
  return JSON.stringify({ files, active });
}

function isFile(value: unknown): value is DraftFile {
  const file = value as Partial<DraftFile> | null; // Only to look at its fields.
  return typeof file === 'object' && file !== null && typeof file.name === 'string' && typeof file.text === 'string';
}
