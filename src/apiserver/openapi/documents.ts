/**
 * The OpenAPI documents of a server: `/openapi/v3`, one document per group and version, and `/openapi/v2`.
 * Models k8s.io/kube-openapi/pkg/{handler,handler3} (of v1.36.3). Left out: v3 in protobuf, which no kubectl asks for.
 */
import { kinds } from '../../api/kinds';
import { formatDate } from '../../api/meta/time';
import type { ApiResponse } from '../../client/transport';
import type { Call } from '../call';
import { builtInSubjects, type Subject } from './builtIn';
import { type CustomSubject, customSubjects } from './custom';
import { customV2Schema } from './customV2';
import { type Definitions, reachable, schemaNames } from './definitions';
import { goJson } from './goJson';
import type { OpenApi } from './openApi';
import type { GroupVersionKind, Operation } from './operations';
import { v2Document } from './v2';
import { v3Document } from './v3';

export interface OpenApiOptions {
  /** The schemas of the built-in kinds: generated/openapi.json. */
  readonly definitions: Definitions;
  /** SHA-512 of a text in UTF-8, as hexadecimal digits. */
  readonly hash: (text: string) => string;
  /** The document of v2 in protobuf; without it whoever asks for that alone is refused. */
  readonly protobuf?: (document: object) => Uint8Array;
}

/** A document as text. */
interface Written {
  readonly text: string;
  /** What names its content: a new text has another. */
  readonly etag: string;
  /** The same in protobuf, where clients may ask for it. */
  readonly bytes?: () => Uint8Array;
}

const JSON_TYPE = 'application/json';
const PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
/** How clients ask for that: the older name is no valid media type. */
const asked: readonly string[] = [PROTOBUF, 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'];
const info = { title: 'Kubernetes', version: '1.36' };
/** Groups that the server of custom resources does not know. */
const unknownToCustom = ['admission.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io', 'imagepolicy.k8s.io'];
const customInfo = { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' };

/** Builds the documents as they are asked for, each once. */
export function createOpenApi({ definitions, hash, protobuf }: OpenApiOptions): OpenApi {
  const schemaOf = schemaNames(definitions);
  const subjects = builtInSubjects({ isCustom: false, schemaOf }, (group) => group !== kinds.Image.group);
  const known = new Map<Subject, Written>();
  const written = (text: string): Written => ({ text, etag: hash(text).toUpperCase() });
  const v3Of = (subject: Subject): Written => {
    let made = known.get(subject);
    if (made === undefined) {
      const { operations, group, version } = subject;
      const isShown = (kind: GroupVersionKind) =>
        kind.group === '' || (kind.group === group && kind.version === version);
      made = written(goJson(v3Document({ info, operations, definitions, isShown, isSecured: true })));
      known.set(subject, made);
    }
    return made;
  };
  const customs = new CustomDocuments(definitions, schemaOf, written);
  const all = (call: Call) => [
    ...subjects.map((subject) => ({ path: subject.path, made: () => v3Of(subject) })),
    ...customs.of(call),
  ];
  let v2: { readonly of: string; readonly made: Written } | undefined;
  const v2Of = (call: Call): Written => {
    const own = customs.subjects(call);
    const of = customs
      .of(call)
      .map(({ made }) => made().etag)
      .join();
    if (v2?.of !== of) {
      const document = wholeDocument(subjects, own, definitions);
      const bytes = protobuf === undefined ? {} : { bytes: once(() => protobuf(document)) };
      v2 = { of, made: { ...written(JSON.stringify(document)), ...bytes } };
    }
    return v2.made;
  };
  return {
    answer: (call) => {
      const { path } = call.request;
      if (path === '/openapi/v2') return served(call, () => v2Of(call), false);
      if (path === '/openapi/v3') return index(all(call));
      const name = path.replace(/^\/openapi\/v3\//, '');
      if (name === path) return undefined;
      const found = all(call).find((each) => each.path === name);
      return found === undefined ? { code: 404, body: '' } : served(call, found.made, true);
    },
  };
}

/** The list of all documents of v3: it alone comes without a type of its own. */
function index(documents: readonly { readonly path: string; readonly made: () => Written }[]): ApiResponse {
  const paths = documents
    .map(({ path, made }): [string, object] => [path, { serverRelativeURL: urlOf(path, made()) }])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return text(200, JSON.stringify({ paths: Object.fromEntries(paths) }), {
    'content-type': 'text/plain; charset=utf-8',
  });
}

function urlOf(path: string, { etag }: Written): string {
  return `/openapi/v3/${path}?hash=${etag}`;
}

function text(code: number, body: string, headers: Readonly<Record<string, string>>): ApiResponse {
  return { code, body, headers };
}

/** A document in the form that the client takes. Only those of v3 know hashes in their address. */
function served(call: Call, make: () => Written, isHashed: boolean): ApiResponse {
  const { request, query, backend } = call;
  const vary = isHashed ? 'Accept' : 'Accept-Encoding, Accept';
  const type = typeFor(request.headers?.accept, isHashed);
  if (type === undefined) return text(406, '', { vary });
  const made = make();
  const etag = `"${made.etag}"`;
  const headers = { 'content-type': type, etag, vary };
  const wanted = isHashed && query.hash !== undefined && query.hash !== '' ? query.hash : undefined;
  if (wanted !== undefined && wanted !== made.etag) {
    const location = urlOf(request.path.replace('/openapi/v3/', ''), made);
    return text(301, '', { ...headers, location });
  }
  const kept = wanted === undefined ? {} : cached(backend.clock.now());
  const matches = (request.headers?.['if-none-match'] ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  if (matches.includes(etag) || matches.includes('*')) return text(304, '', { etag, vary, ...kept });
  const body = type === PROTOBUF ? made.bytes?.() : made.text;
  return body === undefined ? text(406, '', { vary }) : { code: 200, body, headers: { ...headers, ...kept } };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const YEAR_MS = 365 * 86_400_000;

/** A document whose hash is in its address never changes. */
function cached(now: number): Readonly<Record<string, string>> {
  return {
    'cache-control': 'public, immutable',
    expires: formatDate(now + YEAR_MS).replace('+0000', 'UTC'),
  };
}

/** The first type that the client takes; undefined if there is none. */
function typeFor(accept: string | undefined, isV3: boolean): string | undefined {
  if (accept === undefined || accept === '') return JSON_TYPE;
  for (const range of accept.split(',')) {
    const [type = '', subtype = ''] = (range.split(';')[0] ?? '').trim().split('/');
    if (type !== 'application' && type !== '*') continue;
    if (subtype === 'json' || subtype === '*') return JSON_TYPE;
    if (!isV3 && asked.includes(`${type}/${subtype}`)) return PROTOBUF;
  }
  return undefined;
}

function wholeDocument(subjects: readonly Subject[], own: readonly CustomSubject[], definitions: Definitions): object {
  const operations = [...subjects, ...own].flatMap((subject) => subject.operations);
  const custom = own.flatMap((subject) => Object.entries(subject.definitions));
  const everything: Definitions = {
    ...definitions,
    ...Object.fromEntries(custom.map(([name, schema]) => [name, customV2Schema(schema)])),
  };
  const names = reachable(everything, operations.flatMap(schemasOf));
  return v2Document(operations, Object.fromEntries(names.map((name) => [name, everything[name] ?? {}])));
}

function schemasOf({ body, responses }: Operation): readonly string[] {
  return [...(body === undefined ? [] : [body.schema]), ...Object.values(responses)];
}

/** The documents of custom resources, made again when a definition has been written. */
class CustomDocuments {
  #definitions: Definitions;
  #schemaOf: ReturnType<typeof schemaNames>;
  #written: (text: string) => Written;
  readonly #known = new Map<string, { readonly subject: CustomSubject; readonly made: Written }>();

  constructor(definitions: Definitions, schemaOf: ReturnType<typeof schemaNames>, written: (text: string) => Written) {
    this.#definitions = definitions;
    this.#schemaOf = schemaOf;
    this.#written = written;
  }

  subjects({ backend }: Call): readonly CustomSubject[] {
    return customSubjects(backend.store, this.#schemaOf);
  }

  of(call: Call): readonly { readonly path: string; readonly made: () => Written }[] {
    return this.subjects(call).map((subject) => ({ path: subject.path, made: () => this.#made(subject) }));
  }

  #made(subject: CustomSubject): Written {
    const { path, operations, resources } = subject;
    const known = this.#known.get(path);
    if (known !== undefined && isSame(known.subject.resources, resources)) return known.made;
    const definitions = { ...this.#definitions, ...subject.definitions };
    const isShown = ({ group }: GroupVersionKind) => !unknownToCustom.includes(group);
    const document = v3Document({ info: customInfo, operations, definitions, isShown, isSecured: false });
    const made = this.#written(goJson(document));
    this.#known.set(path, { subject, made });
    return made;
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at]);
}
