/** The same text in English and in French. */
export interface Text {
  readonly en: string;
  readonly fr: string;
}

/** Where a fact about the world comes from. Law and prices change: nothing is stated without it. */
export interface Dated {
  /** Publication or provision it was taken from. */
  readonly source: string;
  /** Day it was last looked up, YYYY-MM-DD. */
  readonly asOf: string;
  /** Who with the right to do so reviewed it; null while nobody has. Reports then print "not legally reviewed". */
  readonly reviewedBy: string | null;
}
