import type { Contradiction } from '@shouwen/shared/contract/rulebook';
import { applicationSteps, clockLabels } from '@shouwen/shared/vocabulary';
import { contradiction, type Books } from './contradiction.js';

/** AP-3: survey → design → approval → works → acceptance, each at most once; works are accepted. */
export function stepsComeInTheirOrder({ procedure: procedures }: Pick<Books, 'procedure'>): Contradiction[] {
  return procedures.flatMap(({ steps }, index) => {
    const places = steps.map((step) => applicationSteps.indexOf(step));
    const wrong = places.findIndex((place, at) => at > 0 && place <= places[at - 1]!);
    if (wrong > 0) return [contradiction('AP-3', `${index}.steps`, `“${clockLabels[steps[wrong]!]}”应在“${clockLabels[steps[wrong - 1]!]}”之前，且每步只有一次`)];
    return steps.includes('works') && !steps.includes('acceptance') ? [contradiction('AP-3', `${index}.steps`, '有施工就要有验收')] : [];
  });
}
