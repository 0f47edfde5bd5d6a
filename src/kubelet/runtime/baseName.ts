/** The name that a path ends with. Pure. */

/** `sh` of `/bin/sh`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
