/** What is shown to the API server: a certificate, a token, or what a program hands out; read anew when it grows old. */
import { readFileSync } from 'node:fs';
import { type ExecCredentials, runExecPlugin } from './execPlugin';
import type { Target } from './kubeconfigTarget';

/** Of one request. */
export interface Shown {
  /** The Authorization header. */
  readonly authorization?: string;
  /** PEM. */
  readonly certificate?: string;
  readonly key?: string;
}

export interface Credentials {
  /** Rejects where none can be had. */
  show(): Promise<Shown>;
  /** The server has refused them. True if others may be had. */
  refused(): boolean;
}

/** A token file is read again after a minute, as client-go does. */
const TOKEN_FILE_MS = 60_000;

/** The credentials of `target`. */
export function credentialsOf(target: Target): Credentials {
  let file: { readonly token: string; readonly readAt: number } | undefined;
  let made: Promise<ExecCredentials> | undefined;
  let expiresAt = Number.POSITIVE_INFINITY;

  const ofFile = (path: string): string => {
    if (file === undefined || Date.now() - file.readAt > TOKEN_FILE_MS) {
      file = { token: readFileSync(path, 'utf8').trim(), readAt: Date.now() };
    }
    return file.token;
  };
  const ofProgram = async (): Promise<ExecCredentials | undefined> => {
    if (target.exec === undefined) return undefined;
    if (Date.now() >= expiresAt) made = undefined;
    // Many requests at once wait for one run of the program.
    made ??= runExecPlugin(target, target.exec);
    try {
      const credentials = await made;
      expiresAt = credentials.expiresAt ?? Number.POSITIVE_INFINITY;
      return credentials;
    } catch (error) {
      made = undefined;
      throw error;
    }
  };
  return {
    show: async () => {
      const program = await ofProgram();
      // A token file wins over a token, as in client-go.
      const token = target.tokenFile === undefined ? target.token : ofFile(target.tokenFile);
      const certificate = target.certificate ?? program?.certificate;
      const key = target.key ?? program?.key;
      const authorization = authorizationOf(token ?? program?.token, target.basic);
      return {
        ...(authorization === undefined ? {} : { authorization }),
        ...(certificate === undefined ? {} : { certificate }),
        ...(key === undefined ? {} : { key }),
      };
    },
    refused: () => {
      file = undefined;
      made = undefined;
      return target.exec !== undefined || target.tokenFile !== undefined;
    },
  };
}

function authorizationOf(token: string | undefined, basic: Target['basic']): string | undefined {
  if (token !== undefined) return `Bearer ${token}`;
  if (basic === undefined) return undefined;
  return `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`;
}
