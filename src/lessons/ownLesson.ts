/** A lesson of one's own as one text: all files of its folder, for a file, a link, and the browser's memory. */
import { isJsonObject } from '../api/meta/jsonObject';
import type { LessonFiles } from './parseLesson';

/** A folder by its name, with its files. */
export interface LessonFolder {
  readonly name: string;
  readonly files: LessonFiles;
}

/** Why a text is no lesson. */
export type FolderProblem =
  | { readonly type: 'notJson' }
  | { readonly type: 'notALesson'; readonly where: string }
  | { readonly type: 'newer'; readonly version: number }
  | { readonly type: 'tooBig' };

export type FolderReading =
  | { readonly type: 'folder'; readonly folder: LessonFolder }
  | { readonly type: 'problem'; readonly problem: FolderProblem };

const VERSION = 1;
/** They come from strangers: more is refused before it is looked at. */
const MOST_FILES = 60;
const MOST_CHARACTERS = 1_000_000;
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** One folder below the lesson's own is as deep as it goes, and nothing leads out of it. */
const FILE = /^(?!.*\.\.)[\w][\w.-]{0,80}(\/[\w][\w.-]{0,80})?$/;

/** Whether a lesson may be called so: lower-case words with hyphens. */
export const isLessonName = (name: string): boolean => NAME.test(name) && name.length <= 60;

/** Whether a file of a lesson's folder may be called so. */
export const isFileName = (name: string): boolean => FILE.test(name);

/** The text of a lesson's file. */
export function folderText({ name, files }: LessonFolder): string {
  return `${JSON.stringify({ kubeloopLesson: VERSION, name, files }, null, 1)}\n`;
}

/** Reads what `folderText` wrote. Never throws. */
export function readFolderText(text: string): FolderReading {
  if (text.length > MOST_CHARACTERS) return problem({ type: 'tooBig' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return problem({ type: 'notJson' });
  }
  if (!isJsonObject(value)) return problem({ type: 'notALesson', where: 'kubeloopLesson' });
  const { kubeloopLesson: version, name, files } = value;
  if (typeof version !== 'number') return problem({ type: 'notALesson', where: 'kubeloopLesson' });
  if (version > VERSION) return problem({ type: 'newer', version });
  if (typeof name !== 'string' || !isLessonName(name)) return problem({ type: 'notALesson', where: 'name' });
  if (!isJsonObject(files)) return problem({ type: 'notALesson', where: 'files' });
  return readFiles(name, files);
}

/** Reads a folder of the machine, or one that was packed. Never throws. */
export function readFiles(name: string, files: Readonly<Record<string, unknown>>): FolderReading {
  const names = Object.keys(files);
  if (names.length > MOST_FILES) return problem({ type: 'tooBig' });
  let size = 0;
  for (const file of names) {
    const text = files[file];
    if (!isFileName(file) || typeof text !== 'string') return problem({ type: 'notALesson', where: `files.${file}` });
    size += text.length;
  }
  if (size > MOST_CHARACTERS) return problem({ type: 'tooBig' });
  if (!names.includes('lesson.yaml')) return problem({ type: 'notALesson', where: 'lesson.yaml' });
  return { type: 'folder', folder: { name, files: files as LessonFiles } }; // Each was looked at.
}

const problem = (found: FolderProblem): FolderReading => ({ type: 'problem', problem: found });
