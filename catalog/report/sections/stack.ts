import { sourcesOf } from '../../compliance/sources.ts';
import { resolveResidency } from '../../compliance/residency.ts';
import type { Context } from '../context.ts';
import { architecture } from '../diagram/architecture.ts';
import type { Use } from '../diagram/architecture.ts';
import type { DiagramNode } from '../diagram/diagram.ts';
import { drawDiagram } from '../diagram/draw.ts';
import type { Section, Table } from '../document.ts';
import { domainNames } from '../../names/advice.ts';
import { accessNames } from '../../names/data.ts';
import { capital } from '../../text/capital.ts';
import { componentRoles, stackWords as words } from '../texts/plan.ts';
import { sectionTitles } from '../texts/sections.ts';

/** The technologies and how they stand together at this client. */
export function stackSection(context: Context): Section {
  const { say, selection } = context;
  if (selection.package.items.length === 0) {
    return {
      id: 'stack',
      title: say(sectionTitles.stack),
      blocks: [{ kind: 'paragraph', text: say(words.none) }],
    };
  }
  const diagram = clientArchitecture(context);
  return {
    id: 'stack',
    title: say(sectionTitles.stack),
    blocks: [
      {
        kind: 'figure',
        caption: say(words.figure),
        svg: drawDiagram(diagram, 'architecture'),
        description: diagram.description,
      },
      { kind: 'table', ...componentTable(context) },
      { kind: 'paragraph', text: say(words.leaving) },
    ],
  };
}

function clientArchitecture(context: Context): ReturnType<typeof architecture> {
  const { selection, diagnostic, language } = context;
  const residency = resolveResidency(diagnostic.constraints.residency);
  return architecture(diagnostic.company.legalName, usesOf(context), {
    language,
    owned: selection.package.foundations.filter(({ owned }) => owned).map(({ id }) => id),
    ...(residency.ok && { residency: residency.residency.region }),
  });
}

function usesOf({ selection, diagnostic, entries, language, say, personRole }: Context): readonly Use[] {
  return selection.package.items.flatMap(({ entryId }) => {
    const entry = entries.get(entryId);
    const useCase = diagnostic.useCases.find(({ id }) => id === entryId);
    if (entry === undefined || useCase === undefined) return [];
    const domain = useCase.businessDomain ?? entry.businessDomain;
    const title =
      useCase.process ?? (domain === undefined ? entry.name[language] : capital(say(domainNames[domain])));
    return [
      {
        entry,
        sources: sourcesOf(entry, useCase, diagnostic).map(({ source }): DiagramNode => ({
          id: `source-${source.id}`,
          title: source.name,
          detail: say(accessNames[source.access]),
          tone: 'client',
        })),
        users: [
          {
            id: `user-${entryId}`,
            title,
            ...(useCase.owner !== undefined && { detail: personRole(useCase.owner) }),
            tone: 'client',
          },
        ],
      },
    ];
  });
}

function componentTable({ selection, say, nameOf }: Context): Table {
  return {
    caption: say(words.components),
    columns: [{ title: say(words.component) }, { title: say(words.role) }, { title: say(words.usedBy) }],
    rows: selection.stack.map(({ component, usedBy }) => {
      const role = componentRoles[component];
      return [component, role === undefined ? '–' : say(role), usedBy.map(nameOf).join(', ')];
    }),
  };
}
