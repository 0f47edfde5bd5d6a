/** Folders of lessons as files of the machine: packed as zip or as one text, and read from either, or from a folder itself. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import {
  type FolderReading,
  folderText,
  isLessonName,
  type LessonFolder,
  readFiles,
  readFolderText,
} from '../../lessons/ownLesson';

/** Bigger files are refused before they are read. */
const MOST_BYTES = 2 * 1024 * 1024;

/** The folder as a zip archive with itself inside. */
export function zipOf({ name, files }: LessonFolder): Blob {
  const entries = Object.entries(files).map(([file, text]) => [`${name}/${file}`, strToU8(text)] as const);
  const bytes = zipSync(Object.fromEntries(entries), { level: 9, mtime: new Date(2026, 0, 1) });
  return new Blob([bytes.slice()], { type: 'application/zip' });
}

/** The folder as one text file. */
export function textFileOf(folder: LessonFolder): Blob {
  return new Blob([folderText(folder)], { type: 'application/json' });
}

/** Reads what a person chose: a zip, a lesson's text file, or all files of a folder. Rejects with what the browser says of a file that cannot be read. */
export async function readChosen(chosen: readonly File[]): Promise<FolderReading> {
  const [first] = chosen;
  const size = chosen.reduce((sum, file) => sum + file.size, 0);
  if (first === undefined || size > MOST_BYTES) return { type: 'problem', problem: { type: 'tooBig' } };
  if (chosen.length === 1 && /\.zip$/i.test(first.name)) return readZip(new Uint8Array(await first.arrayBuffer()));
  if (chosen.length === 1 && /\.json$/i.test(first.name)) return readFolderText(await first.text());
  const paths: [string, string][] = [];
  for (const file of chosen) paths.push([file.webkitRelativePath || file.name, await file.text()]);
  return readPaths(paths);
}

/** Archives of strangers may unfold to anything: nothing beyond the limit is unfolded. */
function readZip(bytes: Uint8Array): FolderReading {
  let left = MOST_BYTES;
  try {
    const files = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        left -= originalSize;
        return left >= 0;
      },
    });
    if (left < 0) return { type: 'problem', problem: { type: 'tooBig' } };
    return readPaths(Object.entries(files).map(([path, content]) => [path, strFromU8(content)]));
  } catch {
    return { type: 'problem', problem: { type: 'notALesson', where: 'zip' } };
  }
}

/** The files beside lesson.yaml, and below it; its folder gives the lesson its name. */
function readPaths(paths: readonly (readonly [string, string])[]): FolderReading {
  const main = paths.map(([path]) => path).find((path) => /(^|\/)lesson\.yaml$/.test(path));
  if (main === undefined) return { type: 'problem', problem: { type: 'notALesson', where: 'lesson.yaml' } };
  const root = main.slice(0, -'lesson.yaml'.length);
  const files = paths.filter(([path]) => path.startsWith(root) && !path.endsWith('/'));
  const folder = root.split('/').at(-2) ?? '';
  const name = isLessonName(folder) ? folder : 'my-lesson';
  return readFiles(name, Object.fromEntries(files.map(([path, text]) => [path.slice(root.length), text])));
}
