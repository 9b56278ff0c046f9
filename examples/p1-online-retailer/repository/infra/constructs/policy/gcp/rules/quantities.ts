import { mebibytesOf, processorsOf } from '../../formats.ts';
import { memoryRange } from './memory-range.ts';
import { objectOf } from '../../resource.ts';
import type { Check, Violation } from '../../rule.ts';
import type { Place } from '../../values.ts';
import { select, texts } from '../../values.ts';
import { containersOf } from './containers.ts';

/** Processors and memory of containers, each by itself and together. Machines with a GPU have limits of their own. */
export const quantities: Check = (resource) =>
  containersOf(resource)
    .filter((container) => !hasGpu(container))
    .flatMap((container) => inContainer(container, resource.type === 'google_cloud_run_v2_job' ? 1 : 0.08));

function inContainer(container: Place, leastProcessors: number): Violation[] {
  const cpu = texts(container.value, 'resources.limits.cpu')[0]?.value;
  const memory = texts(container.value, 'resources.limits.memory')[0]?.value;
  const processors = cpu === undefined ? undefined : processorsOf(cpu);
  const mebibytes = memory === undefined ? undefined : mebibytesOf(memory);
  const range = processors === undefined ? undefined : memoryRange(processors);
  const at = (name: string) => `${container.at}.resources.limits.${name}`;
  const wrong: Violation[] = [];
  if (cpu !== undefined && (range === undefined || (processors ?? 0) < leastProcessors))
    wrong.push({
      at: at('cpu'),
      value: cpu,
      expected: `"1", "2", "4", "6" or "8"${leastProcessors < 1 ? ', or from "0.08" to "1"' : ''}`,
    });
  if (memory !== undefined && mebibytes === undefined)
    wrong.push({ at: at('memory'), value: memory, expected: 'a quantity such as "512Mi" or "2Gi"' });
  if (cpu !== undefined && range !== undefined && mebibytes !== undefined && !within(mebibytes, range))
    wrong.push({
      at: at('memory'),
      value: memory,
      expected: `from ${range[0]}Mi to ${range[1]}Mi with ${cpu} processors`,
    });
  return wrong;
}

function hasGpu({ value }: Place): boolean {
  return select(value, 'resources.limits').some((limits) =>
    Object.keys(objectOf(limits.value)).some((name) => name.endsWith('/gpu')),
  );
}

function within(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most;
}
