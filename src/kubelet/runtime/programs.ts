/** Which program an image runs for a command line, and runc's words when there is none. */
import type { FileSystem } from './fileSystem';
import type { ImageBehaviour, Program } from './process';
import { baseName } from './baseName';
import { userland } from './userland';

/** A program, or why there is none. */
export type FoundProgram =
  | { readonly type: 'found'; readonly program: Program; readonly argv: readonly string[] }
  /** `why` as runc says it: `exec: "foo": executable file not found in $PATH`. */
  | { readonly type: 'missing'; readonly why: string };

/** The program that `argv` starts in `image`. An image's entrypoint script passes on to what follows it. */
export function findProgram(image: ImageBehaviour, argv: readonly string[], files: () => FileSystem): FoundProgram {
  const first = argv[0];
  if (first === undefined) return { type: 'missing', why: 'no command specified' };
  const isEntrypoint = first === image.entrypoint?.[0] && first.includes('entrypoint');
  if (isEntrypoint && argv.length > 1) return findBehindEntrypoint(image, argv.slice(1), files);
  const name = baseName(first);
  const program = Object.hasOwn(image.programs, name) ? image.programs[name] : undefined;
  if (program) return { type: 'found', program, argv };
  const tools = userland();
  if (tools?.hasCommand(image, name) === true && isInBin(first))
    return { type: 'found', program: tools.shellProgram, argv };
  if (tools !== undefined && image.userland !== 'none' && first.includes('/') && files().stat(first)?.kind === 'file') {
    return { type: 'found', program: tools.shellProgram, argv: ['sh', ...argv] };
  }
  if (image.anyProgram) return { type: 'found', program: image.anyProgram, argv };
  const quoted = JSON.stringify(first);
  if (first.includes('/')) return { type: 'missing', why: `exec: ${quoted}: stat ${first}: no such file or directory` };
  return { type: 'missing', why: `exec: ${quoted}: executable file not found in $PATH` };
}

/** What an entrypoint script does: flags and unknown words go to the image's own command, everything else is run. */
function findBehindEntrypoint(image: ImageBehaviour, argv: readonly string[], files: () => FileSystem): FoundProgram {
  const found = findProgram(image, argv, files);
  if (found.type === 'found') return found;
  const own = image.cmd?.[0];
  const takesAnything = own !== undefined && image.tools?.includes(own);
  if (own !== undefined && (takesAnything || argv[0]?.startsWith('-')))
    return findProgram(image, [own, ...argv], files);
  // The container starts, and the script ends with the shell's complaint.
  const shell = userland()?.shellProgram;
  if (shell === undefined) return found;
  return { type: 'found', program: shell, argv: ['sh', '-c', argv.join(' ')] };
}

function isInBin(path: string): boolean {
  return !path.includes('/') || /^(\/usr)?(\/local)?\/s?bin\/[^/]+$/.test(path);
}
