import type { PolicyResource } from '../../resource.ts';
import type { Place } from '../../values.ts';
import { select } from '../../values.ts';

/** The Cloud Run types that hold containers. */
export const runTypes = ['google_cloud_run_v2_service', 'google_cloud_run_v2_job'] as const;

/** The containers of a Cloud Run service or job. */
export function containersOf({ type, body }: PolicyResource): Place[] {
  return select(
    body,
    type === 'google_cloud_run_v2_job' ? 'template.template.containers' : 'template.containers',
  );
}
