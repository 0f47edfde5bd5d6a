/**
 * Schemas of kinds as OpenAPI v3 has them, from the server or from the built-in texts.
 * Models what staging/src/k8s.io/kubectl/pkg/explain/v2 reads of /openapi/v3 (v1.36.3).
 */

/** A JSON schema, as far as `explain` looks at it. */
export interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly enum?: readonly unknown[];
  readonly externalDocs?: { readonly description?: string; readonly url?: string };
}

/** A kind with all that its fields refer to. */
export interface SchemaDocument {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: Schema;
  /** What a `$ref` stands for, undefined if nothing. */
  resolve(ref: string): Schema | undefined;
}

/** The schema of the values of a map; undefined if it is none or says nothing of them. */
export function valueSchemaOf({ additionalProperties }: Schema): Schema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** The last word of a reference: `Pod` of `#/components/schemas/io.k8s.api.core.v1.Pod`. */
export function nameOfRef(ref: string): string {
  return ref.split('/').at(-1)?.split('.').at(-1) ?? '';
}
