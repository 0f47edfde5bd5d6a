/**
 * The editor is opened until what comes back is taken by the server, or nothing was changed.
 * Models EditOptions.Run of staging/src/k8s.io/kubectl/pkg/cmd/util/editor/editoptions.go (v1.36.3).
 */
import type { Invocation } from '../command';
import { FileError } from '../environment';
import { CommandError, ExitError, oneOf } from '../errors';
import type { Info } from '../resource/builder';
import { asError } from '../resource/fetch';
import { infosOfFiles } from '../resource/fileInfos';
import {
  type EditMode,
  type Reason,
  Refusals,
  comparable,
  editText,
  headerText,
  objectsText,
  temporaryFile,
  textError,
  withoutComments,
} from './session';

/** What is edited, and what is done with what comes back. */
export interface Editing {
  readonly invocation: Invocation;
  readonly mode: EditMode;
  readonly format: 'yaml' | 'json';
  readonly infos: readonly Info[];
  /** Sends one edited object. What the server refuses is noted in `refusals`; other failures reject. */
  save(edited: Info, refusals: Refusals): Promise<void>;
}

/** Edits and saves. Rejects with what kubectl says when the changes could not be saved; their file stays then. */
export async function editLoop(editing: Editing): Promise<void> {
  const { invocation, infos, mode, format } = editing;
  const original = objectsText(infos, format);
  let reasons: readonly Reason[] = [];
  let previous: { readonly path: string; readonly text: string } | undefined;
  for (;;) {
    const body = previous === undefined ? original : withoutComments(previous.text);
    const path = temporaryFile(invocation, format);
    const shown = format === 'json' ? body : headerText(mode, reasons) + body;
    const text = await editText(invocation, path, shown).catch((error: unknown) => {
      throw preserved(invocation, asError(error), previous?.path);
    });
    if (previous !== undefined && comparable(previous.text) === comparable(text)) {
      throw preserved(invocation, new CommandError('Edit cancelled, no valid changes were saved.'), path);
    }
    if (previous !== undefined) await discard(invocation, previous.path);
    const outcome = await submit(editing, path, text, original);
    if (outcome === undefined) return;
    reasons = outcome;
    previous = { path, text };
  }
}

/** The reasons why the file must be edited again; undefined when all is done. */
async function submit(
  editing: Editing,
  path: string,
  text: string,
  original: string,
): Promise<readonly Reason[] | undefined> {
  const { invocation, infos } = editing;
  const { io } = invocation;
  const [first] = infos;
  const refusals = new Refusals();
  const problem = textError(text);
  if (problem !== undefined && first !== undefined) {
    void io.err(`${refusals.addTextError(problem, first)}\n`);
    return refusals.reasons;
  }
  if (comparable(original) === comparable(text)) {
    await discard(invocation, path);
    void io.err('Edit cancelled, no changes made.\n');
    return undefined;
  }
  try {
    const edited = await readEdited(invocation, text);
    if (edited instanceof Error) {
      return [{ heading: `The edited file had a syntax error: ${edited.message}`, details: [] }];
    }
    for (const info of edited) await editing.save(info, refusals);
  } catch (error) {
    throw preserved(invocation, asError(error), path);
  }
  if (refusals.retryable > 0) {
    void io.err(`You can run \`kubectl replace -f ${path}\` to try this update again.\n`);
    throw new ExitError(1);
  }
  if (refusals.notFound > 0) {
    void io.err(`The edits you made on deleted resources have been saved to ${JSON.stringify(path)}\n`);
    throw new ExitError(1);
  }
  if (refusals.reasons.length > 0) return refusals.reasons;
  await discard(invocation, path);
  return undefined;
}

/** The objects of the edited text, or why it has none. Namespaces must be those that they were. */
async function readEdited(invocation: Invocation, text: string): Promise<readonly Info[] | Error> {
  const access = await invocation.access();
  const { entries, readingErrors } = infosOfFiles([{ name: 'edited-file', text }], {
    mapper: await access.mapper(),
    namespace: access.namespace,
    requireNamespace: true,
    labelSelector: undefined,
    validate: false,
  });
  if (readingErrors.length > 0) return oneOf(readingErrors);
  return entries.map((entry) => {
    if (entry.type === 'error') throw entry.error;
    return entry.info;
  });
}

/** Removes an edited file, unless somebody has already. */
async function discard({ env }: Invocation, path: string): Promise<void> {
  try {
    await env.files.remove(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}

/** Tells where the changes are, so that they are not lost with the failure. */
function preserved({ io }: Invocation, error: Error, path: string | undefined): Error {
  if (path !== undefined) void io.err(`A copy of your changes has been stored to ${JSON.stringify(path)}\n`);
  return error;
}
