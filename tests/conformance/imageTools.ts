/** Words of tools in containers: the recordings' runtime ran the machine's own, which are GNU's, whatever the image was. */

/** The text of a recording in which files were missed in containers of busybox images alone, in busybox's words. */
export function inBusyboxWords(recording: string): string {
  return recording
    .replace(/\bcat: (\/\S+): No such file/g, "cat: can't open '$1': No such file")
    .replace(/\bls: cannot access '([^']+)': No such file/g, 'ls: $1: No such file');
}
