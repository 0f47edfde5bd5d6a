/**
 * From what the API server says to the line that caused it: the fields that a refusal names, as paths into the manifest.
 * Texts as recorded from Kubernetes 1.36.3.
 */
import type { Status } from '../../api/meta/status';
import { type Manifest, rangeOfPath, type TextProblem } from './manifests';

/** `spec.containers[0].ports[1].name` as steps; a key in brackets stays a key: `metadata.annotations[a.b/c]`. */
export function parseFieldPath(field: string): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  for (const match of field.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)) {
    const inBrackets = match[1];
    if (inBrackets === undefined) steps.push(match[0]);
    else steps.push(/^\d+$/.test(inBrackets) ? Number(inBrackets) : inBrackets);
  }
  return steps;
}

/** The problems that `status` tells of, each at its place in the manifest. At least one. */
export function problemsOf(status: Status, manifest: Manifest): readonly TextProblem[] {
  const at = (field: string, message: string): TextProblem => ({
    message,
    range: rangeOfPath(manifest.document, manifest.lines, parseFieldPath(field)),
    source: 'server',
    field,
  });
  const message = status.message ?? status.reason ?? 'unknown';
  const causes = (status.details?.causes ?? []).filter((cause) => cause.field !== undefined && cause.field !== '');
  if (causes.length > 0) {
    return causes.map((cause) => at(cause.field ?? '', `${cause.field}: ${cause.message ?? cause.reason ?? ''}`));
  }
  const unknown = [...message.matchAll(/unknown field "([^"]+)"/g)];
  if (unknown.length > 0) return unknown.map((match) => at(match[1] ?? '', message));
  return [at(fieldInText(message) ?? '', message)];
}

/** Of the server's warnings those that name a field, each at its place in the manifest. */
export function warningMarks(warnings: readonly string[], manifest: Manifest): readonly TextProblem[] {
  return warnings.flatMap((message): readonly TextProblem[] => {
    const field = /^(?:kubeloop: )?((?:spec|metadata|data|rules|template)[^\s:]*)(?::? )/.exec(message)?.[1];
    if (field === undefined) return [];
    const range = rangeOfPath(manifest.document, manifest.lines, parseFieldPath(field));
    return [{ message, range, source: 'server', field, isWarning: true }];
  });
}

/** The path in a decoding error: the words after the Go type, or a quoted value's field. */
function fieldInText(message: string): string | undefined {
  const struct = /Go struct field \w+\.([\w.[\]]+) of type/.exec(message)?.[1];
  if (struct !== undefined) return struct;
  return /^(?:[\w.]+ ".*?" is (?:invalid|forbidden): )?((?:spec|metadata|data|status)[\w.[\]]*): /.exec(message)?.[1];
}
