/** Images, a kind of kubeloop's own: what a definition may say. */
import type {
  ImageAnswer,
  ImageChange,
  ImageLogs,
  ImageMemoryPoint,
  ImagePort,
  ImageResponse,
  ImageSpec,
} from '../../../api/images/image';
import { parseReference } from '../../../api/meta/imageReference';
import { milliValue, wholeValue } from '../../../api/meta/quantity';
import { duplicate, type FieldError, invalid, notSupported, required } from '../fieldError';
import { checkNotNegative, checkPort, envNameErrors } from './formats';

const USERLANDS: readonly ImageSpec['userland'][] = ['busybox', 'debian', 'none'];
const ON_TERM: readonly string[] = ['Exit', 'Ignore'];
const ACTIONS: readonly string[] = ['Answer', 'Hang', 'Refuse'];
const ENDINGS: readonly string[] = ['Close', 'Reset', 'Silence'];
/** A definition that says more is a mistake, and would be slow. */
const LONGEST_SECONDS = 31_536_000;

/** The spec of an Image. */
export function checkImage(spec: ImageSpec, errors: FieldError[]): void {
  checkReference(spec.reference, errors);
  checkNotNegative(spec.sizeMB, 'spec.sizeMB', errors);
  checkWord(spec.userland, USERLANDS, 'spec.userland', errors);
  for (const name of Object.keys(spec.env ?? {})) {
    for (const complaint of envNameErrors(name)) errors.push(invalid('spec.env', name, complaint));
  }
  checkSeconds(spec.startupSeconds, 'spec.startupSeconds', errors);
  checkPorts(spec.ports ?? [], errors);
  checkLogs(spec.logs ?? {}, errors);
  if (spec.exit !== undefined) {
    checkSeconds(spec.exit.afterSeconds, 'spec.exit.afterSeconds', errors);
    checkCode(spec.exit.code, 'spec.exit.code', errors);
  }
  checkWord(spec.stop.onTerm, ON_TERM, 'spec.stop.onTerm', errors);
  checkSeconds(spec.stop.afterSeconds, 'spec.stop.afterSeconds', errors);
  checkCode(spec.stop.code, 'spec.stop.code', errors);
  checkMemory(spec.memory, errors);
  for (const name of ['idle', 'perRequest'] as const) {
    const quantity = spec.cpu[name];
    if (quantity !== undefined && milliValue(quantity) < 0) {
      errors.push(invalid(`spec.cpu.${name}`, quantity, 'must be greater than or equal to 0'));
    }
  }
}

function checkReference(reference: string | undefined, errors: FieldError[]): void {
  if (reference === undefined || reference === '') {
    errors.push(required('spec.reference'));
    return;
  }
  const parsed = parseReference(reference);
  if ('cause' in parsed) errors.push(invalid('spec.reference', reference, parsed.cause));
  else if (parsed.digest !== undefined) errors.push(invalid('spec.reference', reference, 'must not have a digest'));
}

function checkPorts(ports: readonly ImagePort[], errors: FieldError[]): void {
  ports.forEach(({ port, responses = [] }, index) => {
    const field = `spec.ports[${index}]`;
    checkPort(port, `${field}.port`, errors);
    if (ports.findIndex((other) => other.port === port) < index) errors.push(duplicate(`${field}.port`, port));
    responses.forEach((response, at) => {
      checkResponse(response, `${field}.responses[${at}]`, errors);
      const isTold = responses.findIndex(({ path }) => path === response.path) < at;
      if (isTold) errors.push(duplicate(`${field}.responses[${at}].path`, response.path ?? ''));
    });
  });
}

function checkResponse(response: ImageResponse, field: string, errors: FieldError[]): void {
  const { path, changes = [] } = response;
  if (path !== undefined && !path.startsWith('/'))
    errors.push(invalid(`${field}.path`, path, 'must be an absolute path'));
  checkAnswer(response, field, errors);
  changes.forEach((change, index) => checkChange(change, `${field}.changes[${index}]`, errors));
}

function checkChange(change: ImageChange, field: string, errors: FieldError[]): void {
  const { afterSeconds, afterRequests, action } = change;
  if (afterSeconds === undefined && afterRequests === undefined) {
    errors.push(required(field, 'afterSeconds or afterRequests must be specified'));
  }
  checkSeconds(afterSeconds, `${field}.afterSeconds`, errors);
  checkNotNegative(afterRequests, `${field}.afterRequests`, errors);
  if (action !== undefined) checkWord(action, ACTIONS, `${field}.action`, errors);
  checkAnswer(change, field, errors);
}

function checkAnswer(
  { status, latencyMs, ending, contentLength }: ImageAnswer,
  field: string,
  errors: FieldError[],
): void {
  if (status !== undefined && (status < 200 || status > 599)) {
    errors.push(invalid(`${field}.status`, status, 'must be between 200 and 599, inclusive'));
  }
  checkNotNegative(latencyMs, `${field}.latencyMs`, errors);
  checkNotNegative(contentLength, `${field}.contentLength`, errors);
  if (ending !== undefined) checkWord(ending, ENDINGS, `${field}.ending`, errors);
}

function checkLogs({ periodic = [] }: ImageLogs, errors: FieldError[]): void {
  periodic.forEach(({ everySeconds }, index) => {
    if (!((everySeconds ?? 0) >= 1)) {
      errors.push(invalid(`spec.logs.periodic[${index}].everySeconds`, everySeconds ?? 0, 'must be greater than 0'));
    }
  });
}

function checkMemory(points: readonly ImageMemoryPoint[], errors: FieldError[]): void {
  points.forEach(({ afterSeconds, bytes }, index) => {
    const field = `spec.memory[${index}]`;
    checkSeconds(afterSeconds, `${field}.afterSeconds`, errors);
    if (bytes === undefined) errors.push(required(`${field}.bytes`));
    else if (wholeValue(bytes) < 0) errors.push(invalid(`${field}.bytes`, bytes, 'must be greater than or equal to 0'));
    const before = points[index - 1]?.afterSeconds;
    if (before !== undefined && afterSeconds <= before) {
      errors.push(invalid(`${field}.afterSeconds`, afterSeconds, 'must be later than the point before'));
    }
  });
}

function checkSeconds(seconds: number | undefined, field: string, errors: FieldError[]): void {
  checkNotNegative(seconds, field, errors);
  if (seconds !== undefined && seconds > LONGEST_SECONDS) {
    errors.push(invalid(field, seconds, `must be less than or equal to ${LONGEST_SECONDS}`));
  }
}

function checkCode(code: number, field: string, errors: FieldError[]): void {
  if (code < 0 || code > 255) errors.push(invalid(field, code, 'must be between 0 and 255, inclusive'));
}

function checkWord(word: string, allowed: readonly string[], field: string, errors: FieldError[]): void {
  if (!allowed.includes(word)) errors.push(notSupported(field, word, allowed));
}
