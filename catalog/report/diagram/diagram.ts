/** What something is in an architecture; decides how it is drawn. */
export type NodeTone =
  /** The client's own: sources, people. */
  | 'client'
  /** Generated today. */
  | 'built'
  /** Advised, but not generated yet. */
  | 'planned'
  /** The client has it already. */
  | 'owned';

export interface DiagramNode {
  /** Unique in its diagram. */
  readonly id: string;
  readonly title: string;
  /** A second line, smaller. */
  readonly detail?: string;
  readonly tone: NodeTone;
}

/** A column of the diagram; data flows from the first to the last. */
export interface DiagramLane {
  readonly title: string;
  readonly nodes: readonly DiagramNode[];
}

/** Data goes from one node to another, to the right. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
}

/** What carries all lanes, drawn under them. */
export interface DiagramBand {
  readonly title: string;
  readonly detail: string;
}

/** An architecture: who gives data, what becomes of it, who uses it, and what it stands on. */
export interface Diagram {
  readonly title: string;
  readonly lanes: readonly DiagramLane[];
  readonly edges: readonly DiagramEdge[];
  readonly bands: readonly DiagramBand[];
  /** Tones that occur, with their names, for a legend. */
  readonly legend: readonly { readonly tone: NodeTone; readonly name: string }[];
  /** The same in sentences. */
  readonly description: string;
}
