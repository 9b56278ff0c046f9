import type { ContainerNetwork, Resources } from '../container.ts';
import type { IamProps } from '../iam.ts';
import type { MessagingProps } from '../messaging.ts';
import type { TableColumn } from '../record-table.ts';

/** The program that handles one document per call. */
export interface WorkerProps {
  /** Container image with an exact tag; in `prod` with a digest. */
  readonly image: string;
  /** Arguments that make the image serve requests, for instance `["serve"]`. */
  readonly args: readonly string[];
  /**
   * Path that a document is announced to, by POST.
   *
   * @default '/documents'
   */
  readonly path?: string;
  /**
   * Path that answers 200 while the process is alive, whether or not there is a document.
   *
   * @default '/health'
   */
  readonly healthPath?: string;
  /**
   * Environment variables beside `DOCUMENT_BUCKET`; never secrets.
   *
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Processor and memory of one instance.
   *
   * @default { cpu: '1', memory: '2Gi' }
   */
  readonly resources?: Resources;
  /**
   * Most instances at a time: the ceiling of what it can cost.
   *
   * @default 3
   */
  readonly maxInstances?: number;
  /**
   * Documents one instance handles at a time.
   *
   * @default 1
   */
  readonly concurrency?: number;
  /**
   * The network it reaches private addresses through.
   *
   * @default - none: it reaches Google's services and the internet
   */
  readonly network?: ContainerNetwork;
  /**
   * Whether only images that the project's Binary Authorization policy admits may run.
   *
   * @default false
   */
  readonly binaryAuthorization?: boolean;
  /**
   * Who deploys images: Terraform, or a pipeline of the client, after which Terraform leaves image and revision alone.
   *
   * @default 'terraform'
   */
  readonly deploys?: 'terraform' | 'ci';
}

/** A processor of Document AI that the worker has documents read by. */
export interface ProcessorProps {
  /** Kind of processor, for instance `OCR_PROCESSOR` or `INVOICE_PROCESSOR`. */
  readonly type: string;
  /**
   * Where it keeps and reads documents: `eu`, or a region where Document AI is offered. Kinds differ between places.
   *
   * @default 'eu'
   */
  readonly location?: string;
  /**
   * Customer-managed key in the same place: for `eu` one in `europe`, for instance the foundation's `warehouseKey`.
   *
   * @default - encrypted with a key of Google's
   */
  readonly kmsKeyName?: string;
}

/** The table of what was read from documents. */
export interface ResultsProps {
  /** Dataset of the table. */
  readonly dataset: string;
  /**
   * Id of the table.
   *
   * @default - name of the intake and `_results`
   */
  readonly id?: string;
  /**
   * Columns beside those every result has (document, times, trace, status, confidence, reader).
   *
   * @default - one column `fields` with what was read as JSON
   */
  readonly columns?: readonly TableColumn[];
  /**
   * Days after which a result is forgotten: 1 to 36500.
   *
   * @default - results are kept
   */
  readonly retentionDays?: number;
}

/** How documents are kept. Not for an existing bucket, which keeps its own rules. */
export interface DocumentBucketProps extends IamProps {
  /**
   * Location of the bucket.
   *
   * @default - the deployment's region
   */
  readonly location?: string;
  /**
   * Days for which nobody can delete or replace a document, for instance to meet a legal duty.
   *
   * @default - documents can be deleted
   */
  readonly retentionDays?: number;
  /**
   * Days after which a document is deleted; not below `retentionDays`.
   *
   * @default - documents are kept
   */
  readonly deleteAfterDays?: number;
  /**
   * Days for which earlier versions of a replaced or deleted document are kept.
   *
   * @default 90
   */
  readonly previousVersionsDays?: number;
  /**
   * Days for which a deleted document can be brought back: 7 to 90.
   *
   * @default 7
   */
  readonly softDeleteDays?: number;
}

/** Props of `DocumentIntake`. */
export interface DocumentIntakeProps extends MessagingProps {
  /** What handles the documents. */
  readonly worker: WorkerProps;
  /** Datasets the worker reads. */
  readonly reads: readonly string[];
  /** Datasets the worker writes its results to. */
  readonly writes: readonly string[];
  /**
   * How documents are kept.
   *
   * @default {}
   */
  readonly bucket?: DocumentBucketProps;
  /**
   * A bucket the client has already. It has to have uniform access; nothing of it is changed but who may do what.
   *
   * @default - a bucket is made
   */
  readonly existing?: {
    /** Name of the bucket. */
    readonly bucket: string;
  };
  /**
   * A processor of Document AI for the worker.
   *
   * @default - the worker reads documents itself
   */
  readonly processor?: ProcessorProps;
  /**
   * A table for what was read; the worker may write to it, and needs no right on its dataset.
   *
   * @default - none
   */
  readonly results?: ResultsProps;
  /**
   * Beginning of the names of the documents that are handled, for instance `invoices/`. The worker can read these only.
   *
   * @default - all objects of the bucket
   */
  readonly objectNamePrefix?: string;
  /**
   * Seconds the worker has for one document: 10 to 600. Longer work is a job that the worker starts.
   *
   * @default 300
   */
  readonly acknowledgeDeadlineSeconds?: number;
  /**
   * How often a document is tried before it is put aside: 5 to 100.
   *
   * @default 5 (a document that cannot be read costs as much every time)
   */
  readonly maxDeliveryAttempts?: number;
}
