/** What a name within a namespace may be: a DNS label, which is what Services and pods accept. */
export const nameExpected = 'lower-case letters, digits and hyphens, a letter first, at most 50 characters';

/** Whether a name can be given to every kind of object; 50 characters leave room for what operators add. */
export function isObjectName(name: string): boolean {
  return name.length <= 50 && /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name);
}

/** Whether a name can be given to an object that only needs a DNS subdomain, a Secret for instance. */
export function isSubdomain(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name);
}

/** Whether a text is a host name such as `api.example.com`. */
export function isHostName(host: string): boolean {
  return isSubdomain(host) && host.includes('.');
}
