/** Validation, against every refusal and warning that was recorded from a real 1.36.3. */
import { describe, expect, test } from 'vitest';
import { type Kind, type Kinds, kinds } from '../../../api/kinds';
import type { ApiRequest } from '../../../client/transport';
import type { Instant } from '../../../sim/clock';
import { readBody } from '../../body';
import { yamlCodec } from '../../yamlCodec';
import { readFields } from '../fieldReader';
import { strategies } from '../registry';
import recordedExtensions from './recorded/extensions.json';
import recordedJobs from './recorded/jobs.json';
import recordedMore from './recorded/more.json';
import recordedOthers from './recorded/others.json';
import recordedPolicies from './recorded/policies.json';
import recordedPods from './recorded/pods.json';
import recordedWorkloads from './recorded/workloads.json';

interface RecordedCase extends Answer {
  readonly manifest: string;
}

interface Answer {
  /** The reason behind `cannot be handled as a <Kind>: `. */
  readonly decodeError?: string;
  /** Field and complaint, in the server's order; empty where it was accepted. */
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[];
}

function answerTo(manifest: string): Answer {
  const request: ApiRequest = {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/yaml' },
    body: manifest,
  };
  const body = readBody(request, 'Pod', yamlCodec).value as { readonly kind: Kind };
  const { value, error, unknown } = readFields(body.kind, { ...body });
  if (error !== undefined) return { decodeError: error };
  if (unknown.length > 0) {
    return { decodeError: `strict decoding error: ${unknown.map((path) => `unknown field "${path}"`).join(', ')}` };
  }
  const strategy = strategies[body.kind] as (typeof strategies)['Pod']; // Any of them: the caller's kind decides.
  const prepared = strategy.prepareForCreate(strategy.defaults(named(value, body.kind)), {
    now: 0 as Instant,
    request,
  });
  const errors = strategy.validate(prepared).map(({ field, body: complaint }) => `${field}: ${complaint}`);
  if (errors.length > 0) return { errors: [...new Set(errors)] };
  const warnings = (strategy.warnings?.(prepared) ?? []).filter((text) => !text.startsWith('kubeloop: '));
  return { errors, ...(warnings.length > 0 && { warnings }) };
}

/** With the namespace of the URL, a generated name and a uid. */
function named(value: object, kind: Kind): Kinds['Pod'] {
  const { metadata = {} } = value as { readonly metadata?: Readonly<Record<string, string>> };
  const { name = '', generateName = '' } = metadata;
  const object = {
    ...value,
    metadata: {
      ...metadata,
      ...(kinds[kind].namespaced && { namespace: 'default' }),
      uid: '082c5ff5-6d0a-4cf7-99de-48d815983fad',
      name: name === '' && generateName !== '' ? `${generateName}65q95` : name,
    },
  };
  return object as unknown as Kinds['Pod']; // Read as its kind just before.
}

const groups: readonly (readonly [string, readonly RecordedCase[]])[] = [
  ['pods', recordedPods],
  ['controllers of pods', recordedWorkloads],
  ['jobs', recordedJobs],
  ['policies', recordedPolicies],
  ['other kinds', recordedOthers],
  ['one mistake after the other', recordedMore],
  ['what extends and guards the API', recordedExtensions],
];

describe.each(groups)('the server answers as recorded: %s', (_name, cases) => {
  test.each(cases.map((recorded) => [recorded.manifest, recorded] as const))('%s', (_manifest, recorded) => {
    const { manifest, ...answer } = recorded;
    expect(answerTo(manifest)).toEqual(answer);
  });
});
