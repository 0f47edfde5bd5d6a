/**
 * The declarations of kubernetes-models 5.1, which were made from the OpenAPI document of Kubernetes 1.36: names, fields,
 * types and descriptions, as they stand there. Other than those of @kubernetes/client-node they keep line ends,
 * enumerations and the descriptions of fields that refer to a type.
 */

const root = new URL('../', import.meta.url);
const modules = new URL('node_modules/', root);

/** Texts of the two fields that all kinds have: the declarations leave them out. */
export const typeMeta = {
  apiVersion:
    'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
  kind: 'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
};

/** The one type whose description the declarations leave out. */
export const quantity = `Quantity is a fixed-point representation of a number. It provides convenient marshaling/unmarshaling in JSON and YAML, in addition to String() and AsInt64() accessors.

The serialization format is:

\`\`\` <quantity>        ::= <signedNumber><suffix>

\t(Note that <suffix> may be empty, from the "" case in <decimalSI>.)

<digit>           ::= 0 | 1 | ... | 9 <digits>          ::= <digit> | <digit><digits> <number>          ::= <digits> | <digits>.<digits> | <digits>. | .<digits> <sign>            ::= "+" | "-" <signedNumber>    ::= <number> | <sign><number> <suffix>          ::= <binarySI> | <decimalExponent> | <decimalSI> <binarySI>        ::= Ki | Mi | Gi | Ti | Pi | Ei

\t(International System of units; See: http://physics.nist.gov/cuu/Units/binary.html)

<decimalSI>       ::= m | "" | k | M | G | T | P | E

\t(Note that 1024 = 1Ki but 1000 = 1k; I didn't choose the capitalization.)

<decimalExponent> ::= "e" <signedNumber> | "E" <signedNumber> \`\`\`

No matter which of the three exponent forms is used, no quantity may represent a number greater than 2^63-1 in magnitude, nor may it have more than 3 decimal places. Numbers larger or more precise will be capped or rounded up. (E.g.: 0.1m will rounded up to 1m.) This may be extended in the future if we require larger or smaller quantities.

When a Quantity is parsed from a string, it will remember the type of suffix it had, and will use the same type again when it is serialized.

Before serializing, Quantity will be put in "canonical form". This means that Exponent/suffix will be adjusted up or down (with a corresponding increase or decrease in Mantissa) such that:

- No precision is lost - No fractional digits will be emitted - The exponent (or suffix) is as large as possible.

The sign will be omitted unless the number is negative.

Examples:

- 1.5 will be serialized as "1500m" - 1.5Gi will be serialized as "1536Mi"

Note that the quantity will NEVER be internally represented by a floating point number. That is the whole point of this exercise.

Non-canonical values will still parse as long as they are well formed, but will be re-emitted in their canonical form. (So always use canonical form, or don't diff.)

This format is intended to make it difficult to use these numbers without writing some sort of special handling code in the hopes that that will cause implementors to also use a fixed point implementation.`;

/** Where a kind is declared. */
export function fileOf(groupVersion, kind) {
  return new URL(`kubernetes-models/${groupVersion}/${kind}.d.ts`, modules);
}

/** Go modules whose names are no words of a path. */
const goModules = [
  ['apiextensions.apiserver.', 'apiextensions-apiserver.'],
  ['kube.aggregator.', 'kube-aggregator.'],
];

/** `io.k8s.api.core.v1.Pod` from the alias `IoK8sApiCoreV1Pod` at the end of each file. */
export function openApiName(source) {
  const names = [...source.matchAll(/ (\w+) as IoK8s(\w+)/g)];
  const [, short, long] = names.at(-1) ?? [];
  if (short === undefined) throw new Error('a declaration without its OpenAPI name');
  const words = long.slice(0, -short.length).replace(/([a-z0-9])(?=[A-Z])/g, '$1.');
  const path = goModules.reduce((text, [from, to]) => text.replace(from, to), `${words.toLowerCase()}.`);
  return `io.k8s.${path}${short}`;
}

/** What a declaration says of its type. */
export function descriptionOf(source, short) {
  const found = new RegExp(`/\\*\\*\\n((?:[^*]|\\*(?!/))*)\\*/\\nexport (?:interface|type) I${short}\\b`).exec(source);
  return commentText(found?.[1] ?? '');
}

/** Imported names and the files that declare them. */
export function importsOf(source, file) {
  const found = new Map();
  for (const [, names, from] of source.matchAll(/^import \{ ([^}]+) \} from "([^"]+)";$/gm)) {
    if (from.endsWith('/base')) continue;
    const url = from.startsWith('.') ? new URL(from.replace(/\.js$/, '.d.ts'), file) : new URL(`${from}.d.ts`, modules);
    for (const name of names.split(', ')) found.set(name.split(' as ').at(-1), url);
  }
  return found;
}

/** The fields of the first interface: name, comment, whether it may be absent, and its TypeScript type. */
export function fieldsOf(source) {
  const body = /export interface \w+(?: extends \w+)? \{\n([\s\S]*?)(?<=\n)\}\n/.exec(source)?.[1] ?? '';
  const field = /(?: {4}\/\*\*\n((?:[^*]|\*(?!\/))*)\*\/\n)? {4}"([^"]+)"(\?)?: ((?:[^;{]|\{[^}]*\})+);/g;
  return [...body.matchAll(field)].map(([, comment = '', name, optional, type]) => ({
    name,
    description: commentText(comment),
    isRequired: optional === undefined,
    type: type.replace(/\s+/g, ' '),
  }));
}

/** Comment signs and the escapes of signs that would end a comment removed. */
export function commentText(comment) {
  return comment
    .replace(/^ *\* ?/gm, '')
    .replaceAll('\\*', '*')
    .replaceAll('\\/', '/')
    .replace(/\n@deprecated\s*$/, '')
    .trimEnd();
}
