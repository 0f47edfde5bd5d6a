/** Files in memory: what a transcript's commands read and write. */
import { type FileEntry, FileError, type FileSystem } from '../kubectl/environment';

/** The kubeconfig that every stage begins with. */
export const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://192.168.49.2:6443", insecure-skip-tls-verify: true}}]
users: [{name: u, user: {token: "tokadmin"}}]
contexts: [{name: minikube, context: {cluster: c, user: u, namespace: default}}]
current-context: minikube
`;
export const HOME = '/home/learner';

/** A file system with the kubeconfig in its place. */
export function createFiles(kubeconfig: string = KUBECONFIG): FileSystem {
  const files = new Map<string, string>([[`${HOME}/.kube/config`, kubeconfig]]);
  const isFolder = (path: string): boolean => {
    const folder = absolute(path);
    return folder === HOME || [...files.keys()].some((file) => file.startsWith(folder === '/' ? '/' : `${folder}/`));
  };
  return {
    read: async (path) => {
      const text = files.get(absolute(path));
      if (text !== undefined) return text;
      if (isFolder(path)) throw new FileError('EISDIR', 'is a directory');
      throw new FileError('ENOENT', 'no such file or directory');
    },
    write: async (path, text) => void files.set(absolute(path), text),
    list: async (path) => {
      if (!isFolder(path)) throw new FileError('ENOENT', 'no such file or directory');
      const prefix = absolute(path) === '/' ? '/' : `${absolute(path)}/`;
      const entries = new Map<string, FileEntry>();
      for (const file of files.keys()) {
        if (!file.startsWith(prefix)) continue;
        const [name = '', ...rest] = file.slice(prefix.length).split('/');
        entries.set(name, { name, isFolder: rest.length > 0 });
      }
      return [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    isFolder: async (path) => isFolder(path),
    remove: async (path) => {
      if (!files.delete(absolute(path))) throw new FileError('ENOENT', 'no such file or directory');
    },
  };
}

/** Relative paths begin at home. */
function absolute(path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${HOME}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
