/** A change at one place of a document. */
export type DocumentEdit =
  /** Puts a value there, in place of another or as a new one; maps on the way are made. */
  | { readonly do: 'write'; readonly path: DocumentPath; readonly value: unknown }
  /** Takes the key away that is there. */
  | { readonly do: 'remove'; readonly path: DocumentPath }
  /** Gives the key that is there another name. */
  | { readonly do: 'rename'; readonly path: DocumentPath; readonly to: string };

/** Keys, and indexes of lists, from the root of a document. */
export type DocumentPath = readonly (string | number)[];

/** Thrown where a text is not in its format, or cannot be edited without touching more than was asked. */
export class UneditableDocument extends Error {}
