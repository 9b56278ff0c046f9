import { CloudSchedulerJob } from '@cdktf/provider-google/lib/cloud-scheduler-job/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import { WorkflowsWorkflow } from '@cdktf/provider-google/lib/workflows-workflow/index.js';
import type { AlertTargets } from '../alerts.ts';
import { alertPolicy, queryName } from '../alerts.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { keyUser } from '../key-user.ts';
import { isWholeWithin } from '../messaging.ts';
import type { ScheduledJob } from '../scheduled-job/index.ts';
import { schedulerRegion } from '../scheduler-region.ts';
import { serviceAgent } from '../service-agent.ts';
import type { Construct } from '../terraform.ts';
import { Lazy } from '../terraform.ts';
import type { PipelineStep, Stage, Weekday } from './definition.ts';
import { stages, weekdays, workflowDefinition } from './definition.ts';

export type { PipelineStep, Stage, Weekday } from './definition.ts';
export { weekdays } from './definition.ts';

/** Props of {@link Pipeline}. */
export interface PipelineProps extends Deployment, AlertTargets {
  /**
   * Name, unique among the workflows of the deployment.
   *
   * @default 'pipeline'
   */
  readonly name?: string;
  /** When it runs, as a cron line, for instance `0 5 * * *`. */
  readonly schedule: string;
  /**
   * Time zone of the schedule, and of the days of the week.
   *
   * @default 'Etc/UTC'
   */
  readonly timeZone?: string;
  /**
   * Seconds between two looks at a running job: 5 to 600. Every look is a step that is paid for.
   *
   * @default 30
   */
  readonly pollSeconds?: number;
  /**
   * How often a call to Cloud Run that got no answer is tried again: 0 to 10.
   *
   * @default 5
   */
  readonly callRetries?: number;
  /**
   * Hours without a successful run after which people are told: 1 to 2160.
   *
   * @default 26
   */
  readonly maxHoursWithoutSuccess?: number;
  /**
   * Customer-managed key of the workflow and of what its runs record.
   *
   * @default - encrypted with a key of Google's
   */
  readonly encryption?: {
    readonly kmsKeyName: string;
    /** Number of the project, from `ClientFoundation.projectNumber`: the name of Workflows' own account holds it. */
    readonly projectNumber: string;
  };
}

/** How a job takes part in a pipeline. */
export interface StepOptions {
  /**
   * Whether later stages are left out when it fails.
   *
   * @default - false for `load` and `test`, true for the others
   */
  readonly required?: boolean;
  /**
   * Days on which it runs.
   *
   * @default [] (every time)
   */
  readonly weekdays?: readonly Weekday[];
}

/** Failures that others can live without: old data of one source is better than no data of all. */
const optionalStages: ReadonlySet<Stage> = new Set(['load', 'test']);

/**
 * Runs jobs in stages, load, transform, test, train and predict, each when the one before it has ended: a workflow
 * whose account may start exactly those jobs, and a schedule that may start the workflow.
 */
export class Pipeline extends GcpConstruct {
  /** The workflow. */
  readonly workflow: WorkflowsWorkflow;
  /** The account it runs as. */
  readonly serviceAccount: ServiceAccount;
  /** The schedule. */
  readonly scheduler: CloudSchedulerJob;
  /** The account that starts it. */
  readonly schedulerAccount: ServiceAccount;
  /** Tells people that a run failed, and names the jobs. */
  readonly failedAlert: MonitoringAlertPolicy;
  /** Tells people that no run succeeded for too long. */
  readonly overdueAlert: MonitoringAlertPolicy;
  private readonly added: PipelineStep[] = [];

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id, props);
    this.checkPipeline(props);
    const name = props.name ?? 'pipeline';
    this.serviceAccount = this.account('runner', name, 'Runs the pipeline');
    // What its steps log is how a person finds the job that failed; a log is written for a whole project.
    this.mayDo('writes-logs', 'roles/logging.logWriter', this.serviceAccount.member);
    this.workflow = this.makeWorkflow(name, props);
    this.schedulerAccount = this.account('scheduler', `${name}-cron`, 'Starts the pipeline');
    // Workflows has no rights of a single workflow; this is the only one of the deployment, and the role sees no data.
    const starter = this.mayDo('starts', 'roles/workflows.invoker', this.schedulerAccount.member);
    this.scheduler = this.cron(name, props, starter);
    this.failedAlert = this.alertOnFailure(name, props);
    this.overdueAlert = this.alertOnSilence(name, props);
    this.node.addValidation({
      validate: () =>
        this.added.length > 0 ? [] : [`${this.node.path}: has no step. Add the jobs it runs with add().`],
    });
  }

  /** The jobs it runs, in the order in which they were added. */
  get steps(): readonly PipelineStep[] {
    return this.added;
  }

  /** Lets a job take part: the pipeline may start it, and does so in that stage. */
  add(stage: Stage, job: ScheduledJob, options: StepOptions = {}): this {
    if (!stages.includes(stage))
      this.refuse(
        'stage',
        stage,
        `one of ${stages.join(', ')}`,
        'Choose the stage by what it has to wait for.',
      );
    if (this.added.some((step) => step.job === job.resourceName))
      this.refuse('job', job.node.path, 'a job that is not in the pipeline', 'Add every job once.');
    if (job.scheduler !== undefined)
      this.refuse(
        'job',
        job.node.path,
        'a job without a schedule of its own',
        'Two starts at once would write the same tables: take its schedule out, or leave it out of the pipeline.',
      );
    const wrong = options.weekdays?.find((day) => !weekdays.includes(day));
    if (wrong !== undefined)
      this.refuse('weekdays', wrong, `some of ${weekdays.join(', ')}`, 'Leave it out for every time.');
    this.added.push({
      name: job.jobName,
      stage,
      job: job.resourceName,
      // Time to start a container, beside the tries themselves.
      deadlineSeconds: job.longestRunSeconds + 600,
      required: options.required ?? !optionalStages.has(stage),
      weekdays: options.weekdays ?? [],
    });
    const grants = job.grantRun(this.serviceAccount.member, 'pipeline');
    this.workflow.dependsOn = [
      ...(this.workflow.dependsOn ?? []),
      ...grants.map((grant) => `${grant.terraformResourceType}.${grant.friendlyUniqueId}`),
    ];
    return this;
  }

  private makeWorkflow(name: string, props: PipelineProps): WorkflowsWorkflow {
    const { encryption } = props;
    return new WorkflowsWorkflow(this, 'workflow', {
      project: props.project,
      region: props.region,
      name: this.named(name, 63),
      description: 'Loads, transforms, tests, trains and predicts, each after the one before it',
      serviceAccount: this.serviceAccount.id,
      callLogLevel: 'LOG_ERRORS_ONLY',
      deletionProtection: this.protected,
      ...(encryption === undefined
        ? {}
        : {
            cryptoKeyName: encryption.kmsKeyName,
            dependsOn: [
              keyUser(this, {
                kmsKeyName: encryption.kmsKeyName,
                service: 'workflows',
                member: serviceAgent(encryption.projectNumber, 'gcp-sa-workflows'),
              }),
            ],
          }),
      labels: this.labels({ component: name }),
      // Known at the end: parts add their jobs after the pipeline was made.
      sourceContents: Lazy.stringValue({
        // Terraform takes two dollars for one.
        produce: () =>
          JSON.stringify(
            workflowDefinition({
              steps: this.added,
              timeZone: props.timeZone ?? 'Etc/UTC',
              pollSeconds: props.pollSeconds ?? 30,
              callRetries: props.callRetries ?? 5,
            }),
          ).replaceAll('${', () => '$${'),
      }),
    });
  }

  private checkPipeline(props: PipelineProps): void {
    if (props.schedule.trim().split(/\s+/).length !== 5)
      this.refuse(
        'schedule',
        props.schedule,
        'a cron line of five fields',
        'For instance "0 5 * * *", daily at 5.',
      );
    if (!/^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(props.timeZone ?? 'Etc/UTC'))
      this.refuse('timeZone', props.timeZone, 'a name such as "Europe/Paris"', 'Leave it out for UTC.');
    this.checkWhole('pollSeconds', props.pollSeconds, 5, 600);
    this.checkWhole('callRetries', props.callRetries, 0, 10);
    this.checkWhole('maxHoursWithoutSuccess', props.maxHoursWithoutSuccess, 1, 2160);
  }

  private checkWhole(prop: string, value: number | undefined, least: number, most: number): void {
    if (value !== undefined && !isWholeWithin(value, least, most))
      this.refuse(prop, value, `a whole number from ${least} to ${most}`, 'Leave it out for the default.');
  }

  private account(id: string, name: string, displayName: string): ServiceAccount {
    return new ServiceAccount(this, id, {
      project: this.deployment.project,
      accountId: this.named(name, 30),
      displayName,
    });
  }

  private mayDo(id: string, role: string, member: string): ProjectIamMember {
    return new ProjectIamMember(this, id, { project: this.deployment.project, role, member });
  }

  private cron(name: string, props: PipelineProps, starter: ProjectIamMember): CloudSchedulerJob {
    const { project, region } = props;
    return new CloudSchedulerJob(this, 'schedule', {
      project,
      region: schedulerRegion(region),
      name: this.named(name, 500),
      schedule: props.schedule,
      timeZone: props.timeZone ?? 'Etc/UTC',
      attemptDeadline: '320s',
      retryConfig: { retryCount: 3, minBackoffDuration: '30s', maxBackoffDuration: '300s' },
      httpTarget: {
        httpMethod: 'POST',
        uri: `https://workflowexecutions.googleapis.com/v1/projects/${project}/locations/${region}/workflows/${this.workflow.name}/executions`,
        headers: { 'Content-Type': 'application/json' },
        body: Buffer.from('{"argument":"{}"}').toString('base64'),
        oauthToken: { serviceAccountEmail: this.schedulerAccount.email },
      },
      dependsOn: [starter],
    });
  }

  private finished(name: string, status: string, hours: string): string {
    const metric = queryName('workflows.googleapis.com/finished_execution_count');
    return `increase(${metric}{monitored_resource="workflows.googleapis.com/Workflow",workflow_id="${this.named(name, 63)}",status${status}}[${hours}])`;
  }

  private alertOnFailure(name: string, props: PipelineProps): MonitoringAlertPolicy {
    const title = this.named(name, 63);
    return alertPolicy(
      this,
      'failed-alert',
      { ...props, labels: this.labels({ component: name }) },
      {
        title: `${title}: a run failed`,
        section: 'The pipeline fails',
        content:
          `The error of the run names the jobs: gcloud workflows executions list ${title} --location ${props.region} ` +
          `--project ${props.project} --limit 3. Later stages were left out if one of them is required.`,
        when: { query: `sum(${this.finished(name, '!="SUCCEEDED"', '10m')}) > 0` },
      },
    );
  }

  private alertOnSilence(name: string, props: PipelineProps): MonitoringAlertPolicy {
    const title = this.named(name, 63);
    const hours = props.maxHoursWithoutSuccess ?? 26;
    return alertPolicy(
      this,
      'overdue-alert',
      { ...props, labels: this.labels({ component: name }) },
      {
        title: `${title}: no run succeeded for ${hours} hours`,
        section: 'The pipeline fails',
        content: `Predictions and marts are old. See whether it was started: gcloud scheduler jobs describe ${title} --location ${schedulerRegion(props.region)} --project ${props.project}.`,
        when: { query: `(sum(${this.finished(name, '="SUCCEEDED"', `${hours}h`)}) or vector(0)) < 1` },
      },
    );
  }
}
