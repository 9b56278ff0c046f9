import type { Edit, Finding } from '../finding.ts';

/** The fields that differ from finding to finding; severity and action have defaults. */
export type FindingBody = Omit<Finding, 'severity' | 'action'> &
  Partial<Pick<Finding, 'severity' | 'action'>>;

/** A finding; an error unless said otherwise. */
export function finding(body: FindingBody): Finding {
  return { severity: 'error', action: `Ask, then correct ${body.pointer} or ${body.other}.`, ...body };
}

/** An edit that sets a value. */
export function set(pointer: string, value: unknown): Edit {
  return { pointer, value };
}

/** An edit that takes a field or item away. */
export function drop(pointer: string): Edit {
  return { pointer };
}

/** Whether a sum of shares is its target, up to a millionth. */
export function near(sum: number, target: number): boolean {
  return Math.abs(sum - target) <= 1e-6;
}

/** 0.30000000000000004 → 0.3, for messages. */
export function plain(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}
