/** A rectangle of an SVG figure. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const unescaped: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Attributes of every element of a name, in order. */
export function elements(svg: string, name: string): readonly Readonly<Record<string, string>>[] {
  return [...svg.matchAll(new RegExp(`<${name}((?: [a-zA-Z:-]+="[^"]*")*)/?>`, 'g'))].map((match) =>
    Object.fromEntries(
      [...(match[1] ?? '').matchAll(/ ([a-zA-Z:-]+)="([^"]*)"/g)].map((pair) => [
        pair[1] ?? '',
        pair[2] ?? '',
      ]),
    ),
  );
}

/** Every line of text of a figure with where it stands. */
export function texts(svg: string): readonly {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
  readonly anchor: string;
}[] {
  return [...svg.matchAll(/<text((?: [a-zA-Z:-]+="[^"]*")*)>([^<]*)<\/text>/g)].map((match) => {
    const [attributes = {}] = elements(`<text${match[1] ?? ''}>`, 'text');
    return {
      text: (match[2] ?? '').replace(
        /&(amp|lt|gt|quot|#39);/g,
        (_whole, name: string) => unescaped[name] ?? '',
      ),
      x: Number(attributes['x']),
      y: Number(attributes['y']),
      size: Number(attributes['font-size']),
      bold: attributes['font-weight'] === '700',
      anchor: attributes['text-anchor'] ?? 'start',
    };
  });
}

/** The rectangles of a class. */
export function rectangles(svg: string, className: string): readonly Rectangle[] {
  return elements(svg, 'rect')
    .filter((each) => (each['class'] ?? '').split(' ').includes(className))
    .map((each) => ({
      x: Number(each['x']),
      y: Number(each['y']),
      width: Number(each['width']),
      height: Number(each['height']),
    }));
}

/** Width and height of a figure. */
export function sizeOf(svg: string): Pick<Rectangle, 'width' | 'height'> {
  const [root = {}] = elements(svg, 'svg');
  return { width: Number(root['width']), height: Number(root['height']) };
}

/** Whether two rectangles share any area. */
export function overlaps(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Names of elements that are opened and not closed, or closed and not opened; empty for well-formed markup. */
export function unbalanced(svg: string): readonly string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, closing, name = '', selfClosing] of svg.matchAll(/<(\/?)([a-zA-Z]+)[^>]*?(\/?)>/g)) {
    if (selfClosing === '/') continue;
    if (closing !== '/') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}
