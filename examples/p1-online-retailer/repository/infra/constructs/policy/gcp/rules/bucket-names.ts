/** Whether a bucket may be called that: the naming rules of Cloud Storage. */
export function isBucketName(name: string): boolean {
  const parts = name.split('.');
  return (
    /^[a-z0-9][a-z0-9._-]*[a-z0-9]$/.test(name) &&
    name.length >= 3 &&
    name.length <= (parts.length > 1 ? 222 : 63) &&
    parts.every((part) => part.length >= 1 && part.length <= 63) &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !name.startsWith('goog') &&
    !/g[o0]{2}gle/.test(name)
  );
}
