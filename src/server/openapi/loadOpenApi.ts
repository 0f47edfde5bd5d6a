/** The OpenAPI documents of a served cluster, which a page's engine does without. */
import { createHash } from 'node:crypto';
import { createOpenApi } from '../../apiserver/openapi/documents';
import type { Definitions } from '../../apiserver/openapi/definitions';
import type { OpenApi } from '../../apiserver/openapi/openApi';
import { gnosticDocument } from './gnostic';

/** Reads the schemas of the built-in kinds and makes ready to answer with them. */
export async function loadOpenApi(): Promise<OpenApi> {
  const { definitions } = (await import('../../../generated/openapi.json')).default;
  return createOpenApi({
    definitions: definitions as Definitions, // As the script that generates it writes them.
    hash: (text) => createHash('sha512').update(text).digest('hex'),
    protobuf: gnosticDocument,
  });
}
