import type { ZodType, ZodTypeDef } from 'zod';
import { translate } from './i18n';

const [vi, en] = [translate('vi'), translate('en')];

// What an answer must look like; its input is whatever came over the line.
type Shape<T> = ZodType<T, ZodTypeDef, unknown>;

// A refusal of the server, in its own words (problem+json).
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly detailEn: string,
    readonly path = '',
    readonly code = '',
  ) {
    super(detail);
  }
}

async function send(method: string, path: string, body?: BodyInit, type?: string, accept?: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      body,
      credentials: 'same-origin',
      headers: { 'X-Requested-With': 'tram', ...(type ? { 'Content-Type': type } : {}), ...(accept ? { Accept: accept } : {}) },
    });
  } catch {
    throw new Problem(0, vi('app.offline'), en('app.offline'));
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Record<string, string>;
  throw new Problem(
    response.status,
    problem.detail ?? vi('app.failed'),
    problem.detail_en ?? en('app.failed'),
    problem.path,
    problem.code,
  );
}

// The server's answer is parsed, not trusted: a shape that drifted fails here, with its name.
async function read<T>(response: Response, shape: Shape<T>): Promise<T> {
  return shape.parse(await response.json());
}

export type Query = Record<string, string | number | boolean | undefined>;

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const json = (body: unknown) => (body === undefined ? undefined : JSON.stringify(body));

export const api = {
  get: async <T>(path: string, shape: Shape<T>, query?: Query) => read(await send('GET', withQuery(path, query)), shape),
  post: async <T>(path: string, body: unknown, shape: Shape<T>) =>
    read(await send('POST', path, json(body), 'application/json'), shape),
  // A change that is answered by nothing but its success.
  tell: async (path: string, body: unknown) => void (await send('POST', path, json(body), 'application/json')),
  put: async <T>(path: string, body: unknown, shape: Shape<T>) =>
    read(await send('PUT', path, json(body), 'application/json'), shape),
  patch: async <T>(path: string, body: unknown, shape: Shape<T>) =>
    read(await send('PATCH', path, json(body), 'application/json'), shape),
  upload: async <T>(path: string, file: Blob, shape: Shape<T>, query?: Query) =>
    read(await send('POST', withQuery(path, query), file, file.type || 'application/octet-stream'), shape),
  uploadForText: async (path: string, file: Blob, accept: string, query?: Query) =>
    (await send('POST', withQuery(path, query), file, file.type || 'application/octet-stream', accept)).blob(),
  delete: async (path: string) => void (await send('DELETE', path)),
};
