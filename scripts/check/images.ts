// Images say in words what they show.
import type { CheckFinding } from './finding.ts';
import { elementsOf, lineOf, nodesOf, type PageFile } from './source.ts';

export function checkImages({ file, tree }: PageFile): CheckFinding[] {
	const markdown = nodesOf(tree)
		.filter(({ type, alt }) => (type === 'image' || type === 'imageReference') && !alt?.trim())
		.map((node) => ({
			file,
			line: lineOf(node),
			sentence: `the image ${node.url ?? ''} has no alternative: write ![what it shows](…).`,
		}));
	const elements = elementsOf(tree)
		.filter(({ name, attributes }) => name === 'img' && attributes.alt === undefined)
		.map(({ node, attributes }) => ({
			file,
			line: lineOf(node),
			sentence: `the image ${attributes.src ?? ''} has no alternative: add alt="what it shows", or alt="" where it only decorates.`,
		}));
	return [...markdown, ...elements];
}
