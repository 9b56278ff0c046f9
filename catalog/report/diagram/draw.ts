import { joined, markup } from '../../markup.ts';
import type { Markup } from '../../markup.ts';
import { colors, figure, label, labels, linesHeight, path, point, rectangle } from '../svg/figure.ts';
import type { Box, Paint } from '../svg/figure.ts';
import { cut, textWidth, wrapText } from '../svg/text.ts';
import type { Diagram, DiagramBand, DiagramLane, DiagramNode, NodeTone } from './diagram.ts';

const width = 820;
const gap = 32;
const padding = 10;
const titleSize = 13;
const detailSize = 11;
const laneTop = 34;
const nodeGap = 14;
const bandGap = 10;

const paints: Readonly<Record<NodeTone, Paint>> = {
  client: { fill: colors.soft, stroke: colors.line, radius: 4, className: 'node node-client' },
  built: {
    fill: colors.accentSoft,
    stroke: colors.accent,
    strokeWidth: 1.5,
    radius: 4,
    className: 'node node-built',
  },
  planned: {
    fill: colors.paper,
    stroke: colors.accent,
    strokeWidth: 1.5,
    dashed: true,
    radius: 4,
    className: 'node node-planned',
  },
  owned: {
    fill: colors.secondSoft,
    stroke: colors.second,
    strokeWidth: 1.5,
    radius: 4,
    className: 'node node-owned',
  },
};

/**
 * Draws an architecture as an SVG image.
 * @param id unique in the page; letters, digits and hyphens.
 */
export function drawDiagram(diagram: Diagram, id: string): Markup {
  const placed = placeNodes(diagram.lanes);
  const boxes = new Map(
    placed.flatMap(({ nodes }) => nodes.map(({ node, box }): [string, Box] => [node.id, box])),
  );
  const bottom = Math.max(laneTop, ...[...boxes.values()].map(({ y, height }) => y + height));
  const bands = placeBands(diagram.bands, bottom + 24);
  const end = bands.reduce((lowest, { box }) => Math.max(lowest, box.y + box.height), bottom);
  return figure({ id, title: diagram.title, description: diagram.description }, { width, height: end + 30 }, [
    arrowHead(id),
    ...placed.map(({ title, x, laneWidth }) => laneTitle(title, x, laneWidth)),
    ...diagram.edges.flatMap(({ from, to }) => drawEdge(boxes.get(from), boxes.get(to), id)),
    ...placed.flatMap(({ nodes }) => nodes.map(drawNode)),
    ...bands.map(drawBand),
    drawLegend(diagram.legend, end + 12),
  ]);
}

interface PlacedNode {
  readonly node: DiagramNode;
  readonly box: Box;
  readonly title: readonly string[];
  readonly detail: readonly string[];
}

interface PlacedLane {
  readonly title: string;
  readonly x: number;
  readonly laneWidth: number;
  readonly nodes: readonly PlacedNode[];
}

/** Lanes side by side, the nodes of each centred on the tallest one. */
function placeNodes(lanes: readonly DiagramLane[]): readonly PlacedLane[] {
  const laneWidth = (width - 2 - gap * (lanes.length - 1)) / Math.max(1, lanes.length);
  const inner = Math.min(laneWidth, 220);
  const measured = lanes.map(({ title, nodes }, index) => {
    const x = 1 + index * (laneWidth + gap) + (laneWidth - inner) / 2;
    return { title, x, nodes: nodes.map((node) => measureNode(node, inner)) };
  });
  const heightOf = (nodes: readonly { readonly height: number }[]): number =>
    nodes.reduce((sum, { height }) => sum + height, 0) + nodeGap * (nodes.length - 1);
  const tallest = Math.max(0, ...measured.map(({ nodes }) => heightOf(nodes)));
  return measured.map(({ title, x, nodes }) => {
    let y = laneTop + (tallest - heightOf(nodes)) / 2;
    const placedNodes = nodes.map(({ node, height, title: lines, detail }) => {
      const box = { x, y, width: inner, height };
      y += height + nodeGap;
      return { node, box, title: lines, detail };
    });
    return { title, x, laneWidth: inner, nodes: placedNodes };
  });
}

function measureNode(
  node: DiagramNode,
  nodeWidth: number,
): Omit<PlacedNode, 'box'> & { readonly height: number } {
  const room = nodeWidth - 2 * padding;
  const title = wrapText(node.title, { width: room, size: titleSize, bold: true, maxLines: 4 });
  const detail =
    node.detail === undefined ? [] : wrapText(node.detail, { width: room, size: detailSize, maxLines: 3 });
  const height =
    2 * padding +
    linesHeight(title.length, titleSize) +
    (detail.length === 0 ? 0 : 3 + linesHeight(detail.length, detailSize));
  return { node, title, detail, height };
}

function laneTitle(title: string, x: number, laneWidth: number): Markup {
  const size = 12;
  return label(cut(title, { width: laneWidth, size, bold: true }), {
    x: x + laneWidth / 2,
    y: 16,
    size,
    bold: true,
    anchor: 'middle',
    fill: colors.muted,
    className: 'figure-muted',
  });
}

function drawNode({ node, box, title, detail }: PlacedNode): Markup {
  const x = box.x + padding;
  const y = box.y + padding;
  return joined([
    rectangle(box, paints[node.tone]),
    labels(title, { x, y, size: titleSize, bold: true }),
    labels(detail, {
      x,
      y: y + linesHeight(title.length, titleSize) + 3,
      size: detailSize,
      fill: colors.muted,
      className: 'figure-muted',
    }),
  ]);
}

/** A curve from the right side of a node to the left side of another. */
function drawEdge(from: Box | undefined, to: Box | undefined, id: string): readonly Markup[] {
  if (from === undefined || to === undefined) return [];
  const start = [from.x + from.width, from.y + from.height / 2] as const;
  const end = [to.x - 2, to.y + to.height / 2] as const;
  const middle = (start[0] + end[0]) / 2;
  const d = `M${point(start)}C${point([middle, start[1]])} ${point([middle, end[1]])} ${point(end)}`;
  return [
    markup`<path d="${d}" fill="none" stroke="${colors.line}" stroke-width="1.5" marker-end="url(#${id}-arrow)" class="edge"/>`,
  ];
}

function arrowHead(id: string): Markup {
  return markup`<defs><marker id="${id}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">${path('M0 0L8 4L0 8Z', { fill: colors.line, className: 'edge-head' })}</marker></defs>`;
}

interface PlacedBand {
  readonly band: DiagramBand;
  readonly box: Box;
  readonly detail: readonly string[];
}

function placeBands(bands: readonly DiagramBand[], top: number): readonly PlacedBand[] {
  let y = top;
  return bands.map((band) => {
    const detail = wrapText(band.detail, { width: width - 212, size: detailSize });
    const height = Math.max(linesHeight(1, titleSize), linesHeight(detail.length, detailSize)) + 2 * 8;
    const box = { x: 1, y, width: width - 2, height };
    y += height + bandGap;
    return { band, box, detail };
  });
}

function drawBand({ band, box, detail }: PlacedBand): Markup {
  const titleY = box.y + (box.height - linesHeight(1, titleSize)) / 2;
  const detailY = box.y + (box.height - linesHeight(detail.length, detailSize)) / 2;
  const title = cut(band.title, { width: 182, size: titleSize, bold: true });
  return joined([
    rectangle(box, { fill: colors.soft, stroke: colors.grid, radius: 4, className: 'band' }),
    labels([title], { x: box.x + 12, y: titleY, size: titleSize, bold: true }),
    labels(detail, {
      x: box.x + 200,
      y: detailY,
      size: detailSize,
      fill: colors.muted,
      className: 'figure-muted',
    }),
  ]);
}

function drawLegend(legend: Diagram['legend'], y: number): Markup {
  let x = 1;
  return joined(
    legend.map(({ tone, name }) => {
      const at = x;
      x += 30 + textWidth(name, { size: detailSize }) + 22;
      return joined([
        rectangle({ x: at, y, width: 22, height: 12 }, { ...paints[tone], radius: 2 }),
        label(name, {
          x: at + 28,
          y: y + 10,
          size: detailSize,
          fill: colors.muted,
          className: 'figure-muted',
        }),
      ]);
    }),
  );
}
