/**
 * Plain values of environment variables whose names look like credentials. They stay, as they are part of the
 * workload that anybody who may read it can read; whoever passes the twin on should know of them.
 */
import { listAt, type Manifest, subjectOf, textAt } from './manifest';
import type { Note } from './note';
import { containersOf } from './podTemplates';

const NAME = /pass(?:word|wd|phrase)?$|passw|token|secret|api_?key|private_?key|credential|access_?key/i;
/** Names of files and addresses, switches: no credential itself. */
const HARMLESS = /(?:_FILE|_PATH|_URL|_NAME|_TTL|_EXPIR\w*|_ENABLED)$/i;

/** One note for each object that has some. */
export function credentialNotes(objects: readonly Manifest[]): readonly Note[] {
  return objects.flatMap((object) => {
    const names = containersOf(object).flatMap(({ container }) =>
      listAt(container, 'env').flatMap((variable) => {
        const name = textAt(variable, 'name') ?? '';
        const isTold = NAME.test(name) && !HARMLESS.test(name) && (textAt(variable, 'value') ?? '') !== '';
        return isTold ? [name] : [];
      }),
    );
    if (names.length === 0) return [];
    return [
      { tone: 'notice', key: 'credential', about: subjectOf(object), params: { names: names.join(', ') } } as const,
    ];
  });
}
