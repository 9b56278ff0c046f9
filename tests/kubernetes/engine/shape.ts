// What of an object was asked for: a server adds defaults and a status of its own.
import type { Json, JsonObject } from '../json.ts';
import { isList, isObject } from '../json.ts';

/** The part of an object that has the shape of what was asked for. */
export function inShapeOf(live: JsonObject, asked: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(asked)
      .filter(([name]) => live[name] !== undefined)
      .map(([name, part]) => [name, partInShape(live[name], part)]),
  );
}

function partInShape(live: Json | undefined, asked: Json | undefined): Json | undefined {
  if (isObject(live) && isObject(asked)) return inShapeOf(live, asked);
  // An item that somebody added is seen.
  if (isList(live) && isList(asked))
    return live.map((item, index) =>
      index < asked.length ? (partInShape(item, asked[index]) ?? null) : item,
    );
  return live;
}
