import type { Environment } from './deployment.ts';

/**
 * What is wrong with an image reference, or `undefined`. An image needs an exact tag or a digest; in
 * production a digest, because a tag can be moved.
 */
export function imageProblem(image: string, env: Environment): string | undefined {
  const digest = /@sha256:[0-9a-f]{64}$/.test(image);
  if (digest) return undefined;
  if (env === 'prod') return 'a reference that ends in @sha256: and 64 hexadecimal digits';
  const tag = /:([\w][\w.-]{0,127})$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest'
    ? 'a reference with an exact tag (not "latest") or a digest'
    : undefined;
}

/** Environment variables in a stable order. */
export function environment(
  values: Readonly<Record<string, string>>,
): { readonly name: string; readonly value: string }[] {
  return Object.keys(values)
    .sort()
    .map((name) => ({ name, value: values[name] ?? '' }));
}
